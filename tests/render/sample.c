/* SPDX-License-Identifier: MIT */
#include "sample.h"

#include <string.h>

#include "core/et-ticket-key.h"
#include "core/et-time.h"

#define STARTS_AT INT64_C (1785607200000) /* 2026-08-01T18:00:00Z */

/* A real key, signed with a secret of zeros, so that it is as long as those on sale. */
static char *
make_key (int64_t ticket_id, int64_t admits)
{
  static const guint8 secret[ET_SIGNING_SECRET_SIZE] = { 0 };
  EtTicketClaims claims = { .key_id = 1,
                            .offer_id = 21,
                            .ticket_id = ticket_id,
                            .admits = (guint8) admits,
                            .valid_from_ms = STARTS_AT - 12 * ET_HOUR,
                            .valid_minutes = 20 * 60 };

  memset (claims.nonce, 0xa5, sizeof claims.nonce);
  return et_ticket_key_issue (&claims, secret);
}

/* Returns: (transfer full): a ticket as most are. */
EtTicket *
sample_ticket_new (void)
{
  EtTicket *ticket = et_ticket_new ();

  ticket->id = 101;
  ticket->order_id = 42;
  ticket->offer_id = 21;
  ticket->admits = 2;
  ticket->price_cents = 8500;
  ticket->starts_at = STARTS_AT;
  ticket->ends_at = STARTS_AT + 3 * ET_HOUR;
  ticket->doors_at = STARTS_AT - 90 * ET_MINUTE;
  ticket->valid_from = STARTS_AT - 12 * ET_HOUR;
  ticket->valid_until = STARTS_AT + 9 * ET_HOUR;
  ticket->created_at = STARTS_AT - 30 * ET_DAY;
  et_record_set_text (&ticket->short_number, "K7PQ2-3");
  ticket->ticket_key = make_key (ticket->id, ticket->admits);
  et_record_set_text (&ticket->state, "valid");
  et_record_set_text (&ticket->holder, "Zoé Müller-Lefèvre");
  et_record_set_text (&ticket->offer_name, "Ticket Duo - Natation");
  et_record_set_text (&ticket->offer_type, "duo");
  et_record_set_text (&ticket->currency, "EUR");
  et_record_set_text (&ticket->event_name, "Natation : finales du 200 m papillon");
  et_record_set_text (&ticket->sport, "swimming");
  et_record_set_text (&ticket->venue, "Paris La Défense Arena, Nanterre");
  et_record_set_text (&ticket->time_zone, "Europe/Paris");
  et_record_set_text (&ticket->organiser, "Paris 2024 Démonstration");
  return ticket;
}

/* Returns: (transfer full): a ticket whose every text is as long as the server lets it be. */
EtTicket *
sample_long_ticket_new (void)
{
  EtTicket *ticket = sample_ticket_new ();

  ticket->admits = 255;
  ticket->price_cents = 123456789;
  ticket->ends_at = ticket->starts_at + 3 * ET_DAY;
  et_record_set_text (&ticket->short_number, "K7PQ2XYZ-1234567");
  et_record_set_text (&ticket->holder,
                      "Maximiliane-Alexandrina von Hohenzollern-Sigmaringen und zu "
                      "Württemberg-Oldenburg");
  et_record_set_text (&ticket->offer_name, "Ticket Familiale très prioritaire avec accès aux "
                                           "tribunes d’honneur et au salon des partenaires");
  et_record_set_text (&ticket->event_name, "Athlétisme : finales du 3000 m steeple, du lancer du "
                                           "marteau et du relais mixte 4 × 400 m, dernière soirée");
  et_record_set_text (&ticket->sport, "athletics");
  et_record_set_text (&ticket->venue, "Stade départemental Yves-du-Manoir, tribune présidentielle "
                                      "nord, porte d’Aubervilliers, 92700 Colombes");
  return ticket;
}

/* Returns: (transfer full): a ticket in scripts that our fonts do not have. */
EtTicket *
sample_foreign_ticket_new (void)
{
  EtTicket *ticket = sample_ticket_new ();

  ticket->admits = 100;
  ticket->doors_at = ET_NULL_INT64;
  et_record_set_text (&ticket->holder, "محمد عبد الرحمن الخوارزمي بن موسى البغدادي");
  et_record_set_text (&ticket->event_name,
                      "東京国際フェンシング選手権大会 決勝トーナメント 男子フルーレ団体");
  et_record_set_text (&ticket->venue, "グラン・パレ、パリ第八区 シャンゼリゼ通り");
  et_record_set_text (&ticket->sport, "fencing");
  return ticket;
}

/* Returns: (transfer full): @n_tickets of one order. */
GListModel *
sample_tickets_new (guint n_tickets)
{
  GListStore *list = g_list_store_new (ET_TYPE_RECORD);

  for (guint i = 0; i < n_tickets; i++)
    {
      g_autoptr (EtTicket) ticket = sample_ticket_new ();
      g_autofree char *number = g_strdup_printf ("K7PQ2-%u", i + 1);

      g_free (ticket->ticket_key);
      ticket->id = 101 + i;
      ticket->ticket_key = make_key (ticket->id, ticket->admits);
      et_record_set_text (&ticket->short_number, number);
      g_list_store_append (list, ticket);
    }
  return G_LIST_MODEL (list);
}

static EtInvoiceLine *
make_line (guint index)
{
  EtInvoiceLine *line = et_invoice_line_new ();
  g_autofree char *name = g_strdup_printf ("Session %u, Ticket Duo - Natation", index + 1);

  line->name = g_steal_pointer (&name);
  line->price_cents = 8500;
  line->quantity = 1 + index % 3;
  line->tax_permille = index % 2 == 0 ? 55 : 200;
  line->line_total_cents = line->price_cents * line->quantity;
  return line;
}

/* Returns: (transfer full): an invoice of @n_lines lines at 5.5 % and 20 % by turns. */
EtInvoice *
sample_invoice_new (guint n_lines)
{
  EtInvoice *invoice = et_invoice_new ();

  et_record_set_text (&invoice->number, "2026-000042");
  invoice->issued_at = STARTS_AT - 30 * ET_DAY;
  invoice->order_id = 42;
  et_record_set_text (&invoice->order_code, "K7PQ2");
  et_record_set_text (&invoice->seller_name, "Billetterie de Paris SAS");
  et_record_set_text (&invoice->seller_address, "12 rue de la Paix\n75002 Paris\nFrance");
  et_record_set_text (&invoice->seller_tax_number, "FR12345678901");
  et_record_set_text (&invoice->buyer_name, "Zoé Müller-Lefèvre");
  et_record_set_text (&invoice->buyer_address, "3 rue Oberkampf\nBâtiment B\n75011 Paris\nFrance");
  et_record_set_text (&invoice->buyer_email, "zoe@example.org");
  et_record_set_text (&invoice->currency, "EUR");
  if (invoice->items == NULL)
    invoice->items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < n_lines; i++)
    {
      EtInvoiceLine *line = make_line (i);

      invoice->total_cents += line->line_total_cents;
      g_ptr_array_add (invoice->items, line);
    }
  return invoice;
}

/* Returns: (transfer full): an invoice whose every text and number is as long as it can be. */
EtInvoice *
sample_long_invoice_new (void)
{
  EtInvoice *invoice = sample_invoice_new (12);

  et_record_set_text (&invoice->number, "2026-000000000042");
  et_record_set_text (&invoice->seller_name,
                      "Société coopérative d’intérêt collectif de la billetterie des événements "
                      "sportifs et culturels d’Île-de-France");
  et_record_set_text (&invoice->seller_address,
                      "Bâtiment administratif du Parc des expositions, porte de Versailles, 4e "
                      "étage, bureau 417 bis\n1 place de la Porte de Versailles\n75015 Paris "
                      "Cedex 15\nFrance métropolitaine");
  et_record_set_text (&invoice->buyer_name, "محمد عبد الرحمن الخوارزمي بن موسى البغدادي وأبناؤه "
                                            "للتجارة العامة والخدمات الرياضية المحدودة");
  et_record_set_text (&invoice->buyer_address,
                      "Résidence universitaire internationale du Domaine de la Croix-Blanche, "
                      "bâtiment C3, étage 12, appt 1204\nc/o association des anciens élèves de "
                      "l’école supérieure de natation synchronisée, boîte postale 31 415\n"
                      "W1A 1HQ-2026-XYZ Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson-sur-Marne\n"
                      "Royaume-Uni de Grande-Bretagne et d’Irlande du Nord");
  et_record_set_text (
      &invoice->buyer_email,
      "maximiliane-alexandrina.von-hohenzollern-sigmaringen@billetterie.example.org");
  for (guint i = 0; i < invoice->items->len; i++)
    {
      EtInvoiceLine *line = g_ptr_array_index (invoice->items, i);

      et_record_set_text (
          &line->name, i % 2 == 0 ? "Ticket Familiale très prioritaire avec accès aux tribunes "
                                    "d’honneur et au salon des partenaires officiels"
                                  : "東京国際フェンシング選手権大会 決勝トーナメント 男子フルーレ"
                                    "団体 特別指定席 プレミアム");
      line->price_cents = INT64_C (123456789012);
      line->quantity = 100000;
      line->tax_permille = 10 * i + 5;
      line->line_total_cents = line->price_cents * line->quantity;
    }
  invoice->total_cents = INT64_C (123456789012) * 100000 * 12;
  return invoice;
}

/* Its invoice and its receipt were printed once. */
EtOrder *
sample_order_new (void)
{
  EtOrder *order = et_order_new ();
  EtOrderLine *line = et_order_line_new ();

  order->id = 77;
  order->created_at = order->paid_at = INT64_C (1785607200000);
  order->invoice_prints = order->receipt_prints = 1;
  et_record_set_text (&order->code, "K7PQ2");
  et_record_set_text (&order->state, "paid");
  et_record_set_text (&order->invoice_number, "2026-000042");
  et_record_set_text (&line->name, "Ticket Duo - Natation");
  line->price_cents = line->line_total_cents = order->total_cents = 8500;
  line->tax_permille = 55;
  line->quantity = 1;
  if (order->items == NULL)
    order->items = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (order->items, line);
  return order;
}
