/* SPDX-License-Identifier: MIT */
#pragma once

#include "tests/support/et-test-server.h"

G_BEGIN_DECLS

/* A server with the demonstration catalogue, an account of each role ("zoe" the customer, "gate"
 * the staff, "office" the administrator), and tickets that zoe buys. */
typedef struct
{
  EtTestServer *server; /* owned */
  char *zoe; /* owned: a token, like the next */
  char *office; /* owned */
} BoxOffice;

typedef struct
{
  int64_t id;
  char *key; /* owned */
  char *short_number; /* owned */
} BoughtTicket;

#define ADMISSIBLE_DUO "Ticket Duo - Natation"
#define ADMISSIBLE_SOLO "Ticket Solo - Athlétisme"
#define LATER_SOLO "Ticket Solo - Escrime"

BoxOffice *box_office_open (void);
void box_office_close (BoxOffice *office);
int64_t box_office_find_offer (BoxOffice *office, const char *name);
void
box_office_change_offer (BoxOffice *office, const char *name, int64_t price_cents, int64_t quota);
BoughtTicket *box_office_buy (BoxOffice *office, const char *offer_name);
char *box_office_get_admission_clock (BoxOffice *office, BoughtTicket *ticket);
void bought_ticket_free (BoughtTicket *ticket);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BoxOffice, box_office_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BoughtTicket, bought_ticket_free)

G_END_DECLS
