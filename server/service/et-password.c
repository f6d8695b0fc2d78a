/* SPDX-License-Identifier: MIT */
#include "server/service/et-password.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <pwquality.h>
#include <sodium.h>
#include <string.h>

#include "et-service-resources.h"

/* Argon2id with the least that the OWASP Password Storage Cheat Sheet asks for. */
#define PASSES 2
#define MEMORY (19 * 1024 * 1024)

#define COMMON_PASSWORDS "/org/etickets/server/common-passwords.txt"

/* Of this share of letters in common, a password counts as like a name; Django's measure. */
#define LIKENESS 0.7

/* One that only a missing dictionary speaks against. It is fixed, since of random texts cracklib
 * finds one in a thousand “too simplistic”, however long they are. */
#define SOUND_PASSWORD "kV7#wq2Zt!9mRb4&"

/* At most one hash is made or compared at a time, whoever asks: each takes MEMORY. */
G_LOCK_DEFINE_STATIC (argon2);

/* cracklib, which looks things up in the dictionary, keeps words in static buffers. */
G_LOCK_DEFINE_STATIC (cracklib);

static pwquality_settings_t *
new_settings (gboolean with_dictionary)
{
  static const int no_credit[] = { PWQ_SETTING_DIG_CREDIT, PWQ_SETTING_UP_CREDIT,
                                   PWQ_SETTING_LOW_CREDIT, PWQ_SETTING_OTH_CREDIT };
  pwquality_settings_t *settings = pwquality_default_settings ();

  for (gsize i = 0; i < G_N_ELEMENTS (no_credit); i++)
    pwquality_set_int_value (settings, no_credit[i], 0);
  pwquality_set_int_value (settings, PWQ_SETTING_MIN_LENGTH, ET_PASSWORD_MIN);
  pwquality_set_int_value (settings, PWQ_SETTING_DICT_CHECK, with_dictionary);
  return settings;
}

static gboolean
ask_pwquality (const char *password, const char *username, gboolean with_dictionary)
{
  pwquality_settings_t *settings = new_settings (with_dictionary);
  void *reason = NULL;
  int score;

  G_LOCK (cracklib);
  score = pwquality_check (settings, password, NULL, username, &reason);
  if (score < 0)
    {
      char text[PWQ_MAX_ERROR_MESSAGE_LEN];

      pwquality_strerror (text, sizeof text, score, reason); /* frees reason */
    }
  G_UNLOCK (cracklib);
  pwquality_free_settings (settings);
  return score >= 0;
}

static GHashTable *
load_common (void)
{
  g_autoptr (GBytes)
      bytes = g_resource_lookup_data (et_service_get_resource (), COMMON_PASSWORDS, 0, NULL);
  g_auto (GStrv) lines = NULL;
  GHashTable *common = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_assert (bytes != NULL); /* the build puts it there */
  lines = g_strsplit (g_bytes_get_data (bytes, NULL), "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    g_hash_table_add (common, g_strdup (lines[i]));
  return common;
}

static gboolean
is_common (const char *password)
{
  static GHashTable *common;
  static gsize loaded;
  g_autofree char *folded = g_utf8_strdown (password, -1);

  if (g_once_init_enter (&loaded))
    {
      common = load_common ();
      g_once_init_leave (&loaded, 1);
    }
  return g_hash_table_contains (common, folded);
}

/* The share of bytes that two texts have in common, in whatever order: quick_ratio() of Python's
 * difflib. */
static double
measure_likeness (const char *a, const char *b)
{
  int available[256] = { 0 };
  gsize common = 0;

  for (const char *p = a; *p != '\0'; p++)
    available[(guint8) *p]++;
  for (const char *p = b; *p != '\0'; p++)
    if (available[(guint8) *p]-- > 0)
      common++;
  return 2.0 * common / (strlen (a) + strlen (b));
}

static gboolean
is_like_one_of (const char *password, const char *const *personal)
{
  g_autofree char *folded = g_utf8_casefold (password, -1);

  for (guint i = 0; personal[i] != NULL; i++)
    {
      g_autofree char *name = g_utf8_casefold (personal[i], -1);

      if (measure_likeness (folded, name) >= LIKENESS)
        return TRUE;
    }
  return FALSE;
}

static gboolean
refuse (const char *msgid, GError **error)
{
  et_error_set_sentence (error, ET_ERROR_PASSWORD_WEAK, msgid);
  et_error_add_text (error, "field", "password");
  return FALSE;
}

static gboolean
make_hash (const char *password, gsize length, char ret_hash[crypto_pwhash_STRBYTES])
{
  gboolean is_made;

  G_LOCK (argon2);
  is_made = crypto_pwhash_str_alg (ret_hash, password, length, PASSES, MEMORY,
                                   crypto_pwhash_ALG_ARGON2ID13) == 0;
  G_UNLOCK (argon2);
  return is_made;
}

/* @ret_has_memory: whether the answer says anything about the password. */
static gboolean
compare (const char *hash, const char *password, gboolean *ret_has_memory)
{
  gboolean matches;

  G_LOCK (argon2);
  errno = 0;
  matches = crypto_pwhash_str_verify (hash, password, strlen (password)) == 0;
  *ret_has_memory = matches || errno != ENOMEM;
  G_UNLOCK (argon2);
  return matches;
}

static void
make_strange_hash (char ret_hash[crypto_pwhash_STRBYTES])
{
  char noise[32];

  randombytes_buf (noise, sizeof noise);
  if (!make_hash (noise, sizeof noise, ret_hash))
    ret_hash[0] = '\0';
}

/* The hash that nobody's password has, so that an unknown name takes as long as a known one. */
static const char *
get_strange_hash (void)
{
  static char hash[crypto_pwhash_STRBYTES];
  static gsize made;

  if (g_once_init_enter (&made))
    {
      make_strange_hash (hash);
      g_once_init_leave (&made, 1);
    }
  return hash;
}

static gboolean
has_dictionary (void)
{
  static gboolean is_there;
  static gsize asked;

  if (g_once_init_enter (&asked))
    {
      is_there = ask_pwquality (SOUND_PASSWORD, NULL, TRUE);
      g_once_init_leave (&asked, 1);
    }
  return is_there;
}

/* Does what the first sign-in would have to wait for, which would tell that its name is unknown.
 * Returns: whether cracklib's dictionary is there; without it, passwords are judged by all other
 * rules. */
gboolean
et_password_prepare (void)
{
  get_strange_hash ();
  return has_dictionary ();
}

/* Whether somebody may choose a password. Sets ET_ERROR_PASSWORD_WEAK with the reason. Reads the
 * dictionary's files, so not for an HTTP thread.
 * @personal: ended by NULL: the user name first, then other words that are easy to know. */
gboolean
et_password_judge (const char *password, const char *const *personal, GError **error)
{
  if (g_utf8_strlen (password, -1) < ET_PASSWORD_MIN)
    return refuse (N_ ("A password needs at least 10 characters"), error);
  if (strlen (password) > ET_PASSWORD_MAX)
    return refuse (N_ ("A password may have 256 bytes at most"), error);
  if (strspn (password, "0123456789") == strlen (password))
    return refuse (N_ ("A password needs more than digits"), error);
  if (is_common (password))
    return refuse (N_ ("This password is one of those that are tried first"), error);
  if (is_like_one_of (password, personal))
    return refuse (N_ ("This password is too much like the user name"), error);
  if (!ask_pwquality (password, personal[0], has_dictionary ()))
    return refuse (et_error_code_get_sentence (ET_ERROR_PASSWORD_WEAK), error);
  return TRUE;
}

/* Hashes a password; takes 20 ms and 19 MiB. Sets ET_ERROR_UNAVAILABLE when there is no memory.
 * @ret_hash: (transfer full): text with salt and parameters, such as $argon2id$v=19$m=19456,… */
gboolean
et_password_hash (const char *password, char **ret_hash, GError **error)
{
  char hash[crypto_pwhash_STRBYTES];

  if (!make_hash (password, strlen (password), hash))
    {
      et_error_set (error, ET_ERROR_UNAVAILABLE);
      return FALSE;
    }
  *ret_hash = g_strdup (hash);
  return TRUE;
}

/* Compares a password with a hash; takes as long as making one. Sets ET_ERROR_UNAVAILABLE when
 * there is no memory: that says nothing about the password.
 * @hash: (nullable): NULL matches nothing, and takes as long. */
gboolean
et_password_verify (const char *password, const char *hash, gboolean *ret_matches, GError **error)
{
  const char *known = hash != NULL ? hash : get_strange_hash ();
  gboolean has_memory;

  *ret_matches = compare (known, password, &has_memory) && hash != NULL;
  if (!has_memory)
    et_error_set (error, ET_ERROR_UNAVAILABLE);
  return has_memory;
}

/* Whether a hash was made with weaker parameters than those of now. */
gboolean
et_password_needs_rehash (const char *hash)
{
  return crypto_pwhash_str_needs_rehash (hash, PASSES, MEMORY) != 0;
}
