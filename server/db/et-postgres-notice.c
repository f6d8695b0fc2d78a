/* SPDX-License-Identifier: MIT */
#include <poll.h>

#include "server/db/et-postgres.h"

/* Each connection that listens hears of each commit that notified, its own included. A database
 * behind a pooler that keeps no sessions never tells; who waits looks by himself after his time. */
#define CHANNEL "etickets"

/* Has all who wait on this database woken by the commit of this transaction. */
gboolean
et_postgres_notify (EtDb *db, GError **error)
{
  return et_postgres_exec (db, "NOTIFY " CHANNEL, error);
}

static gboolean
take_notices (PGconn *conn)
{
  gboolean has_any = FALSE;
  PGnotify *notice;

  while ((notice = PQnotifies (conn)) != NULL)
    {
      PQfreemem (notice);
      has_any = TRUE;
    }
  return has_any;
}

static gboolean
read_notices (EtPostgresDb *self)
{
  if (PQconsumeInput (self->conn))
    return take_notices (self->conn);
  g_clear_pointer (&self->conn, PQfinish); /* the next statement restores it */
  return TRUE;
}

/* Waits for a commit that notified. What was committed before a connection began to listen is found
 * by looking once more. */
gboolean
et_postgres_wait (EtDb *db, int stop_fd, guint ms)
{
  EtPostgresDb *self = (EtPostgresDb *) db;
  struct pollfd fds[] = { { stop_fd, POLLIN, 0 }, { -1, POLLIN, 0 } };

  if (self->conn != NULL && self->listening != self->generation &&
      et_postgres_exec (db, "LISTEN " CHANNEL, NULL))
    {
      self->listening = self->generation;
      return TRUE;
    }
  if (self->conn != NULL)
    {
      if (take_notices (self->conn))
        return TRUE;
      fds[1].fd = PQsocket (self->conn);
    }
  return poll (fds, G_N_ELEMENTS (fds), (int) ms) > 0 && fds[1].revents != 0 && read_notices (self);
}
