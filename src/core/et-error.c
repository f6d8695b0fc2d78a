/* SPDX-License-Identifier: MIT */
#include "core/et-error.h"

#include <glib/gi18n-lib.h>

#include "core/et-money.h"
#include "core/et-time.h"

typedef struct
{
  EtErrorCode code;
  int status;
  const char *word;
  const char *sentence;
} EtErrorRow;

typedef struct
{
  char *name; /* owned */
  char *value; /* owned */
  int64_t number; /* cents of money, milliseconds of a time */
  EtDetailType type;
} EtErrorDetail;

typedef struct
{
  GArray *details; /* owned, of EtErrorDetail */
} EtErrorPrivate;

/* clang-format off */
static const EtErrorRow rows[] = {
  { ET_ERROR_INVALID, 400, "invalid", N_("A value in the request is not valid") },
  { ET_ERROR_MALFORMED_JSON, 400, "malformed_json", N_("The request is not well-formed JSON") },
  { ET_ERROR_NOT_AN_OBJECT, 400, "not_an_object", N_("The request must be a JSON object") },
  { ET_ERROR_NUMBER_TOO_LARGE, 400, "number_too_large", N_("A number in the request is too large: whole numbers go to 9007199254740991") },
  { ET_ERROR_DUPLICATE_MEMBER, 400, "duplicate_member", N_("“{field}” stands more than once in the same object") },
  { ET_ERROR_BAD_REQUEST, 400, "bad_request", N_("The request is malformed") },
  { ET_ERROR_TICKET_KEY_MISSING, 400, "ticket_key_missing", N_("A ticket key is required") },
  { ET_ERROR_TICKET_KEY_TOO_LONG, 400, "ticket_key_too_long", N_("The key is too long") },
  { ET_ERROR_TICKET_KEY_FORMAT, 400, "ticket_key_format", N_("Invalid format") },
  { ET_ERROR_CHECKSUM, 400, "checksum", N_("Invalid checksum") },
  { ET_ERROR_CART_EMPTY, 400, "cart_empty", N_("The cart is empty") },
  { ET_ERROR_PASSWORD_WEAK, 400, "password_weak", N_("This password is too easy to guess") },
  { ET_ERROR_UNAUTHENTICATED, 401, "unauthenticated", N_("Sign in first") },
  { ET_ERROR_WRONG_CREDENTIALS, 401, "wrong_credentials", N_("The user name or the password is wrong") },
  { ET_ERROR_WRONG_CODE, 401, "wrong_code", N_("This code is wrong, was used already or is over") },
  { ET_ERROR_SECOND_FACTOR_REQUIRED, 401, "second_factor_required", N_("Enter the code of the second step, too") },
  { ET_ERROR_PAYMENT_DECLINED, 402, "payment_declined", N_("The card was declined. Nothing was charged and the cart is kept") },
  { ET_ERROR_FORBIDDEN, 403, "forbidden", N_("Your role does not allow this") },
  { ET_ERROR_SECOND_FACTOR_DUE, 403, "second_factor_due", N_("Administrators of this server must set up the second step of signing in first") },
  { ET_ERROR_CSRF, 403, "csrf", N_("The page that sent this may not write: its origin or its X-CSRFToken header is another's") },
  { ET_ERROR_HTTPS_REQUIRED, 403, "https_required", N_("This server answers over HTTPS only") },
  { ET_ERROR_NOT_FOUND, 404, "not_found", N_("There is nothing here") },
  { ET_ERROR_OFFER_UNKNOWN, 404, "offer_unknown", N_("This offer does not exist or is not on sale") },
  { ET_ERROR_TICKET_UNKNOWN, 404, "ticket_unknown", N_("Unknown or unauthorised ticket") },
  { ET_ERROR_METHOD_NOT_ALLOWED, 405, "method_not_allowed", N_("This address does not accept this method") },
  { ET_ERROR_REQUEST_TIMEOUT, 408, "request_timeout", N_("The request took too long to arrive") },
  { ET_ERROR_CONFLICT, 409, "conflict", N_("This contradicts what the server knows") },
  { ET_ERROR_SOLD_OUT, 409, "sold_out", N_("There are not enough places left: {available} of “{offer}”") },
  { ET_ERROR_TOO_MANY_TICKETS, 409, "too_many_tickets", N_("This is more than one order may hold: {limit}") },
  { ET_ERROR_ACCOUNT_LIMIT, 409, "account_limit", N_("One account may have {limit} tickets of “{offer}”; this order may have {available} of them") },
  { ET_ERROR_NOT_ON_SALE, 409, "not_on_sale", N_("“{offer}” is not on sale at this time") },
  { ET_ERROR_EVENT_OVER, 409, "event_over", N_("The event of “{offer}” is over") },
  { ET_ERROR_ALREADY_USED, 409, "already_used", N_("This ticket was already used") },
  { ET_ERROR_REVOKED, 409, "revoked", N_("This ticket was revoked") },
  { ET_ERROR_OUTSIDE_VALIDITY, 409, "outside_validity", N_("This ticket is not valid at this time") },
  { ET_ERROR_PRICE_CHANGED, 409, "price_changed", N_("The total of the cart has changed: {total} instead of {expected_total}") },
  { ET_ERROR_IN_PROGRESS, 409, "in_progress", N_("The same request is still being carried out") },
  { ET_ERROR_USERNAME_TAKEN, 409, "username_taken", N_("This user name is taken") },
  { ET_ERROR_LAST_ADMINISTRATOR, 409, "last_administrator", N_("The last administrator must stay one") },
  { ET_ERROR_VERSION_CHANGED, 412, "version_changed", N_("Somebody else changed this meanwhile") },
  { ET_ERROR_TOO_LARGE, 413, "too_large", N_("The request is larger than 64 KiB") },
  { ET_ERROR_WRONG_HOST, 421, "wrong_host", N_("This server does not answer under this name") },
  { ET_ERROR_KEY_REUSED, 422, "key_reused", N_("This Idempotency-Key was used for another request") },
  { ET_ERROR_VERSION_REQUIRED, 428, "version_required", N_("An If-Match header with the ETag of the last GET is required") },
  { ET_ERROR_RATE_LIMITED, 429, "rate_limited", N_("Too many requests; try again later") },
  { ET_ERROR_INTERNAL, 500, "internal", N_("The server made a mistake; the request had no effect") },
  { ET_ERROR_UNAVAILABLE, 503, "unavailable", N_("The server cannot answer now; try again later") },
  { ET_ERROR_PAYMENT_TIMEOUT, 504, "payment_timeout", N_("The payment was not answered in time. Nothing was charged and the cart is kept") },
  { ET_ERROR_OFFLINE, 0, "offline", N_("The server cannot be reached") },
  { ET_ERROR_BAD_ANSWER, 0, "bad_answer", N_("What answered is not an eTickets server") },
  { ET_ERROR_CORRUPT, 0, "corrupt", N_("A file is damaged") },
  { ET_ERROR_CONFIGURATION, 0, "configuration", N_("The settings are not valid") },
};
/* clang-format on */

G_STATIC_ASSERT (G_N_ELEMENTS (rows) == ET_ERROR_N_CODES);

static void
clear_detail (gpointer data)
{
  EtErrorDetail *detail = data;

  g_free (detail->name);
  g_free (detail->value);
}

static void
add_detail (GArray *details, const EtErrorDetail *detail)
{
  EtErrorDetail copy = *detail;

  copy.name = g_strdup (detail->name);
  copy.value = g_strdup (detail->value);
  g_array_append_val (details, copy);
}

static void
et_error_private_init (EtErrorPrivate *priv)
{
  priv->details = g_array_new (FALSE, FALSE, sizeof (EtErrorDetail));
  g_array_set_clear_func (priv->details, clear_detail);
}

static void
et_error_private_copy (const EtErrorPrivate *source, EtErrorPrivate *copy)
{
  et_error_private_init (copy);
  for (guint i = 0; i < source->details->len; i++)
    add_detail (copy->details, &g_array_index (source->details, EtErrorDetail, i));
}

static void
et_error_private_clear (EtErrorPrivate *priv)
{
  g_array_unref (priv->details);
}

G_DEFINE_EXTENDED_ERROR (EtError, et_error)

static const EtErrorRow *
row_of (EtErrorCode code)
{
  g_assert (code < ET_ERROR_N_CODES && rows[code].code == code);

  return &rows[code];
}

static void
add_to_error (GError **error, const EtErrorDetail *detail)
{
  if (error == NULL || *error == NULL)
    return;

  g_return_if_fail ((*error)->domain == ET_ERROR);
  add_detail (et_error_get_private (*error)->details, detail);
}

/* Sets an error of @code with the table's sentence. */
void
et_error_set (GError **error, EtErrorCode code)
{
  et_error_set_sentence (error, code, row_of (code)->sentence);
}

/* Sets an error of @code with a sentence of its own: an untranslated msgid marked with N_(), in
 * which {name} stands for the detail of that name. */
void
et_error_set_sentence (GError **error, EtErrorCode code, const char *msgid)
{
  g_set_error_literal (error, ET_ERROR, code, msgid);
}

/* Sets ET_ERROR_INVALID about one member of the request; @msgid may contain {field}. */
void
et_error_set_field (GError **error, const char *field, const char *msgid)
{
  et_error_set_sentence (error, ET_ERROR_INVALID, msgid);
  et_error_add_text (error, "field", field);
}

/* Adds a member that the HTTP answer carries and that sentences may name. Nothing happens when
 * the caller did not ask for an error. */
void
et_error_add_text (GError **error, const char *name, const char *value)
{
  add_to_error (error, &(EtErrorDetail){ (char *) name, (char *) value, 0, ET_DETAIL_TEXT });
}

void
et_error_add_int64 (GError **error, const char *name, int64_t value)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);

  add_to_error (error, &(EtErrorDetail){ (char *) name, text, 0, ET_DETAIL_INT64 });
}

/* @time_ms: milliseconds since 1970, UTC. */
void
et_error_add_time (GError **error, const char *name, int64_t time_ms)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (time_ms / 1000);
  g_autofree char *text = g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");

  add_to_error (error, &(EtErrorDetail){ (char *) name, text, time_ms, ET_DETAIL_TIME });
}

/* @cents becomes a decimal with two places, such as 50.00, and in sentences what people of their
 * language write. */
void
et_error_add_money (GError **error, const char *name, int64_t cents)
{
  g_autofree char *text = et_money_to_decimal (cents);

  add_to_error (error, &(EtErrorDetail){ (char *) name, text, cents, ET_DETAIL_MONEY });
}

static const EtErrorDetail *
find_detail (const GError *error, const char *name)
{
  GArray *details;

  if (error == NULL || error->domain != ET_ERROR)
    return NULL;

  details = et_error_get_private (error)->details;
  for (guint i = 0; i < details->len; i++)
    if (g_str_equal (g_array_index (details, EtErrorDetail, i).name, name))
      return &g_array_index (details, EtErrorDetail, i);
  return NULL;
}

/* Returns: (nullable): the text of a detail, owned by @error. */
const char *
et_error_get_detail (const GError *error, const char *name)
{
  const EtErrorDetail *detail = find_detail (error, name);

  return detail != NULL ? detail->value : NULL;
}

/* Calls @func for each detail in the order in which they were added. */
void
et_error_foreach_detail (const GError *error, EtDetailFunc func, gpointer data)
{
  GArray *details;

  if (error->domain != ET_ERROR)
    return;

  details = et_error_get_private (error)->details;
  for (guint i = 0; i < details->len; i++)
    {
      const EtErrorDetail *detail = &g_array_index (details, EtErrorDetail, i);

      func (detail->name, detail->type, detail->value, data);
    }
}

/* Returns: the HTTP status, or 0 for an error that only a client has. */
int
et_error_code_get_status (EtErrorCode code)
{
  return row_of (code)->status;
}

/* Returns: the stable word of the JSON member "code". */
const char *
et_error_code_get_word (EtErrorCode code)
{
  return row_of (code)->word;
}

/* Returns: the English sentence, a msgid. */
const char *
et_error_code_get_sentence (EtErrorCode code)
{
  return row_of (code)->sentence;
}

/* Finds the code of a JSON word. Returns FALSE, leaving @ret_code alone, for an unknown word. */
gboolean
et_error_code_from_word (const char *word, EtErrorCode *ret_code)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_strcmp0 (rows[i].word, word) == 0)
      {
        *ret_code = rows[i].code;
        return TRUE;
      }
  return FALSE;
}

/* The code of any error: one that is not of ET_ERROR counts as ET_ERROR_INTERNAL. */
EtErrorCode
et_error_get_code (const GError *error)
{
  return error->domain == ET_ERROR ? (EtErrorCode) error->code : ET_ERROR_INTERNAL;
}

/* Nobody knows the reader's time zone here. */
static void
append_detail (GString *sentence, const EtErrorDetail *detail, const char *language)
{
  g_autofree char *text = NULL;

  if (detail->type == ET_DETAIL_MONEY)
    text = et_money_format (detail->number, language);
  else if (detail->type == ET_DETAIL_TIME)
    text = et_time_format_day_and_clock (detail->number, "UTC", language);
  g_string_append (sentence, text != NULL ? text : detail->value);
  if (detail->type == ET_DETAIL_TIME)
    g_string_append (sentence, " UTC");
}

/* Replaces each {name} of @translated by the detail of that name.
 * @language: that @translated is in, a word of et_languages.
 * Returns: (transfer full): the sentence for people. */
char *
et_error_fill_sentence (const GError *error, const char *translated, const char *language)
{
  GString *sentence = g_string_new (NULL);

  for (const char *p = translated; *p != '\0';)
    {
      const char *end = *p == '{' ? strchr (p, '}') : NULL;
      g_autofree char *name = end != NULL ? g_strndup (p + 1, end - p - 1) : NULL;
      const EtErrorDetail *detail = name != NULL ? find_detail (error, name) : NULL;

      if (detail != NULL)
        {
          append_detail (sentence, detail, language);
          p = end + 1;
        }
      else
        g_string_append_c (sentence, *p++);
    }
  return g_string_free (sentence, FALSE);
}
