#include "persistence/repositories/detail/audit_drawers.hpp"

namespace hiroba::persistence::detail {
namespace {

std::string entries_sum(const std::string& kinds) {
    return "(SELECT COALESCE(SUM(e.amount_yen), 0) FROM drawer_entry e WHERE e.shift_id = s.shift_id AND e.kind IN " +
           kinds + ")";
}

} // namespace

std::vector<StatementAboutDrawers> statements_about_drawers() {
    return {
        {"drawers_add_up", "What went into a drawer and out of it is the sum of its entries.",
         "SELECT 'shift ' || s.shift_id AS item FROM drawer_shift s WHERE s.in_yen <> " + entries_sum("('payment')") +
             " OR s.out_yen <> " + entries_sum("('undone', 'refund')")},
        {"drawers_are_posted",
         "The journal has in a drawer what its open shift says, and nothing in one that is closed.",
         "SELECT 'drawer ' || d.drawer_code AS item FROM (SELECT s.drawer_code, SUM(CASE WHEN s.is_open = 1"
         " THEN s.float_yen + s.in_yen - s.out_yen ELSE 0 END) AS yen FROM drawer_shift s GROUP BY s.drawer_code) d"
         " WHERE d.yen <> (SELECT COALESCE(SUM(CASE WHEN j.debit_account = 'cash:' || d.drawer_code THEN j.amount_yen"
         " ELSE -j.amount_yen END), 0) FROM journal_transfer j WHERE j.debit_account = 'cash:' || d.drawer_code"
         " OR j.credit_account = 'cash:' || d.drawer_code)"},
        {"counts_are_what_was_counted", "The pieces that were counted in a drawer come to what was written down.",
         "SELECT 'shift ' || s.shift_id AS item FROM drawer_shift s WHERE COALESCE(s.counted_yen, 0) <>"
         " (SELECT COALESCE(SUM(c.denomination_yen * c.pieces), 0) FROM drawer_count c WHERE c.shift_id = s.shift_id)"},
        {"cash_lies_in_drawers",
         "Cash that was taken has its entry in the shift that took it, while that was open; and only cash has.",
         "SELECT 'payment ' || p.payment_id AS item FROM counter_payment p WHERE (p.method = 'cash') <>"
         " (EXISTS (SELECT 1 FROM drawer_entry e JOIN drawer_shift s ON s.shift_id = e.shift_id"
         " WHERE e.payment_id = p.payment_id AND e.kind = 'payment' AND e.amount_yen = p.amount_yen"
         " AND e.shift_id = p.shift_id AND e.made_at_ms >= s.opened_at_ms"
         " AND (s.closed_at_ms IS NULL OR e.made_at_ms <= s.closed_at_ms)))"},
        {"undone_cash_was_given_back", "Cash whose taking was undone was given back out of a drawer, and no other.",
         "SELECT 'payment ' || p.payment_id AS item FROM counter_payment p"
         " WHERE (p.method = 'cash' AND p.state = 'undone') <> (EXISTS (SELECT 1 FROM drawer_entry e"
         " WHERE e.payment_id = p.payment_id AND e.kind = 'undone' AND e.amount_yen = p.amount_yen))"},
        {"money_for_nothing_waits_for_staff", "What the desk recorded for nothing that is owed is an open case.",
         "SELECT 'payment ' || p.payment_id AS item FROM counter_payment p WHERE (p.state = 'unapplied') <>"
         " (EXISTS (SELECT 1 FROM payment_case c WHERE c.payment_id = p.payment_id AND c.is_open = 1))"},
        {"refunds_in_cash_left_a_drawer", "A refund that was paid in cash left a drawer that was open, and no other.",
         "SELECT 'refund ' || r.refund_id AS item FROM refund r LEFT JOIN refund_payout p ON p.refund_id = r.refund_id"
         " WHERE COALESCE(p.paid_out_way = 'cash', 0) <> (EXISTS (SELECT 1 FROM drawer_entry e"
         " JOIN drawer_shift s ON s.shift_id = e.shift_id WHERE e.refund_id = r.refund_id AND e.kind = 'refund'"
         " AND e.amount_yen = r.amount_yen AND e.made_at_ms >= s.opened_at_ms"
         " AND (s.closed_at_ms IS NULL OR e.made_at_ms <= s.closed_at_ms)))"},
    };
}

} // namespace hiroba::persistence::detail
