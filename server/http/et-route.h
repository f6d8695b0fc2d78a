/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-role.h"
#include "server/http/et-request.h"

G_BEGIN_DECLS

typedef struct _EtDb EtDb; /* from src/db; the HTTP layer only passes it on */

/* Where a step runs. */
typedef enum
{
  ET_PLACE_NONE,
  ET_INLINE, /* on the HTTP thread; never blocks; no database in hand */
  ET_READ, /* on a worker thread with a read-only connection */
  ET_DRAW, /* like READ, on the small pool that draws PDF and PNG */
  ET_WRITE, /* on the writer's thread inside its savepoint; answered after the commit */
  ET_HASH, /* on the one thread that computes Argon2; no database in hand */
  ET_PAY /* on the pool that waits for the payment provider; no database in hand */
} EtPlace;

/* What a request counts as, besides as one of its address. */
typedef enum
{
  ET_LIMIT_REQUESTS, /* nothing more */
  ET_LIMIT_SIGNUPS, /* of an address */
  ET_LIMIT_LOGINS, /* of an address */
  ET_LIMIT_VERIFICATIONS, /* of a staff account: all gates of a place may share one address */
  ET_N_LIMITS
} EtLimitKind;

/* Checks the request on the HTTP thread and keeps what the steps need; touches nothing else. */
typedef gboolean (*EtReadFunc) (EtRequest *req, GError **error);

/* Does the work and fills in the answer; @db is NULL where the place has no database. On an error
 * the answer is made from @error, and the remaining steps are left out. */
typedef gboolean (*EtActFunc) (EtRequest *req, EtDb *db, GError **error);

typedef struct
{
  EtPlace place;
  EtActFunc act;
} EtStep;

/* One line of the HTTP API. In @path, {id} stands for a positive integer and {admin} for the
 * configured word; a trailing slash is accepted everywhere. Who calls is found out before the
 * first step, but for a route that is INLINE and open to ANYONE: it answers the same to everyone. */
struct _EtRoute
{
  const char *method;
  const char *path;
  EtRole role; /* the least that may call it */
  EtPlace place;
  EtReadFunc read; /* nullable */
  EtActFunc act;
  const char *summary;
  EtStep then[2]; /* further steps, in order */
  /* What the address may carry after its "?", ended by NULL; anything else is refused by name. NULL
   * for a route that reads nothing there, and does not care. */
  const char *const *filters;
  /* The answer holds a token, of which the database keeps a hash only: it is never stored to be
   * given again, whatever Idempotency-Key says. Signing in once more does no harm. */
  gboolean answers_with_token;
  EtLimitKind limit;
  /* Also for somebody who must first set up the second step of signing in. */
  gboolean serves_enrolment;
};

G_END_DECLS
