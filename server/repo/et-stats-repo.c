/* SPDX-License-Identifier: MIT */
#include "server/repo/et-stats-repo.h"

static EtDbStmt *
prepare_for_period (EtDb *db, const char *sql, const EtPeriod *period, GError **error)
{
  EtDbStmt *stmt = et_db_prepare (db, sql, error);

  if (stmt != NULL)
    {
      et_db_stmt_bind_int64 (stmt, "from", period->from);
      et_db_stmt_bind_int64 (stmt, "until", period->until);
    }
  return stmt;
}

static GArray *
read_steps (EtDbStmt *stmt, int64_t step_ms, GError **error)
{
  g_autoptr (GArray) steps = g_array_new (FALSE, TRUE, sizeof (EtStatsStep));
  gboolean has_row;

  et_db_stmt_bind_int64 (stmt, "step", step_ms);
  for (;;)
    {
      EtStatsStep step;

      if (!et_db_stmt_step (stmt, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&steps);
      step.at = et_db_stmt_get_int64 (stmt, 0);
      step.n_orders = et_db_stmt_get_int64 (stmt, 1);
      step.n_tickets = et_db_stmt_get_int64 (stmt, 2);
      step.n_people = et_db_stmt_get_int64 (stmt, 3);
      step.cents = et_db_stmt_get_int64 (stmt, 4);
      g_array_append_val (steps, step);
    }
}

/* Paid orders by the step in which they were paid, with what of them was not refunded since; steps
 * without any are left out.
 * Returns: (transfer full): an array of EtStatsStep. */
GArray *
et_stats_repo_list_sales (EtDb *db, const EtPeriod *period, int64_t step_ms, GError **error)
{
  g_autoptr (EtDbStmt) stmt = prepare_for_period (
      db,
      "SELECT s.moment, COUNT(*), SUM(s.tickets), 0, SUM(s.cents) FROM "
      "(SELECT o.id, o.paid_at - o.paid_at % :step AS moment, COUNT(*) AS tickets, "
      "SUM(t.price_cents) AS cents FROM orders o JOIN tickets t ON t.order_id = o.id "
      "WHERE t.credit_note_id IS NULL AND o.state = 'paid' AND o.paid_at >= :from "
      "AND o.paid_at < :until GROUP BY o.id, o.paid_at) s "
      "GROUP BY s.moment ORDER BY s.moment",
      period, error);

  return stmt != NULL ? read_steps (stmt, step_ms, error) : NULL;
}

/* Admitted tickets by the step in which they were; steps without any are left out.
 * Returns: (transfer full): an array of EtStatsStep. */
GArray *
et_stats_repo_list_admissions (EtDb *db, const EtPeriod *period, int64_t step_ms, GError **error)
{
  g_autoptr (EtDbStmt) stmt = prepare_for_period (
      db,
      "SELECT s.moment, 0, COUNT(*), SUM(s.admits), 0 FROM "
      "(SELECT t.used_at - t.used_at % :step AS moment, t.admits FROM tickets t "
      "WHERE t.state = 'used' AND t.used_at >= :from AND t.used_at < :until) s "
      "GROUP BY s.moment ORDER BY s.moment",
      period, error);

  return stmt != NULL ? read_steps (stmt, step_ms, error) : NULL;
}

static void
clear_offer (gpointer data)
{
  EtStatsOffer *offer = data;

  g_free (offer->name);
  g_free (offer->event_name);
}

/* Every offer with what it brought in and was not refunded, the best first.
 * Returns: (transfer full): an array of EtStatsOffer. */
GArray *
et_stats_repo_list_offers (EtDb *db, const EtPeriod *period, GError **error)
{
  g_autoptr (EtDbStmt) stmt = prepare_for_period (
      db,
      "SELECT f.id, f.name, e.name, f.quota, f.sold, COALESCE(s.tickets, 0), COALESCE(s.cents, 0) "
      "FROM offers f JOIN events e ON e.id = f.event_id LEFT JOIN "
      "(SELECT t.offer_id, COUNT(*) AS tickets, SUM(t.price_cents) AS cents "
      "FROM orders o JOIN tickets t ON t.order_id = o.id WHERE t.credit_note_id IS NULL "
      "AND o.state = 'paid' AND o.paid_at >= :from AND o.paid_at < :until "
      "GROUP BY t.offer_id) s ON s.offer_id = f.id ORDER BY COALESCE(s.cents, 0) DESC, f.id",
      period, error);
  g_autoptr (GArray) offers = g_array_new (FALSE, TRUE, sizeof (EtStatsOffer));
  gboolean has_row;

  if (stmt == NULL)
    return NULL;

  g_array_set_clear_func (offers, clear_offer);
  for (;;)
    {
      EtStatsOffer offer;

      if (!et_db_stmt_step (stmt, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&offers);
      offer.offer_id = et_db_stmt_get_int64 (stmt, 0);
      offer.name = g_strdup (et_db_stmt_get_text (stmt, 1));
      offer.event_name = g_strdup (et_db_stmt_get_text (stmt, 2));
      offer.quota = et_db_stmt_get_nullable (stmt, 3);
      offer.sold = et_db_stmt_get_int64 (stmt, 4);
      offer.n_tickets = et_db_stmt_get_int64 (stmt, 5);
      offer.cents = et_db_stmt_get_int64 (stmt, 6);
      g_array_append_val (offers, offer);
    }
}
