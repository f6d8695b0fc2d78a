/* SPDX-License-Identifier: MIT */
#include "core/et-password-prompt.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "core/et-error.h"
#include "core/et-translation.h"

#define MAX_LENGTH 1024

static const char no_password[] = N_ ("There is no password on standard input");
static const char no_code[] = N_ ("There is no code on standard input");

static volatile sig_atomic_t was_interrupted;

static void
note_interrupt (int signal_number)
{
  was_interrupted = 1;
}

static gboolean
fail (const char *msgid, GError **error)
{
  et_error_set_sentence (error, ET_ERROR_CONFIGURATION, msgid);
  return FALSE;
}

/* Reads one line byte by byte, so that nothing of it stays in a buffer of the C library. */
static gboolean
read_line (char ret_line[MAX_LENGTH + 1], const char *missing, GError **error)
{
  gsize length = 0;
  char c = '\0';
  gssize n;

  while ((n = read (STDIN_FILENO, &c, 1)) == 1 && c != '\n' && length < MAX_LENGTH)
    ret_line[length++] = c;
  ret_line[length] = '\0';
  if (n < 0)
    return fail (N_ ("The password was not read"), error);
  if (length == 0)
    return fail (missing, error);
  if (length == MAX_LENGTH || !g_utf8_validate (ret_line, -1, NULL))
    return fail (N_ ("The password is too long or no valid text"), error);
  return TRUE;
}

static gboolean
ask (const char *question, char ret_line[MAX_LENGTH + 1], GError **error)
{
  gboolean is_read;

  fprintf (stderr, "%s ", question);
  fflush (stderr);
  is_read = read_line (ret_line, no_password, error);
  fputc ('\n', stderr);
  return is_read;
}

/* A new password is asked for a second time, since nobody sees what is typed. */
static gboolean
ask_as_needed (const char *language, gboolean is_new, char ret_line[MAX_LENGTH + 1], GError **error)
{
  char again[MAX_LENGTH + 1];
  gboolean is_same;

  if (!ask (et_translate (language, N_ ("Password:")), ret_line, error))
    return FALSE;
  if (!is_new)
    return TRUE;
  if (!ask (et_translate (language, N_ ("The same password again:")), again, error))
    return FALSE;
  is_same = g_str_equal (again, ret_line);
  sodium_memzero (again, sizeof again);
  return is_same || fail (N_ ("The two passwords are not the same"), error);
}

/* The terminal must get its echo back even when somebody presses Ctrl+C. */
static gboolean
ask_without_echo (const char *language,
                  gboolean is_new,
                  char ret_line[MAX_LENGTH + 1],
                  GError **error)
{
  struct sigaction note = { .sa_handler = note_interrupt }, old;
  struct termios shown, hidden;
  gboolean is_read;

  if (tcgetattr (STDIN_FILENO, &shown) != 0)
    return fail (N_ ("The password was not read"), error);
  hidden = shown;
  hidden.c_lflag &= ~(tcflag_t) ECHO;
  sigaction (SIGINT, &note, &old);
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &hidden);
  is_read = ask_as_needed (language, is_new, ret_line, error);
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &shown);
  sigaction (SIGINT, &old, NULL);
  if (was_interrupted)
    raise (SIGINT);
  return is_read;
}

/* Asks for a password on the terminal without showing it, or reads a line of standard input where
 * that is no terminal. @is_new: the person chooses it, and types it twice on a terminal.
 * Returns: (transfer full): in NFC, as people type it elsewhere; NULL with ET_ERROR_CONFIGURATION. */
char *
et_password_prompt (const char *language, gboolean is_new, GError **error)
{
  char line[MAX_LENGTH + 1];
  gboolean is_read = isatty (STDIN_FILENO) ? ask_without_echo (language, is_new, line, error)
                                           : read_line (line, no_password, error);
  char *password = is_read ? g_utf8_normalize (line, -1, G_NORMALIZE_DEFAULT_COMPOSE) : NULL;

  sodium_memzero (line, sizeof line);
  return password;
}

/* Asks for the code of the second step of signing in, which may be seen: it works once.
 * Returns: (transfer full): NULL with ET_ERROR_CONFIGURATION. */
char *
et_password_prompt_code (const char *language, GError **error)
{
  char line[MAX_LENGTH + 1];

  if (isatty (STDIN_FILENO))
    fprintf (stderr, "%s ", et_translate (language, N_ ("Code of the second step:")));
  fflush (stderr);
  return read_line (line, no_code, error) ? g_strdup (g_strstrip (line)) : NULL;
}
