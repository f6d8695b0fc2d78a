/* SPDX-License-Identifier: MIT */
#include "server/db/et-drivers.h"

#ifdef ET_HAVE_MARIADB
#include "server/db/et-mariadb.h"
#endif
#ifdef ET_HAVE_POSTGRES
#include "server/db/et-postgres.h"
#endif

/* Lets et_db_open() find the databases that this program was built with beside SQLite. Called at
 * start, before any thread. */
void
et_drivers_add (void)
{
#ifdef ET_HAVE_POSTGRES
  et_db_add_driver (&et_postgres_driver);
#endif
#ifdef ET_HAVE_MARIADB
  et_db_add_driver (&et_mariadb_driver);
#endif
}
