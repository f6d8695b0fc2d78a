/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "db/et-db.h"

/* A second process for the tests: opens the database at the URL given as the writer, says "open"
 * or why not, and holds it until its standard input ends. */
int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EtDb) db = et_db_open (argv[1], ET_DB_READ_WRITE, &error);

  if (db == NULL)
    {
      g_autofree char *sentence = et_error_fill_sentence (error, error->message, "en");

      printf ("%s\n", sentence);
      return 1;
    }
  printf ("open\n");
  fflush (stdout);
  while (getchar () != EOF)
    ;
  return 0;
}
