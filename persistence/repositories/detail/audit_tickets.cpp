#include "persistence/repositories/detail/audit_tickets.hpp"

namespace hiroba::persistence::detail {

std::vector<StatementAboutTickets> statements_about_tickets() {
    return {
        {"tickets_add_up", "The tickets of a book are left, used, or void; those that came back are left again.",
         "SELECT 'book ' || k.application_id AS item FROM ticket_book k WHERE k.state = 'sold' AND"
         " k.tickets <> k.left_count + k.void_count + (SELECT COALESCE(SUM(u.tickets), 0) FROM ticket_use u"
         " WHERE u.book_id = k.application_id AND u.state = 'used')"
         " UNION ALL SELECT 'book ' || k.application_id FROM ticket_book k WHERE k.state = 'undone'"
         " AND EXISTS (SELECT 1 FROM ticket_use u WHERE u.book_id = k.application_id AND u.state = 'used')"},
        {"books_are_paid",
         "A book that is sold has paid its price, and one whose sale was undone owes and has nothing.",
         "SELECT 'book ' || k.application_id AS item FROM ticket_book k WHERE"
         " (CASE k.state WHEN 'sold' THEN k.price_yen ELSE 0 END) <> (SELECT COALESCE(SUM(g.paid_yen), 0)"
         " FROM obligation g WHERE g.application_id = k.application_id)"
         " OR EXISTS (SELECT 1 FROM obligation g WHERE g.application_id = k.application_id AND g.owed = 1)"},
        {"void_tickets_are_refunded",
         "Tickets are void exactly where a refund gives back of their book's price, never more "
         "than that.",
         "SELECT 'book ' || k.application_id AS item FROM ticket_book k LEFT JOIN (SELECT application_id,"
         " SUM(amount_yen) AS yen FROM refund WHERE ground = 'tickets' AND state <> 'taken_back'"
         " GROUP BY application_id) r ON r.application_id = k.application_id"
         " WHERE (k.void_count > 0) <> (r.yen IS NOT NULL) OR COALESCE(r.yen, 0) > k.price_yen"
         " UNION ALL SELECT 'refund ' || r.refund_id FROM refund r WHERE r.ground = 'tickets' AND NOT EXISTS"
         " (SELECT 1 FROM ticket_book k WHERE k.application_id = r.application_id)"},
        {"tickets_pay_for_fees",
         "Tickets pay for bookings of their book's facility, and only for those of its holder "
         "unless it was sold to a name.",
         "SELECT 'ticket use ' || u.use_id AS item FROM ticket_use u JOIN booking b ON b.booking_id = u.booking_id"
         " JOIN application p ON p.application_id = u.book_id JOIN ticket_book k ON k.application_id = u.book_id"
         " WHERE b.facility_code <> p.facility_code OR (k.buyer_name IS NULL AND b.account_id <> p.account_id)"},
        {"tickets_fit_their_use",
         "What tickets pay for is a use in one of the spaces of their book, on a day on which they are good.",
         "SELECT 'ticket use ' || u.use_id AS item FROM ticket_use u JOIN booking b ON b.booking_id = u.booking_id"
         " JOIN ticket_book k ON k.application_id = u.book_id WHERE u.state = 'used'"
         " AND (b.use_date > k.valid_until OR INSTR(k.terms_json, '\"' || b.space_code || '\"') = 0)"},
    };
}

} // namespace hiroba::persistence::detail
