#include "persistence/repositories/detail/audit_fees.hpp"

#include "domain/booking/booking_life.hpp"
#include "persistence/repositories/detail/rows.hpp"

namespace hiroba::persistence::detail {
namespace {

bool has_its_fee(BookingState state) { return occupies(state) || state == BookingState::no_show; }

// Of two sums for each application and account, the applications in which some differ. FULL JOIN is not known to both
// engines, so both sides are added up with opposite signs.
std::string differing(const std::string& charges, const std::string& obligations) {
    return "SELECT DISTINCT 'application ' || a.application_id AS item FROM (SELECT d.application_id FROM ("
           "SELECT b.application_id, c.account_code, " +
           charges +
           " AS yen FROM booking_charge c JOIN booking b ON b.booking_id = c.booking_id"
           " UNION ALL SELECT g.application_id, s.account_code, -s.amount_yen FROM obligation g"
           " JOIN obligation_share s ON s.obligation_id = g.obligation_id WHERE g.state IN " +
           obligations +
           " AND NOT EXISTS (SELECT 1 FROM ticket_book k WHERE k.application_id = g.application_id)) d GROUP BY "
           "d.application_id, d.account_code HAVING SUM(d.yen) <> 0) a";
}

std::string shares_of(const std::string& table) {
    return "SELECT '" + table + " ' || t." + table + "_id AS item FROM " + table + " t LEFT JOIN (SELECT " + table +
           "_id, SUM(amount_yen) AS yen FROM " + table + "_share GROUP BY " + table + "_id) s ON s." + table +
           "_id = t." + table + "_id WHERE t.amount_yen <> COALESCE(s.yen, 0)";
}

} // namespace

std::vector<StatementAboutFees> statements_about_fees() {
    return {
        {"obligations_have_their_accounts", "The shares of an obligation under its accounts are together its amount.",
         shares_of("obligation")},
        {"refunds_have_their_accounts", "The shares of a refund under its accounts are together its amount.",
         shares_of("refund") + " AND t.ground <> 'overpaid'"},
        {"bookings_have_their_accounts",
         "What is charged and paid for a booking under its accounts is together what is charged and paid for it.",
         "SELECT DISTINCT 'application ' || b.application_id AS item FROM booking b LEFT JOIN (SELECT booking_id,"
         " SUM(charged_yen) AS charged, SUM(paid_yen) AS paid FROM booking_charge GROUP BY booking_id) c"
         " ON c.booking_id = b.booking_id"
         " WHERE b.charged_yen <> COALESCE(c.charged, 0) OR b.paid_yen <> COALESCE(c.paid, 0)"},
        {"fees_are_their_quotes", "A booking's fee is the total of its quote.",
         "SELECT 'booking ' || b.booking_id AS item FROM booking b"
         " WHERE b.total_yen <> CASE WHEN JSON_VALID(b.quote_json) = 1"
         " THEN COALESCE(CAST(JSON_EXTRACT(b.quote_json, '$.total_yen') AS SIGNED), -1) ELSE -1 END"},
        {"accounts_match_what_is_owed",
         "Under each account, what is charged for an application's bookings is what it owes or has paid.",
         differing("c.charged_yen", "('owed', 'paid')")},
        {"accounts_match_what_is_paid",
         "Under each account, what is paid of an application's bookings is what it has paid.",
         differing("c.paid_yen", "('paid')")},
        {"terms_fit_the_use", "Early use and extension leave something of the time of a use.",
         "SELECT 'booking ' || b.booking_id AS item FROM booking b WHERE b.use_date = b.last_date"
         " AND b.early_minutes + b.extension_minutes >= b.end_minute - b.start_minute"},
        {"reductions_have_their_ground",
         "A fee is reduced only by the class that its application has by rule or by a decision; what stands again "
         "after "
         "it was revoked may keep the class that was granted to it before another was to the rest.",
         "SELECT 'booking ' || b.booking_id AS item FROM booking b JOIN claim_owner o ON o.owner_id = b.booking_id"
         " WHERE b.reduction_code IS NOT NULL AND o.state IN " +
             state_list(has_its_fee) +
             " AND NOT EXISTS (SELECT 1 FROM application_reduction r WHERE r.application_id = b.application_id"
             " AND r.applied_code = b.reduction_code)"
             " AND NOT (EXISTS (SELECT 1 FROM decision_booking g JOIN decision d ON d.decision_id = g.decision_id"
             " WHERE g.booking_id = b.booking_id AND d.kind = 'reduction_grant')"
             " AND EXISTS (SELECT 1 FROM decision_booking g JOIN decision d ON d.decision_id = g.decision_id"
             " WHERE g.booking_id = b.booking_id AND d.kind = 'reinstatement'))"},
        {"standing_reductions_are_the_applicants",
         "A standing reduction is a resident's, and one that an application rests on is its applicant's own of that "
         "class.",
         "SELECT 'standing reduction ' || s.standing_id AS item FROM standing_reduction s"
         " JOIN account a ON a.account_id = s.account_id WHERE a.role <> 'resident'"
         " UNION ALL SELECT 'application ' || r.application_id FROM application_reduction r"
         " JOIN standing_reduction s ON s.standing_id = r.standing_id"
         " JOIN application p ON p.application_id = r.application_id"
         " WHERE s.account_id <> p.account_id OR s.reduction_code <> COALESCE(r.applied_code, '')"},
    };
}

} // namespace hiroba::persistence::detail
