/* SPDX-License-Identifier: MIT */
#include "server/api/et-routes.h"

#include "server/api/et-account-api.h"
#include "server/api/et-admin-account-api.h"
#include "server/api/et-export-api.h"
#include "server/api/et-health-api.h"
#include "server/api/et-key-api.h"
#include "server/api/et-sign-in-api.h"

const EtRoute *const et_routes[] = {
  et_account_api_routes, et_admin_account_api_routes, et_export_api_routes,
  et_health_api_routes,  et_key_api_routes,           et_sign_in_api_routes,
  NULL,
};
