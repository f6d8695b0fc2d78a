/* SPDX-License-Identifier: MIT */
#include "server/commands/et-activation.h"

#include <fcntl.h>
#include <unistd.h>

/* The first descriptor that systemd hands over; sd_listen_fds(3). */
#define FIRST_FD 3

static gint64
read_number (const char *name)
{
  const char *text = g_getenv (name);
  gint64 number;

  return text != NULL && g_ascii_string_to_signed (text, 10, 0, G_MAXINT, &number, NULL) ? number
                                                                                         : 0;
}

/* Takes the sockets that listen already, because systemd opened them: the one whose unit says
 * FileDescriptorName=https, and one of another name. To be called once.
 * @ret_http_fd, @ret_https_fd: (transfer full): 0 where there is none. */
void
et_activation_take (int *ret_http_fd, int *ret_https_fd)
{
  const char *names = g_getenv ("LISTEN_FDNAMES");
  g_auto (GStrv) words = g_strsplit (names != NULL ? names : "", ":", -1);
  gint64 n = read_number ("LISTEN_PID") == getpid () ? read_number ("LISTEN_FDS") : 0;
  guint n_words = g_strv_length (words);

  *ret_http_fd = *ret_https_fd = 0;
  for (int i = 0; i < n; i++)
    {
      gboolean is_https = (guint) i < n_words && g_str_equal (words[i], "https");

      fcntl (FIRST_FD + i, F_SETFD, FD_CLOEXEC);
      *(is_https ? ret_https_fd : ret_http_fd) = FIRST_FD + i;
    }
  g_unsetenv ("LISTEN_PID");
  g_unsetenv ("LISTEN_FDS");
  g_unsetenv ("LISTEN_FDNAMES");
}
