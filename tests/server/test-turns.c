/* SPDX-License-Identifier: MIT */
#include "core/et-record.h"
#include "server/repo/et-guards.h"
#include "test-hall.h"

/* What a process decides by a look before it writes, while another one wants to write the same.
 * Each race runs on two processes that take turns, where the rules must hold in every round, and on
 * two that do not (et-guards-unguarded.c), where they must be seen broken. */

#define ADD "/api/cart/add/"
#define ACCOUNTS "/api/admin/accounts/"
#define OFFER \
  "{\"event_id\":1,\"name\":\"Solo\",\"offer_type\":\"solo\",\"price_cents\":100,\"quota\":null}"
#define PLACES 2 /* of each second offer, and as many buyers */
#define ROUNDS 20
#define MOST_ROUNDS 200 /* until a race is seen */

/* Twice the time that a database lets a transaction do nothing. */
#define LONGEST_TURN (10 * G_USEC_PER_SEC)

/* Runs one round. Returns: whether the rules held. */
typedef gboolean (*RaceFunc) (TestHall *hall);

typedef struct
{
  const char *name;
  RaceFunc run;
  gboolean is_hidden_on_mariadb; /* a new line's foreign key locks its offer before the look */
} Race;

static TestHall *orderly, *disorderly;

/* Somebody who keeps a copy of the catalogue, by the change feed of the second process. */
typedef struct
{
  TestHall *hall; /* borrowed */
  GHashTable *seen; /* owned, of int64_t: ids of offers */
  int64_t since;
  gboolean is_over; /* atomic */
} Copy;

static char *
make_wish (int64_t offer_id, int quantity)
{
  return g_strdup_printf ("{\"offer_id\":%" G_GINT64_FORMAT ",\"qty\":%d}", offer_id, quantity);
}

static gboolean
carts_hold (TestHall *hall, int64_t offer_id, int64_t quantity)
{
  return test_hall_count (hall, "SELECT SUM(quantity) FROM order_lines WHERE offer_id = $",
                          offer_id) == quantity;
}

static void
empty_cart (TestClient *client)
{
  g_autoptr (EtTestAnswer) answer = test_client_post (client, "/api/cart/clear/", NULL, "{}");

  et_test_answer_assert (answer, 200, NULL);
}

/* One person adds a ticket on several devices, to a line that is not there yet. */
static gboolean
race_for_a_line (TestHall *hall)
{
  guint n = hall->pack->len;
  g_autofree char *wish = make_wish (hall->offers[0], 1);
  GPtrArray *answers = test_hall_keep (hall, test_clients_post (hall->pack, n, ADD, NULL, wish));
  gboolean is_right = test_answers_count (answers, 200, NULL) == n &&
                      carts_hold (hall, hall->offers[0], n);

  empty_cart (hall->pack->pdata[0]);
  return is_right;
}

/* One person adds more on several devices than one line may hold. */
static gboolean
race_for_a_limit (TestHall *hall)
{
  guint n = hall->pack->len;
  g_autofree char *wish = make_wish (hall->offers[0], 4);
  g_autoptr (EtTestAnswer) first = test_client_post (hall->pack->pdata[0], ADD, NULL, wish);
  GPtrArray *answers = test_hall_keep (hall, test_clients_post (hall->pack, n, ADD, NULL, wish));
  gboolean is_right = first->status == 200 && test_answers_count (answers, 200, NULL) == 4 &&
                      test_answers_count (answers, 409, "too_many_tickets") == n - 4 &&
                      carts_hold (hall, hall->offers[0], 20);

  empty_cart (hall->pack->pdata[0]);
  return is_right;
}

static int64_t
count_news (TestHall *hall, int64_t offer_id)
{
  return test_hall_count (
      hall, "SELECT COUNT(*) FROM changes WHERE kind = 'offer' AND record_id = $", offer_id);
}

/* Two buyers take the two places of an offer: that it is sold out is told to everybody. */
static gboolean
race_for_the_last_place (TestHall *hall)
{
  int64_t offer_id = hall->others[0], n_before = count_news (hall, offer_id);
  g_autofree char *wish = make_wish (offer_id, 1);
  GPtrArray *answers = test_clients_post (hall->buyers, PLACES, ADD, NULL, wish);
  gboolean is_told = count_news (hall, offer_id) > n_before;

  test_hall_keep (hall, answers);
  for (guint i = 0; i < PLACES; i++)
    empty_cart (hall->buyers->pdata[i]);
  return is_told && test_answers_count (answers, 200, NULL) == PLACES;
}

static char *
make_account_path (TestHall *hall, const char *username)
{
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM accounts WHERE username = '%s'",
                                          username);

  return g_strdup_printf (ACCOUNTS "%" G_GINT64_FORMAT "/",
                          et_test_server_count (hall->server, sql));
}

/* Gives the other one an administrator's rights, and waits until both may use theirs. */
static void
promote (TestClient *by, TestClient *other, const char *other_path)
{
  guint status;

  do
    {
      g_autoptr (EtTestAnswer) given = NULL;
      g_autoptr (EtTestAnswer) used = NULL;

      test_client_send (by, "PATCH", other_path, NULL, "{\"role\":\"admin\"}");
      given = test_client_read (by);
      used = test_client_get (other, ACCOUNTS);
      status = given->status != 200 ? given->status : used->status;
    }
  while (status == 403);
  g_assert_cmpuint (status, ==, 200);
}

/* Two administrators take each other's rights away: one of them stays. */
static gboolean
race_of_administrators (TestHall *hall)
{
  TestClient *two[] = { hall->desks->pdata[0], hall->buyers->pdata[1] };
  g_autofree char *paths[] = { make_account_path (hall, "desk0"),
                               make_account_path (hall, "buyer1") };
  GPtrArray *answers = g_ptr_array_new_with_free_func ((GDestroyNotify) et_test_answer_free);
  int64_t n;

  promote (two[0], two[1], paths[1]);
  for (guint i = 0; i < 2; i++)
    test_client_send (two[i], "PATCH", paths[1 - i], NULL, "{\"role\":\"customer\"}");
  for (guint i = 0; i < 2; i++)
    g_ptr_array_add (answers, test_client_read (two[i]));
  test_hall_keep (hall, answers);
  n = et_test_server_count (hall->server, "SELECT COUNT(*) FROM accounts WHERE role = 'admin'");
  if (n == 1 && test_answers_count (answers, 200, NULL) == 1 &&
      ((EtTestAnswer *) answers->pdata[1])->status == 200)
    promote (two[1], two[0], paths[0]);
  return n == 1;
}

static gboolean
look_at_feed (Copy *copy)
{
  g_autofree char *path = g_strdup_printf ("/api/sync/?scope=catalogue&since=%" G_GINT64_FORMAT,
                                           copy->since);
  g_autoptr (EtTestAnswer)
      answer = et_test_server_call (copy->hall->beside, "GET", path, NULL, NULL);
  JsonObject *page = et_test_answer_get_json (answer);
  JsonArray *changes = json_object_get_array_member (page, "changes");

  for (guint i = 0; i < json_array_get_length (changes); i++)
    {
      int64_t id = json_object_get_int_member (json_array_get_object_element (changes, i), "id");

      g_hash_table_add (copy->seen, g_memdup2 (&id, sizeof id));
    }
  copy->since = json_object_get_int_member (page, "next");
  return json_object_get_boolean_member (page, "more");
}

static gpointer
follow_feed (gpointer data)
{
  Copy *copy = data;

  while (!g_atomic_int_get (&copy->is_over))
    look_at_feed (copy);
  while (look_at_feed (copy))
    ;
  return NULL;
}

/* Offers are made at both processes: who reads on from where he was misses none. */
static gboolean
race_of_changes (TestHall *hall)
{
  Copy copy = { .hall = hall };
  GThread *reader;
  GPtrArray *answers;
  guint n_missed = 0;

  copy.seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  while (look_at_feed (&copy))
    ;
  reader = g_thread_new ("copy", follow_feed, &copy);
  answers = test_hall_keep (
      hall, test_clients_post (hall->desks, hall->desks->len, "/api/admin/offers/", NULL, OFFER));
  g_atomic_int_set (&copy.is_over, TRUE);
  g_thread_join (reader);
  for (guint i = 0; i < answers->len; i++)
    {
      EtTestAnswer *made = answers->pdata[i];
      int64_t id = made->status == 201
                       ? json_object_get_int_member (et_test_answer_get_json (made), "id")
                       : 0;

      n_missed += g_hash_table_contains (copy.seen, &id) ? 0 : 1;
    }
  g_hash_table_unref (copy.seen);
  return n_missed == 0;
}

static gboolean
run_round (TestHall *hall, const Race *race)
{
  if (race->run (hall))
    return TRUE;
  test_answers_tell (hall->answers);
  return FALSE;
}

static void
test_rules_hold (gconstpointer data)
{
  const Race *race = data;

  for (guint round = 0; round < (et_test_is_full_run () ? ROUNDS : ROUNDS / 2); round++)
    g_assert_true (run_round (orderly, race));
}

static void
test_race_is_seen (gconstpointer data)
{
  const Race *race = data;
  guint round = 0;

  while (round < MOST_ROUNDS && run_round (disorderly, race))
    round++;
  g_test_message ("Seen in round %u", round);
  g_assert_cmpuint (round, <, MOST_ROUNDS);
}

/* A process that is frozen in its turn loses it: the others are told to come again at most, and soon
 * go on. */
static void
test_a_turn_that_is_kept (void)
{
  g_autoptr (EtDb) db = et_test_server_open_database (orderly->server, ET_DB_READ_WRITE);
  g_autofree char *wish = make_wish (orderly->offers[1], 1);
  int64_t until = g_get_monotonic_time () + LONGEST_TURN;
  g_autoptr (GError) error = NULL;
  int status = 503;

  g_assert_true (et_db_begin (db, &error));
  g_assert_true (et_guard_take_turn (db, &error));
  while (status == 503)
    {
      g_autoptr (EtTestAnswer) answer = test_client_post (orderly->pack->pdata[0], ADD, NULL, wish);

      status = answer->status;
      g_assert_cmpint (g_get_monotonic_time (), <, until);
    }
  g_assert_cmpint (status, ==, 200);
  g_assert_false (et_db_commit (db, NULL));
  empty_cart (orderly->pack->pdata[0]);
}

static void
test_all_is_sound (void)
{
  static const char *const check[] = { "check", NULL };

  g_assert_cmpint (et_test_server_run (orderly->beside, check, NULL, NULL, NULL), ==, 0);
}

/* A connection on which nothing ever came is soon closed. */
static void
greet (GPtrArray *clients)
{
  for (guint i = 0; i < clients->len; i++)
    {
      g_autoptr (EtTestAnswer) answer = test_client_get (clients->pdata[i], "/health/");

      et_test_answer_assert (answer, 200, NULL);
    }
}

static TestHall *
open_hall (gboolean is_guarded)
{
  TestHall *hall = test_hall_open (is_guarded, PLACES, 1000, ET_NULL_INT64, TRUE);
  g_autofree char *limit = g_strdup_printf ("UPDATE offers SET quota = %d WHERE price_cents = 6000",
                                            PLACES);

  et_test_server_exec (hall->server, limit); /* of the second offer of each event */
  test_hall_add_process (hall);
  greet (hall->buyers);
  greet (hall->pack);
  greet (hall->desks);
  return hall;
}

static void
add (const Race *race, const char *kind, GTestDataFunc func)
{
  g_autofree char *path = g_strdup_printf ("/turns/%s/%s", race->name, kind);

  g_test_add_data_func (path, race, func);
}

int
main (int argc, char **argv)
{
  static const Race races[] = {
    { "line", race_for_a_line },
    { "limit", race_for_a_limit },
    { "last-place", race_for_the_last_place, .is_hidden_on_mariadb = TRUE },
    { "changes", race_of_changes },
    { "administrators", race_of_administrators },
  };
  gboolean is_mariadb = g_str_has_prefix (g_getenv ("ET_TEST_DATABASE_URL"), "mariadb:");
  int status;

  g_test_init (&argc, &argv, NULL);
  orderly = open_hall (TRUE);
  disorderly = open_hall (FALSE);
  for (gsize i = 0; i < G_N_ELEMENTS (races); i++)
    {
      add (&races[i], "taken", test_rules_hold);
      if (!races[i].is_hidden_on_mariadb || !is_mariadb)
        add (&races[i], "not-taken", test_race_is_seen);
    }
  if (et_test_is_full_run ())
    g_test_add_func ("/turns/end/kept", test_a_turn_that_is_kept);
  g_test_add_func ("/turns/end/sound", test_all_is_sound);
  status = g_test_run ();
  test_hall_close (orderly);
  test_hall_close (disorderly);
  return status;
}
