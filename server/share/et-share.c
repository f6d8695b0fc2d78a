/* SPDX-License-Identifier: MIT */
#include "server/share/et-share.h"

#include <glib/gi18n-lib.h>
#include <signal.h>
#include <sodium.h>
#include <string.h>

#include "core/et-error.h"
#include "server/share/et-redis.h"

#define BATCH 256
#define BREAK_US 1000 /* between batches, so that more comes together */
#define BEAT_US G_USEC_PER_SEC /* of showing life, and of trying again */
#define FORGOTTEN_US (60 * G_USEC_PER_SEC) /* processes that are not seen any more */
#define PROCESS_SIZE 12

typedef struct
{
  guint member;
  EtShareKey key;
} Post;

struct _EtShare
{
  EtRedisAddress address; /* owned parts */
  char process[2 * PROCESS_SIZE + 1];
  GArray *members; /* owned, of EtShareMember; complete before the start */
  GThread *thread; /* owned, nullable */
  gint is_up, n_processes; /* atomic */

  /* The thread's. */
  EtRedis *redis; /* owned, nullable */
  int64_t next_beat; /* monotonic */
  int64_t most_seen_at; /* when as many processes as we reckon with were seen */
  gboolean was_told; /* that Redis is away */

  GMutex mutex;
  GCond posted;
  GArray *posts; /* guarded by mutex, of Post; bounded by what the members count */
  gboolean is_waiting, is_stopping; /* guarded by mutex */
};

static gboolean
read_url (EtShare *share, const char *url, GError **error)
{
  if (!et_redis_is_built_in ())
    et_error_set_sentence (error, ET_ERROR_CONFIGURATION,
                           N_ ("REDIS_URL is set, but this program was built without Redis"));
  else if (!et_redis_address_read (&share->address, url))
    et_error_set_sentence (error, ET_ERROR_CONFIGURATION, N_ ("REDIS_URL is no address of Redis"));
  else
    return TRUE;
  return FALSE;
}

/* @url: REDIS_URL. Sets ET_ERROR_CONFIGURATION. */
EtShare *
et_share_new (const char *url, GError **error)
{
  g_autoptr (EtShare) share = g_new0 (EtShare, 1);
  guint8 process[PROCESS_SIZE];

  share->members = g_array_new (FALSE, FALSE, sizeof (EtShareMember));
  share->posts = g_array_new (FALSE, FALSE, sizeof (Post));
  share->n_processes = 1;
  g_mutex_init (&share->mutex);
  g_cond_init (&share->posted);
  randombytes_buf (process, sizeof process);
  sodium_bin2hex (share->process, sizeof share->process, process, sizeof process);
  return read_url (share, url, error) ? g_steal_pointer (&share) : NULL;
}

/* Before the start. Returns: the number of the member, for et_share_post(). */
guint
et_share_add (EtShare *share, const EtShareMember *member)
{
  g_return_val_if_fail (share->thread == NULL, 0);

  g_array_append_val (share->members, *member);
  return share->members->len - 1;
}

/* Has a key told soon. A member posts no key twice before it was asked what to tell of it. FALSE:
 * Redis is away; when it is back, all is told. */
gboolean
et_share_post (EtShare *share, guint member, const EtShareKey *key)
{
  Post post = { member, *key };

  if (!et_share_is_up (share))
    return FALSE;
  g_mutex_lock (&share->mutex);
  g_array_append_val (share->posts, post);
  if (share->is_waiting)
    g_cond_signal (&share->posted);
  g_mutex_unlock (&share->mutex);
  return TRUE;
}

/* Whether others hear within moments what is posted. */
gboolean
et_share_is_up (EtShare *share)
{
  return g_atomic_int_get (&share->is_up);
}

/* How often one process has to count what others do not know of, so that all processes together
 * never let more than twice a limit through. */
guint
et_share_get_weight (EtShare *share)
{
  return ((guint) g_atomic_int_get (&share->n_processes) + 1) / 2;
}

guint
et_share_key_hash (gconstpointer key)
{
  guint hash;

  memcpy (&hash, ((const EtShareKey *) key)->bytes, sizeof hash);
  return hash;
}

gboolean
et_share_key_equal (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, sizeof (EtShareKey)) == 0;
}

static gboolean
is_stopping (EtShare *share)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&share->mutex);

  return share->is_stopping;
}

static void
set_down (EtShare *share, const GError *error)
{
  g_atomic_int_set (&share->is_up, FALSE);
  g_clear_pointer (&share->redis, et_redis_close);
  share->next_beat = g_get_monotonic_time () + BEAT_US;
  if (!share->was_told)
    g_warning ("Redis: %s; each process keeps the limits by itself", error->message);
  share->was_told = TRUE;
}

/* Processes that are gone, perhaps because Redis has forgotten them, count for a minute more. */
static void
reckon_with (EtShare *share, guint n_processes)
{
  int64_t now = g_get_monotonic_time ();

  if (n_processes < (guint) g_atomic_int_get (&share->n_processes) &&
      now < share->most_seen_at + FORGOTTEN_US)
    return;
  share->most_seen_at = now;
  g_atomic_int_set (&share->n_processes, (gint) n_processes);
}

static void
tell_all (EtShare *share)
{
  for (guint i = 0; i < share->members->len; i++)
    {
      const EtShareMember *member = &g_array_index (share->members, EtShareMember, i);

      member->tell_all (member->data);
    }
}

/* Once a second, and after each connecting. */
static gboolean
show_life (EtShare *share, gboolean is_new, GError **error)
{
  guint n_processes;
  gboolean was_known;

  if (!et_redis_show_life (share->redis, g_get_real_time () / G_USEC_PER_SEC, &n_processes,
                           &was_known, error))
    return FALSE;
  share->next_beat = g_get_monotonic_time () + BEAT_US;
  reckon_with (share, n_processes);
  g_atomic_int_set (&share->is_up, TRUE);
  if (is_new || !was_known)
    tell_all (share);
  return TRUE;
}

static gboolean
connect_to_redis (EtShare *share, GError **error)
{
  share->redis = et_redis_open (&share->address, share->process, error);
  if (share->redis == NULL || !show_life (share, TRUE, error))
    return FALSE;
  if (share->was_told)
    g_message ("Redis: it is back; processes share the limits");
  share->was_told = FALSE;
  return TRUE;
}

/* Returns: (transfer full): what is to be told now. */
static GArray *
take_posts (EtShare *share)
{
  GArray *batch = g_array_new (FALSE, FALSE, sizeof (Post));
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&share->mutex);
  guint n = MIN (share->posts->len, BATCH);

  g_array_append_vals (batch, share->posts->data, n);
  g_array_remove_range (share->posts, 0, n);
  return batch;
}

/* So that neither addresses nor names stand in Redis. */
static char *
make_redis_key (const EtShareMember *member, const EtShareKey *key)
{
  guint8 hash[crypto_generichash_BYTES_MIN];
  char text[2 * sizeof hash + 1];

  crypto_generichash (hash, sizeof hash, key->bytes, sizeof key->bytes, NULL, 0);
  sodium_bin2hex (text, sizeof text, hash, sizeof hash);
  return g_strconcat ("etickets:", member->name, ":", text, NULL);
}

static gboolean
tell (EtShare *share, const Post *post)
{
  const EtShareMember *member = &g_array_index (share->members, EtShareMember, post->member);
  g_autofree char *key = NULL;
  guint8 value[ET_SHARE_MAX_VALUE];
  gsize size = member->tell (member->data, &post->key, value);

  if (size == 0)
    return FALSE;
  key = make_redis_key (member, &post->key);
  et_redis_tell (share->redis, key, value, size, member->lifetime_s);
  return TRUE;
}

/* All are told in one go, then all answers are read. */
static gboolean
exchange (EtShare *share, GArray *batch, GError **error)
{
  guint n_told = 0;

  for (guint i = 0; i < batch->len; i++)
    if (tell (share, &g_array_index (batch, Post, i)))
      g_array_index (batch, Post, n_told++) = g_array_index (batch, Post, i);
  for (guint i = 0; i < n_told; i++)
    {
      const Post *post = &g_array_index (batch, Post, i);
      const EtShareMember *member = &g_array_index (share->members, EtShareMember, post->member);
      g_autoptr (GPtrArray) values = et_redis_hear (share->redis, error);

      if (values == NULL)
        return FALSE;
      member->hear (member->data, &post->key, values);
    }
  return TRUE;
}

static gboolean
work (EtShare *share, GError **error)
{
  g_autoptr (GArray) batch = NULL;

  if (share->redis == NULL && !connect_to_redis (share, error))
    return FALSE;
  if (g_get_monotonic_time () >= share->next_beat && !show_life (share, FALSE, error))
    return FALSE;
  batch = take_posts (share);
  return exchange (share, batch, error);
}

/* Until there is something to tell or the next beat is due. */
static void
wait_for_work (EtShare *share)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&share->mutex);

  share->is_waiting = TRUE;
  while (!share->is_stopping && (share->posts->len == 0 || share->redis == NULL))
    if (!g_cond_wait_until (&share->posted, &share->mutex, share->next_beat))
      break;
  share->is_waiting = FALSE;
}

static gpointer
run (gpointer data)
{
  EtShare *share = data;
  sigset_t broken_pipe;

  sigemptyset (&broken_pipe);
  sigaddset (&broken_pipe, SIGPIPE); /* the library writes to a connection that is gone */
  pthread_sigmask (SIG_BLOCK, &broken_pipe, NULL);
  while (!is_stopping (share))
    {
      g_autoptr (GError) error = NULL;

      if (!work (share, &error))
        set_down (share, error);
      g_usleep (BREAK_US);
      wait_for_work (share);
    }
  return NULL;
}

/* Begins to tell and to hear, as soon as Redis is there. */
void
et_share_start (EtShare *share)
{
  g_return_if_fail (share->thread == NULL);

  share->thread = g_thread_new ("share", run, share);
}

/* Afterwards the members are not called any more, and may go. */
void
et_share_stop (EtShare *share)
{
  if (share->thread == NULL)
    return;
  g_mutex_lock (&share->mutex);
  share->is_stopping = TRUE;
  g_cond_signal (&share->posted);
  g_mutex_unlock (&share->mutex);
  g_thread_join (g_steal_pointer (&share->thread));
  g_atomic_int_set (&share->is_up, FALSE);
}

void
et_share_free (EtShare *share)
{
  et_share_stop (share);
  g_clear_pointer (&share->redis, et_redis_close);
  et_redis_address_clear (&share->address);
  g_array_unref (share->members);
  g_array_unref (share->posts);
  g_cond_clear (&share->posted);
  g_mutex_clear (&share->mutex);
  g_free (share);
}
