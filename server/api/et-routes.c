/* SPDX-License-Identifier: MIT */
#include "server/api/et-routes.h"

#include "server/api/et-account-api.h"
#include "server/api/et-admin-account-api.h"
#include "server/api/et-admin-event-api.h"
#include "server/api/et-admin-offer-api.h"
#include "server/api/et-admin-order-api.h"
#include "server/api/et-admin-stats-api.h"
#include "server/api/et-admin-ticket-api.h"
#include "server/api/et-admission-api.h"
#include "server/api/et-cart-api.h"
#include "server/api/et-checkout-api.h"
#include "server/api/et-export-api.h"
#include "server/api/et-health-api.h"
#include "server/api/et-key-api.h"
#include "server/api/et-offer-api.h"
#include "server/api/et-openapi-api.h"
#include "server/api/et-order-api.h"
#include "server/api/et-print-api.h"
#include "server/api/et-refund-request-api.h"
#include "server/api/et-reset-api.h"
#include "server/api/et-second-factor-api.h"
#include "server/api/et-session-api.h"
#include "server/api/et-sign-in-api.h"
#include "server/api/et-sync-api.h"
#include "server/api/et-ticket-api.h"

const EtRoute *const et_routes[] = {
  et_account_api_routes,
  et_admin_account_api_routes,
  et_admin_event_api_routes,
  et_admin_offer_api_routes,
  et_admin_order_api_routes,
  et_admin_stats_api_routes,
  et_admin_ticket_api_routes,
  et_admission_api_routes,
  et_cart_api_routes,
  et_checkout_api_routes,
  et_export_api_routes,
  et_health_api_routes,
  et_key_api_routes,
  et_offer_api_routes,
  et_openapi_api_routes,
  et_order_api_routes,
  et_print_api_routes,
  et_refund_request_api_routes,
  et_reset_api_routes,
  et_second_factor_api_routes,
  et_session_api_routes,
  et_sign_in_api_routes,
  et_sync_api_routes,
  et_ticket_api_routes,
  NULL,
};
