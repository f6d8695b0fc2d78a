/* SPDX-License-Identifier: MIT */
#include "tests/support/et-test-server.h"

#define SIGN_UP "/api/accounts/signup/"
#define LOGIN "/api/accounts/login/"
#define ME "/api/accounts/me/"
#define PASSWORD "/api/accounts/password/"

#define GOOD "\"password\":\"" ET_TEST_PASSWORD "\""
#define TEN "0123456789"
#define HUNDRED TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN

/* One server for the whole file. */
static EtTestServer *server;

typedef struct
{
  const char *body;
  int status;
  const char *code;
  const char *field; /* nullable */
} BadBody;

static void
expect_bad_bodies (
    const char *method, const char *path, const char *token, const BadBody *cases, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (EtTestAnswer)
          answer = et_test_server_call (server, method, path, token, cases[i].body);

      g_test_message ("%s %s %s", method, path, cases[i].body);
      et_test_answer_assert (answer, cases[i].status, cases[i].code);
      if (cases[i].field != NULL)
        g_assert_cmpstr (json_object_get_string_member (et_test_answer_get_json (answer), "field"),
                         ==, cases[i].field);
    }
}

static const BadBody sign_ups[] = {
  { "", 400, "invalid", "username" },
  { "[]", 400, "not_an_object", NULL },
  { "{\"username\":", 400, "malformed_json", NULL },
  { "{" GOOD "}", 400, "invalid", "username" },
  { "{\"username\":\"paul\"}", 400, "invalid", "password" },
  { "{\"username\":null," GOOD "}", 400, "invalid", "username" },
  { "{\"username\":7," GOOD "}", 400, "invalid", "username" },
  { "{\"username\":\"\"," GOOD "}", 400, "invalid", "username" },
  { "{\"username\":\"ab\"," GOOD "}", 400, "invalid", "username" },
  { "{\"username\":\"a b c\"," GOOD "}", 400, "invalid", "username" },
  { "{\"username\":\"a/b/c\"," GOOD "}", 400, "invalid", "username" },
  { "{\"username\":\"<script>\"," GOOD "}", 400, "invalid", "username" },
  { "{\"username\":\"a\\nbc\"," GOOD "}", 400, "invalid", "username" },
  { "{\"username\":\"" HUNDRED "\"," GOOD "}", 400, "invalid", "username" },
  { "{\"username\":\"paul\",\"password\":null}", 400, "invalid", "password" },
  { "{\"username\":\"paul\",\"password\":1234567890}", 400, "invalid", "password" },
  { "{\"username\":\"paul\",\"password\":\"\"}", 400, "invalid", "password" },
  { "{\"username\":\"paul\",\"password\":\"short\"}", 400, "password_weak", "password" },
  { "{\"username\":\"paul\",\"password\":\"4826159037\"}", 400, "password_weak", "password" },
  { "{\"username\":\"paul\",\"password\":\"password123\"}", 400, "password_weak", "password" },
  { "{\"username\":\"paul.durand\",\"password\":\"Paul.Durand1\"}", 400, "password_weak",
    "password" },
  { "{\"username\":\"paul\"," GOOD ",\"email\":\"paul\"}", 400, "invalid", "email" },
  { "{\"username\":\"paul\"," GOOD ",\"email\":\"@x\"}", 400, "invalid", "email" },
  { "{\"username\":\"paul\"," GOOD ",\"email\":\"a@b@c\"}", 400, "invalid", "email" },
  { "{\"username\":\"paul\"," GOOD ",\"email\":\"a b@c.d\"}", 400, "invalid", "email" },
  { "{\"username\":\"paul\"," GOOD ",\"email\":null}", 400, "invalid", "email" },
  { "{\"username\":\"paul\"," GOOD ",\"email\":[]}", 400, "invalid", "email" },
  { "{\"username\":\"paul\"," GOOD ",\"display_name\":\"\"}", 400, "invalid", "display_name" },
  { "{\"username\":\"paul\"," GOOD ",\"display_name\":\"" HUNDRED "x\"}", 400, "invalid",
    "display_name" },
  { "{\"username\":\"paul\"," GOOD ",\"role\":\"admin\"}", 400, "invalid", "role" },
  { "{\"username\":\"paul\"," GOOD ",\"cart\":{}}", 400, "invalid", "cart" },
  { "{\"username\":\"paul\"," GOOD ",\"cart\":[1]}", 400, "invalid", "cart" },
  { "{\"username\":\"paul\"," GOOD ",\"cart\":[{\"offer_id\":1}]}", 400, "invalid", "cart" },
  { "{\"username\":\"paul\"," GOOD ",\"cart\":[{\"offer_id\":1,\"qty\":0}]}", 400, "invalid",
    "cart" },
  { "{\"username\":\"paul\"," GOOD ",\"cart\":[{\"offer_id\":\"1\",\"qty\":1}]}", 400, "invalid",
    "cart" },
  { "{\"username\":\"paul\"," GOOD ",\"cart\":[{\"offer_id\":1,\"qty\":1,\"x\":1}]}", 400,
    "invalid", "cart" },
};

static void
test_sign_up_bad_values (void)
{
  expect_bad_bodies ("POST", SIGN_UP, NULL, sign_ups, G_N_ELEMENTS (sign_ups));
  g_assert_cmpint (et_test_server_count (server, "SELECT COUNT(*) FROM accounts "
                                                 "WHERE username_key LIKE 'paul%'"),
                   ==, 0);
}

static const BadBody sign_ins[] = {
  { NULL, 400, "invalid", "username" },
  { "{\"username\":\"zoe\"}", 400, "invalid", "password" },
  { "{" GOOD "}", 400, "invalid", "username" },
  { "{\"username\":true," GOOD "}", 400, "invalid", "username" },
  { "{\"username\":\"zoe\",\"password\":null}", 400, "invalid", "password" },
  { "{\"username\":\"zoe\"," GOOD ",\"remember\":true}", 400, "invalid", "remember" },
  { "{\"username\":\"" HUNDRED "\"," GOOD "}", 401, "wrong_credentials", NULL },
  { "{\"username\":\"' OR 1=1 --\"," GOOD "}", 401, "wrong_credentials", NULL },
};

static void
test_sign_in_bad_values (void)
{
  expect_bad_bodies ("POST", LOGIN, NULL, sign_ins, G_N_ELEMENTS (sign_ins));
}

static const BadBody profiles[] = {
  { "{\"email\":\"nowhere\"}", 400, "invalid", "email" },
  { "{\"email\":5}", 400, "invalid", "email" },
  { "{\"display_name\":{}}", 400, "invalid", "display_name" },
  { "{\"display_name\":\"" HUNDRED "x\"}", 400, "invalid", "display_name" },
  { "{\"language\":\"it\"}", 400, "invalid", "language" },
  { "{\"language\":\"french, please\"}", 400, "invalid", "language" },
  { "{\"street\":5}", 400, "invalid", "street" },
  { "{\"street\":\"" HUNDRED "x\"}", 400, "invalid", "street" },
  { "{\"street\":\"1 Main St\\nFake City\"}", 400, "invalid", "street" },
  { "{\"street2\":\"" HUNDRED "x\"}", 400, "invalid", "street2" },
  { "{\"postal_code\":75011}", 400, "invalid", "postal_code" },
  { "{\"postal_code\":\"" TEN "1234567\"}", 400, "invalid", "postal_code" },
  { "{\"town\":\"" HUNDRED "\"}", 400, "invalid", "town" },
  { "{\"country\":\"" HUNDRED "\"}", 400, "invalid", "country" },
  { "{\"country\":[\"France\"]}", 400, "invalid", "country" },
  { "{\"street3\":\"x\"}", 400, "invalid", "street3" },
  { "{\"role\":\"admin\"}", 400, "invalid", "role" },
  { "{\"username\":\"other\"}", 400, "invalid", "username" },
  { "{\"disabled\":false}", 400, "invalid", "disabled" },
  { "nonsense", 400, "malformed_json", NULL },
};

static void
test_profile_bad_values (void)
{
  g_autofree char *token = et_test_server_sign_up (server, "patched");

  expect_bad_bodies ("PATCH", ME, token, profiles, G_N_ELEMENTS (profiles));
}

static const BadBody passwords[] = {
  { NULL, 400, "invalid", "old_password" },
  { "{\"old_password\":\"" ET_TEST_PASSWORD "\"}", 400, "invalid", "new_password" },
  { "{\"new_password\":\"Zebra-Moon-77\"}", 400, "invalid", "old_password" },
  { "{\"old_password\":\"" ET_TEST_PASSWORD "\",\"new_password\":null}", 400, "invalid",
    "new_password" },
  { "{\"old_password\":\"wrong password 1\",\"new_password\":\"Zebra-Moon-77\"}", 401,
    "wrong_credentials", NULL },
  { "{\"old_password\":\"" ET_TEST_PASSWORD "\",\"new_password\":\"short\"}", 400, "password_weak",
    "password" },
  { "{\"old_password\":\"" ET_TEST_PASSWORD "\",\"new_password\":\"Changer-43\"}", 400,
    "password_weak", "password" },
};

static void
test_password_bad_values (void)
{
  g_autofree char *token = et_test_server_sign_up (server, "changer43");

  expect_bad_bodies ("POST", PASSWORD, token, passwords, G_N_ELEMENTS (passwords));
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  server = et_test_server_new (NULL);
  g_test_add_func ("/account-values/sign-up", test_sign_up_bad_values);
  g_test_add_func ("/account-values/sign-in", test_sign_in_bad_values);
  g_test_add_func ("/account-values/profile", test_profile_bad_values);
  g_test_add_func ("/account-values/password", test_password_bad_values);
  status = g_test_run ();
  et_test_server_stop (server);
  et_test_server_free (server);
  return status;
}
