/* SPDX-License-Identifier: MIT */
#include "server/api/et-visitor.h"

#include "server/http/et-csrf.h"
#include "server/service/et-services.h"

static const char *
secure_attribute (EtRequest *req)
{
  const EtServices *services = et_request_get_app (req);

  return services->config->env == ET_ENV_PRODUCTION || et_request_is_secure (req) ? "; Secure" : "";
}

static void
set_cookies (EtRequest *req, const char *session, int64_t max_age)
{
  g_autofree char *csrf_token = et_csrf_token_derive (session);
  const char *secure = secure_attribute (req);
  g_autofree char *session_cookie = g_strdup_printf (
      "sessionid=%s; Path=/; Max-Age=%" G_GINT64_FORMAT "; HttpOnly; SameSite=Lax%s", session,
      max_age, secure);
  g_autofree char *csrf_cookie = g_strdup_printf ("csrftoken=%s; Path=/; Max-Age=%" G_GINT64_FORMAT
                                                  "; SameSite=Lax%s",
                                                  csrf_token, max_age, secure);

  et_request_add_cookie (req, session_cookie);
  et_request_add_cookie (req, csrf_cookie);
}

/* Lets a browser come back into a session that has just begun. */
void
et_visitor_set_cookies (EtRequest *req, const EtNewSession *session)
{
  int64_t rest = session->expires_at - et_time_now ();

  set_cookies (req, session->cookie, (rest + ET_SECOND - 1) / ET_SECOND);
}

/* Lets a browser forget its session. */
void
et_visitor_clear_cookies (EtRequest *req)
{
  set_cookies (req, "", 0);
}

/* Whose cart the caller has; with both ids 0 there is none yet. */
void
et_visitor_get_cart_owner (EtRequest *req, EtCartOwner *ret_owner)
{
  const EtCaller *caller = et_request_get_caller (req);

  ret_owner->account_id = caller->account_id;
  ret_owner->session_id = caller->account_id == 0 ? caller->session_id : 0;
}

/* The same before a write, in a WRITE step: somebody who was nobody becomes a guest with a cookie,
 * and a guest's session begins its life anew. */
gboolean
et_visitor_ensure_cart_owner (EtRequest *req, EtDb *db, EtCartOwner *ret_owner, GError **error)
{
  const EtServices *services = et_request_get_app (req);
  EtNewSession session;

  et_visitor_get_cart_owner (req, ret_owner);
  if (ret_owner->account_id != 0)
    return TRUE;
  if (ret_owner->session_id != 0)
    {
      set_cookies (req, et_request_get_cookie (req, "sessionid"), ET_GUEST_LIFE / ET_SECOND);
      return et_session_extend_guest (db, ret_owner->session_id, error);
    }

  if (!et_session_begin_guest (db, et_request_get_address (req), services->config->max_guests,
                               &session, error))
    return FALSE;
  ret_owner->session_id = session.id;
  et_visitor_set_cookies (req, &session);
  return TRUE;
}
