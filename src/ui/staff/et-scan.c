/* SPDX-License-Identifier: MIT */
#include "ui/staff/et-scan.h"

#include <glib/gi18n-lib.h>

#include "core/et-time.h"
#include "ui/shared/et-text.h"

struct _EtScan
{
  GObject parent_instance;

  EtVerdict *verdict; /* owned, nullable */
  GError *error; /* owned, nullable; one of the two is set */
  int64_t time;
};

G_DEFINE_FINAL_TYPE (EtScan, et_scan, G_TYPE_OBJECT)

/* What the server's refusals mean at an entrance. */
typedef struct
{
  const char *code; /* the word of an error, see et-error.c */
  const char *headline;
  const char *advice;
} EtRefusalText;

/* clang-format off */
static const EtRefusalText refusals[] = {
  { "checksum",
    N_("Not valid: misread"),
    N_("Scan it again. If it fails twice, find the ticket by its short number.") },
  { "ticket_key_format",
    N_("Not valid: not a ticket"),
    N_("This is another kind of code. Ask for the QR code of the ticket.") },
  { "ticket_key_too_long",
    N_("Not valid: not a ticket"),
    N_("This is another kind of code. Ask for the QR code of the ticket.") },
  { "ticket_unknown",
    N_("Not valid: unknown"),
    N_("It was not issued here. Send the holder to the ticket counter.") },
  { "refunded",
    N_("Not valid: refunded"),
    N_("Its money was given back. Send the holder to the ticket counter.") },
  { "revoked",
    N_("Not valid: revoked"),
    N_("It was refunded or replaced by a newer ticket. Ask for that one.") },
};
/* clang-format on */

static void
et_scan_finalize (GObject *object)
{
  EtScan *self = ET_SCAN (object);

  g_clear_object (&self->verdict);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (et_scan_parent_class)->finalize (object);
}

static void
et_scan_class_init (EtScanClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = et_scan_finalize;
}

static void
et_scan_init (EtScan *self)
{
  self->time = et_time_now ();
}

static const EtRefusalText *
find_text (const char *code)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    if (g_strcmp0 (refusals[i].code, code) == 0)
      return &refusals[i];
  return NULL;
}

/* The reason, where one is told, says more than the code. */
static const EtRefusalText *
find_refusal (EtVerdict *verdict)
{
  const EtRefusalText *text = find_text (verdict->reason);

  return text != NULL ? text : find_text (verdict->code);
}

static char *
get_used_headline (EtVerdict *verdict)
{
  g_autofree char *when = NULL;

  if (verdict->first_used_at == ET_NULL_INT64)
    return g_strdup (_ ("Already used"));

  when = et_text_age (verdict->first_used_at);
  if (verdict->gate != NULL && *verdict->gate != '\0')
    /* Translators: a time, or a day with a time; then the name of a gate. */
    return g_strdup_printf (_ ("Already used at %s, gate %s"), when, verdict->gate);
  return g_strdup_printf (_ ("Already used at %s"), when);
}

static gboolean
is_about_time (EtVerdict *verdict)
{
  return g_strcmp0 (verdict->code, "outside_validity") == 0 &&
         verdict->valid_from != ET_NULL_INT64 && verdict->valid_until != ET_NULL_INT64;
}

static char *
get_refused_headline (EtVerdict *verdict, int64_t now)
{
  const EtRefusalText *text = find_refusal (verdict);

  if (text != NULL)
    return g_strdup (_ (text->headline));
  if (!is_about_time (verdict))
    return g_strdup (_ ("Not valid"));
  if (now < verdict->valid_from && et_time_is_same_day (now, verdict->valid_from, NULL))
    return g_strdup (_ ("Not valid: too early"));
  if (now > verdict->valid_until && et_time_is_same_day (now, verdict->valid_until, NULL))
    return g_strdup (_ ("Not valid: too late"));
  return g_strdup (_ ("Not valid: another day"));
}

static char *
get_refused_advice (EtVerdict *verdict)
{
  const EtRefusalText *text = find_refusal (verdict);
  g_autofree char *from = NULL;
  g_autofree char *until = NULL;

  if (text != NULL)
    return g_strdup (_ (text->advice));
  if (!is_about_time (verdict))
    return g_strdup (verdict->sentence != NULL ? verdict->sentence : "");

  from = et_text_day_and_clock (verdict->valid_from, NULL);
  until = et_text_day_and_clock (verdict->valid_until, NULL);
  return g_strdup_printf (_ ("Valid from %s until %s."), from, until);
}

/* A scan that the gate could judge. */
EtScan *
et_scan_new_verdict (EtVerdict *verdict)
{
  EtScan *self;

  g_return_val_if_fail (ET_IS_VERDICT (verdict), NULL);

  self = g_object_new (ET_TYPE_SCAN, NULL);
  self->verdict = g_object_ref (verdict);
  return self;
}

/* A scan that could not be judged. */
EtScan *
et_scan_new_failed (const GError *error)
{
  EtScan *self;

  g_return_val_if_fail (error != NULL, NULL);

  self = g_object_new (ET_TYPE_SCAN, NULL);
  self->error = g_error_copy (error);
  return self;
}

/* Returns: (nullable) (transfer none): NULL for a scan that could not be judged. */
EtVerdict *
et_scan_get_verdict (EtScan *self)
{
  g_return_val_if_fail (ET_IS_SCAN (self), NULL);

  return self->verdict;
}

/* Returns: when the answer came, in milliseconds since 1970 UTC. */
int64_t
et_scan_get_time (EtScan *self)
{
  g_return_val_if_fail (ET_IS_SCAN (self), 0);

  return self->time;
}

/* Whether people may enter because of this scan. */
gboolean
et_scan_has_admitted (EtScan *self)
{
  g_return_val_if_fail (ET_IS_SCAN (self), FALSE);

  return self->verdict != NULL && self->verdict->kind == ET_VERDICT_ADMITTED;
}

/* Returns: colour, icon and sound of the scan. */
const EtScanLook *
et_scan_get_look (EtScan *self)
{
  static const EtScanLook looks[] = {
    [ET_VERDICT_ADMITTED] = { "admitted", "et-valid-symbolic", ET_SOUND_YES },
    [ET_VERDICT_ALREADY_USED] = { "used", "et-used-symbolic", ET_SOUND_WARNING },
    [ET_VERDICT_REFUSED] = { "refused", "et-revoked-symbolic", ET_SOUND_NO },
    [ET_VERDICT_GENUINE] = { "unproven", "et-offline-symbolic", ET_SOUND_NO },
    [ET_VERDICT_OWN] = { "unproven", "et-valid-symbolic", ET_SOUND_NO },
  };
  static const EtScanLook failed = { "unproven", "et-attention-symbolic", ET_SOUND_NO };

  g_return_val_if_fail (ET_IS_SCAN (self), NULL);

  if (self->verdict == NULL || self->verdict->kind < 0 ||
      self->verdict->kind >= (int64_t) G_N_ELEMENTS (looks))
    return &failed;
  return &looks[self->verdict->kind];
}

/* Returns: (transfer full): the verdict in a few words, such as “Admit 2”. */
char *
et_scan_get_headline (EtScan *self)
{
  g_return_val_if_fail (ET_IS_SCAN (self), NULL);

  if (self->verdict == NULL)
    return g_strdup (_ ("Not checked"));

  switch ((EtVerdictKind) self->verdict->kind)
    {
    case ET_VERDICT_ADMITTED:
      return g_strdup_printf (_ ("Admit %d"), (int) self->verdict->admits);
    case ET_VERDICT_ALREADY_USED:
      return get_used_headline (self->verdict);
    case ET_VERDICT_GENUINE:
      return g_strdup (_ ("Genuine, not admitted: no connection"));
    case ET_VERDICT_OWN:
      return g_strdup (_ ("Genuine, not admitted: not staff"));
    case ET_VERDICT_REFUSED:
    default:
      return get_refused_headline (self->verdict, self->time);
    }
}

/* Returns: (transfer full): whose ticket for what, as far as it is known. */
char *
et_scan_get_subject (EtScan *self, const char *separator)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();
  EtVerdict *verdict;

  g_return_val_if_fail (ET_IS_SCAN (self), NULL);

  verdict = self->verdict;
  if (verdict == NULL)
    return g_strdup ("");
  if (verdict->holder != NULL && *verdict->holder != '\0')
    g_ptr_array_add (lines, verdict->holder);
  if (verdict->offer != NULL && *verdict->offer != '\0')
    g_ptr_array_add (lines, verdict->offer);
  if (verdict->short_number != NULL && *verdict->short_number != '\0')
    g_ptr_array_add (lines, verdict->short_number);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv (separator, (char **) lines->pdata);
}

/* Returns: (transfer full): what to do now, in a sentence. */
char *
et_scan_get_advice (EtScan *self)
{
  g_return_val_if_fail (ET_IS_SCAN (self), NULL);

  if (self->verdict == NULL)
    {
      g_autofree char *reason = et_text_error (self->error);

      return g_strdup_printf (_ ("%s. Nobody was admitted; scan it again."), reason);
    }

  switch ((EtVerdictKind) self->verdict->kind)
    {
    case ET_VERDICT_ADMITTED:
      return g_strdup_printf (ngettext ("%d person may enter with this ticket.",
                                        "%d people may enter with this ticket.",
                                        self->verdict->admits),
                              (int) self->verdict->admits);
    case ET_VERDICT_ALREADY_USED:
      return g_strdup (_ ("Nobody enters with it again. Ask for another ticket, or call the "
                          "supervisor."));
    case ET_VERDICT_GENUINE:
      return g_strdup (_ ("Let nobody in yet. Scan it again when the connection is back."));
    case ET_VERDICT_OWN:
      return g_strdup (_ ("Only staff let people in. Sign in with a staff account."));
    case ET_VERDICT_REFUSED:
    default:
      return get_refused_advice (self->verdict);
    }
}
