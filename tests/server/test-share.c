/* SPDX-License-Identifier: MIT */
#include <signal.h>
#include <string.h>

#include "server/http/et-rate-limit.h"
#include "server/service/et-sign-in-limit.h"
#include "tests/support/et-test-redis.h"

#define LIMIT 40
#define ROUNDS (2 * LIMIT)
#define MAX_PROCESSES 4

/* Requests that may slip through while one process has not heard of another's yet. */
#define SLACK (LIMIT / 4)

/* A request is decided within this however Redis is (milliseconds, on a busy machine). */
#define MAX_WAIT_MS 50

/* What counts in one server process. */
typedef struct
{
  EtShare *share; /* owned, nullable */
  EtRateLimit *limit; /* owned */
  EtSignInLimit *sign_ins; /* owned */
} Process;

static EtTestRedis *redis;
static Process processes[MAX_PROCESSES];
static guint n_processes;
static int64_t longest; /* microseconds that a decision took */

static void
wait_until (gboolean (*is_so) (void))
{
  int64_t end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  while (!is_so ())
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_usleep (5000);
    }
}

static guint
count_up (void)
{
  guint n = 0;

  for (guint i = 0; i < n_processes; i++)
    n += et_share_is_up (processes[i].share);
  return n;
}

static gboolean
all_are_up (void)
{
  return count_up () == n_processes;
}

static gboolean
one_is_up (void)
{
  return count_up () == 1;
}

static gboolean
none_is_up (void)
{
  return count_up () == 0;
}

static void
start_share (Process *process, const char *url)
{
  g_autoptr (GError) error = NULL;

  process->share = et_share_new (url, &error);
  g_assert_no_error (error);
  et_rate_limit_share (process->limit, process->share, "test");
  et_sign_in_limit_share (process->sign_ins, process->share);
  et_share_start (process->share);
}

static void
add_process (gboolean has_redis)
{
  Process *process = &processes[n_processes++];

  process->limit = et_rate_limit_new (LIMIT, 100);
  process->sign_ins = et_sign_in_limit_new ();
  if (has_redis)
    start_share (process, et_test_redis_get_url (redis));
}

/* Starts processes that know of each other. */
static void
begin (guint n)
{
  redis = et_test_redis_new ();
  for (guint i = 0; i < n; i++)
    add_process (TRUE);
  wait_until (all_are_up);
  if (n > 2)
    g_usleep (1200 * 1000); /* each has shown its life once more, and knows how many there are */
  longest = 0;
}

static void
end (void)
{
  for (guint i = 0; i < n_processes; i++)
    {
      if (processes[i].share != NULL)
        et_share_stop (processes[i].share);
      et_rate_limit_free (processes[i].limit);
      et_sign_in_limit_free (processes[i].sign_ins);
      g_clear_pointer (&processes[i].share, et_share_free);
    }
  n_processes = 0;
  g_clear_pointer (&redis, et_test_redis_free);
}

static gboolean
take (Process *process, int64_t client)
{
  int64_t began = g_get_monotonic_time ();
  EtAddressKey key;
  guint retry_after;
  gboolean is_taken;

  et_rate_key_from_account (&key, client);
  is_taken = et_rate_limit_take (process->limit, &key, began / 1000, &retry_after);
  longest = MAX (longest, g_get_monotonic_time () - began);
  return is_taken;
}

/* A client asks all processes in turn. Returns: how often it was let through. */
static guint
ask (int64_t client, guint rounds)
{
  guint n = 0;

  for (guint round = 0; round < rounds; round++)
    for (guint i = 0; i < n_processes; i++, g_usleep (1000))
      n += take (&processes[i], client);
  return n;
}

static void
assert_never_waited (void)
{
  g_test_message ("The slowest decision took %" G_GINT64_FORMAT " us", longest);
  g_assert_cmpint (longest, <, MAX_WAIT_MS * 1000);
}

static void
assert_shares (int64_t client)
{
  guint n = ask (client, ROUNDS);

  g_test_message ("%u of %u were let through", n, LIMIT);
  g_assert_cmpuint (n, >=, LIMIT);
  g_assert_cmpuint (n, <=, LIMIT + SLACK);
}

static void
assert_at_most_twice (guint n)
{
  g_test_message ("%u of %u were let through", n, LIMIT);
  g_assert_cmpuint (n, <=, 2 * LIMIT);
}

static void
test_two_share (void)
{
  begin (2);
  assert_shares (1);
  assert_shares (2);
  end ();
}

/* The negative control. */
static void
test_without_redis_each_for_itself (void)
{
  add_process (FALSE);
  add_process (FALSE);
  g_assert_cmpuint (ask (1, ROUNDS), ==, 2 * LIMIT);
  end ();
}

/* What was heard once is known, and what was told is told again. */
static void
test_flushed (void)
{
  g_autofree char *answer = NULL;
  guint n;

  begin (2);
  n = ask (1, ROUNDS);
  answer = et_test_redis_command (redis, "FLUSHALL");
  g_assert_cmpstr (answer, ==, "+OK");
  n += ask (1, ROUNDS);
  g_assert_cmpuint (n, <=, LIMIT + SLACK);
  g_usleep (1500 * 1000);
  add_process (TRUE); /* knows only what Redis does */
  wait_until (all_are_up);
  n += ask (1, ROUNDS);
  g_test_message ("%u of %u were let through", n, LIMIT);
  g_assert_cmpuint (n, <=, LIMIT + SLACK);
  assert_never_waited ();
  end ();
}

static void
assert_survives (guint n_of_processes, void (*fail) (void))
{
  guint n;

  begin (n_of_processes);
  n = ask (1, LIMIT / 2 / n_of_processes);
  fail ();
  n += ask (1, ROUNDS);
  g_assert_cmpuint (n, >=, LIMIT);
  assert_at_most_twice (n);
  wait_until (none_is_up);
  n = ask (2, ROUNDS); /* who comes when Redis is long gone */
  g_assert_cmpuint (n, >=, LIMIT);
  assert_at_most_twice (n);
  assert_never_waited ();
}

static void
kill_redis (void)
{
  et_test_redis_kill (redis);
}

static void
freeze_redis (void)
{
  et_test_redis_signal (redis, SIGSTOP);
}

static void
test_killed (void)
{
  assert_survives (2, kill_redis);
  et_test_redis_start (redis);
  wait_until (all_are_up);
  assert_shares (3);
  end ();
}

static void
test_frozen (void)
{
  assert_survives (2, freeze_redis);
  et_test_redis_signal (redis, SIGCONT);
  wait_until (all_are_up);
  assert_shares (3);
  end ();
}

/* More than two would let through more than twice as much, each for itself. */
static void
test_killed_under_four (void)
{
  assert_survives (4, kill_redis);
  end ();
}

/* What one process has let through while Redis was away, others hear afterwards. */
static void
test_told_afterwards (void)
{
  guint n = 0;

  begin (2);
  kill_redis ();
  wait_until (none_is_up);
  for (guint i = 0; i < LIMIT; i++)
    n += take (&processes[0], 1);
  g_assert_cmpuint (n, ==, LIMIT);
  et_test_redis_start (redis);
  wait_until (all_are_up);
  g_usleep (100 * 1000);
  g_assert_cmpuint (ask (1, ROUNDS), <=, SLACK);
  end ();
}

static gboolean
may_sign_in (Process *process, const char *name)
{
  const EtSignInSource source = { name, "192.0.2.1", TRUE };

  return et_sign_in_limit_check (process->sign_ins, &source, 1002, NULL);
}

static void
note_sign_in (Process *process, const char *name, gboolean succeeded, int64_t now)
{
  const EtSignInSource source = { name, "192.0.2.1", TRUE };

  et_sign_in_limit_note (process->sign_ins, &source, succeeded, now);
  g_usleep (50 * 1000);
}

static void
test_failures_to_sign_in (void)
{
  begin (2);
  for (guint i = 0; i < 8; i++)
    note_sign_in (&processes[i % 2], "ada", FALSE, 1000);
  g_assert_false (may_sign_in (&processes[0], "ada"));
  g_assert_false (may_sign_in (&processes[1], "ada"));
  g_assert_true (may_sign_in (&processes[1], "bob"));
  note_sign_in (&processes[0], "ada", TRUE, 1001);
  note_sign_in (&processes[1], "ada", FALSE, 1002); /* the first again */
  g_assert_true (may_sign_in (&processes[0], "ada"));
  g_assert_true (may_sign_in (&processes[1], "ada"));
  end ();
}

/* The negative control: four each are no reason to refuse anybody. */
static void
test_failures_each_for_itself (void)
{
  add_process (FALSE);
  add_process (FALSE);
  for (guint i = 0; i < 8; i++)
    note_sign_in (&processes[i % 2], "ada", FALSE, 1000);
  g_assert_true (may_sign_in (&processes[0], "ada"));
  g_assert_true (may_sign_in (&processes[1], "ada"));
  end ();
}

/* Neither names nor addresses stand there. */
static void
test_no_names_in_redis (void)
{
  g_autofree char *by_name = NULL;
  g_autofree char *all = NULL;

  begin (1);
  note_sign_in (&processes[0], "ada", FALSE, 1000);
  by_name = et_test_redis_command (redis, "KEYS *ada*");
  g_assert_cmpstr (by_name, ==, "*0");
  all = et_test_redis_command (redis, "KEYS etickets:sign-in:*");
  g_assert_cmpstr (all, ==, "*1");
  end ();
}

/* The password and the number of the database, too. */
static void
test_signs_in_to_redis (void)
{
  g_autofree char *set = NULL;
  g_autofree char *url = NULL;

  redis = et_test_redis_new ();
  set = et_test_redis_command (redis, "CONFIG SET requirepass p@ss");
  g_assert_cmpstr (set, ==, "+OK");
  add_process (FALSE);
  add_process (FALSE);
  url = g_strdup_printf ("unix://:p%%40ss@%s?db=2",
                         et_test_redis_get_url (redis) + strlen ("unix://"));
  start_share (&processes[0], url);
  start_share (&processes[1], et_test_redis_get_url (redis)); /* knows no password */
  wait_until (one_is_up);
  g_usleep (500 * 1000);
  g_assert_true (et_share_is_up (processes[0].share));
  g_assert_false (et_share_is_up (processes[1].share));
  g_assert_cmpuint (ask (1, ROUNDS), <=, 2 * LIMIT);
  end ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR);
  g_test_add_func ("/share/two", test_two_share);
  g_test_add_func ("/share/each-for-itself", test_without_redis_each_for_itself);
  g_test_add_func ("/share/flushed", test_flushed);
  g_test_add_func ("/share/killed", test_killed);
  g_test_add_func ("/share/frozen", test_frozen);
  g_test_add_func ("/share/killed-under-four", test_killed_under_four);
  g_test_add_func ("/share/told-afterwards", test_told_afterwards);
  g_test_add_func ("/share/sign-in", test_failures_to_sign_in);
  g_test_add_func ("/share/sign-in-each-for-itself", test_failures_each_for_itself);
  g_test_add_func ("/share/password", test_signs_in_to_redis);
  g_test_add_func ("/share/no-names", test_no_names_in_redis);
  return g_test_run ();
}
