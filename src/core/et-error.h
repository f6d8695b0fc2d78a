/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>
#include <stdint.h>

G_BEGIN_DECLS

/* Every failure that a caller may act on, in both programs. The order is that of the table in
 * et-error.c, which alone joins a code to its HTTP status, its JSON word and its sentence. */
typedef enum
{
  ET_ERROR_INVALID,
  ET_ERROR_MALFORMED_JSON,
  ET_ERROR_NOT_AN_OBJECT,
  ET_ERROR_NUMBER_TOO_LARGE,
  ET_ERROR_DUPLICATE_MEMBER,
  ET_ERROR_BAD_REQUEST,
  ET_ERROR_TICKET_KEY_MISSING,
  ET_ERROR_TICKET_KEY_TOO_LONG,
  ET_ERROR_TICKET_KEY_FORMAT,
  ET_ERROR_CHECKSUM,
  ET_ERROR_CART_EMPTY,
  ET_ERROR_PASSWORD_WEAK,
  ET_ERROR_UNAUTHENTICATED,
  ET_ERROR_WRONG_CREDENTIALS,
  ET_ERROR_WRONG_CODE,
  ET_ERROR_SECOND_FACTOR_REQUIRED,
  ET_ERROR_PAYMENT_DECLINED,
  ET_ERROR_FORBIDDEN,
  ET_ERROR_SECOND_FACTOR_DUE,
  ET_ERROR_CSRF,
  ET_ERROR_HTTPS_REQUIRED,
  ET_ERROR_NOT_FOUND,
  ET_ERROR_OFFER_UNKNOWN,
  ET_ERROR_TICKET_UNKNOWN,
  ET_ERROR_METHOD_NOT_ALLOWED,
  ET_ERROR_REQUEST_TIMEOUT,
  ET_ERROR_CONFLICT,
  ET_ERROR_SOLD_OUT,
  ET_ERROR_TOO_MANY_TICKETS,
  ET_ERROR_ACCOUNT_LIMIT,
  ET_ERROR_NOT_ON_SALE,
  ET_ERROR_EVENT_OVER,
  ET_ERROR_ALREADY_USED,
  ET_ERROR_REVOKED,
  ET_ERROR_OUTSIDE_VALIDITY,
  ET_ERROR_PRICE_CHANGED,
  ET_ERROR_IN_PROGRESS,
  ET_ERROR_USERNAME_TAKEN,
  ET_ERROR_LAST_ADMINISTRATOR,
  ET_ERROR_VERSION_CHANGED,
  ET_ERROR_TOO_LARGE,
  ET_ERROR_WRONG_HOST,
  ET_ERROR_KEY_REUSED,
  ET_ERROR_VERSION_REQUIRED,
  ET_ERROR_RATE_LIMITED,
  ET_ERROR_INTERNAL,
  ET_ERROR_UNAVAILABLE,
  ET_ERROR_PAYMENT_TIMEOUT,
  ET_ERROR_OFFLINE, /* client only: the server cannot be reached */
  ET_ERROR_BAD_ANSWER, /* client only: what answered is not our server */
  ET_ERROR_CORRUPT, /* a file is damaged */
  ET_ERROR_CONFIGURATION /* the operator's settings are wrong */
} EtErrorCode;

#define ET_ERROR_N_CODES (ET_ERROR_CONFIGURATION + 1)
#define ET_ERROR (et_error_quark ())

GQuark et_error_quark (void);

void et_error_set (GError **error, EtErrorCode code);
void et_error_set_sentence (GError **error, EtErrorCode code, const char *msgid);
void et_error_set_field (GError **error, const char *field, const char *msgid);

void et_error_add_text (GError **error, const char *name, const char *value);
void et_error_add_int64 (GError **error, const char *name, int64_t value);
void et_error_add_time (GError **error, const char *name, int64_t time_ms);
void et_error_add_money (GError **error, const char *name, int64_t cents);
const char *et_error_get_detail (const GError *error, const char *name);

typedef enum
{
  ET_DETAIL_TEXT,
  ET_DETAIL_INT64,
  ET_DETAIL_TIME,
  ET_DETAIL_MONEY
} EtDetailType;

typedef void (*EtDetailFunc) (const char *name,
                              EtDetailType type,
                              const char *value,
                              gpointer data);
void et_error_foreach_detail (const GError *error, EtDetailFunc func, gpointer data);

int et_error_code_get_status (EtErrorCode code);
const char *et_error_code_get_word (EtErrorCode code);
const char *et_error_code_get_sentence (EtErrorCode code);
gboolean et_error_code_from_word (const char *word, EtErrorCode *ret_code);
EtErrorCode et_error_get_code (const GError *error);

char *et_error_fill_sentence (const GError *error, const char *translated, const char *language);

G_END_DECLS
