/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Tells other server processes, through Redis, what this one has counted, and hears what they
 * have. Each process tells its own counts whole and decides by what it knows, so that nobody ever
 * waits for Redis, and one that forgets everything is soon told again. All of it on a thread of its
 * own; safe from any thread. */
typedef struct _EtShare EtShare;

#define ET_SHARE_MAX_VALUE 64

/* Whom or what is counted. */
typedef struct
{
  guint8 bytes[16];
} EtShareKey;

/* Who counts. The functions are called on the share's thread. */
typedef struct
{
  const char *name; /* of the counts; the same in every process */
  guint lifetime_s; /* after which a value is of no use */
  gpointer data;

  /* Writes at most ET_SHARE_MAX_VALUE bytes of a key that was posted. Returns: how many; 0 when
   * there is nothing to tell any more. */
  gsize (*tell) (gpointer data, const EtShareKey *key, guint8 *ret_value);
  /* Takes the values of all other processes, GBytes, after what was told has arrived. */
  void (*hear) (gpointer data, const EtShareKey *key, GPtrArray *values);
  /* Posts every key again that still matters. */
  void (*tell_all) (gpointer data);
} EtShareMember;

EtShare *et_share_new (const char *url, GError **error);
void et_share_start (EtShare *share);
void et_share_stop (EtShare *share);
void et_share_free (EtShare *share);

guint et_share_add (EtShare *share, const EtShareMember *member);
gboolean et_share_post (EtShare *share, guint member, const EtShareKey *key);
gboolean et_share_is_up (EtShare *share);
guint et_share_get_weight (EtShare *share);

guint et_share_key_hash (gconstpointer key);
gboolean et_share_key_equal (gconstpointer a, gconstpointer b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtShare, et_share_free)

G_END_DECLS
