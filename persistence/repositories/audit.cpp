#include "persistence/repositories/audit.hpp"

#include "domain/booking/booking_life.hpp"
#include "persistence/repositories/detail/audit_claims.hpp"
#include "persistence/repositories/detail/audit_decisions.hpp"
#include "persistence/repositories/detail/audit_drawers.hpp"
#include "persistence/repositories/detail/audit_fees.hpp"
#include "persistence/repositories/detail/audit_tickets.hpp"
#include "persistence/repositories/detail/rows.hpp"

#include <string>
#include <variant>

namespace hiroba::persistence {
namespace {

// A rule: the statement that names in its one column what breaks it, or the function that finds that. Sums are looked
// up row by row, by a key: a town of many years is gone through once, with nothing of its size in memory.
struct Rule {
    Invariant invariant;
    std::variant<std::string, Finding (*)(Session&)> check;
};

const std::string owner_of_booking = " JOIN claim_owner o ON o.owner_id = b.booking_id ";

bool counts_for_the_applicant(BookingState state) { return waits_for_applicant(state); }
bool is_given_back(BookingState state) { return !occupies(state); }
bool has_its_number(BookingState state) {
    return state == BookingState::under_review || state == BookingState::permitted_unpaid ||
           state == BookingState::permitted || state == BookingState::checked_in || state == BookingState::used ||
           state == BookingState::no_show || state == BookingState::refused;
}
bool owes_its_fee(BookingState state) {
    return state == BookingState::permitted_unpaid || state == BookingState::permitted ||
           state == BookingState::checked_in || state == BookingState::used || state == BookingState::no_show;
}
bool owes_nothing(BookingState state) { return !owes_its_fee(state); }

// "('held/submitted/under_review', …)": every step that the table of the domain has, and those that change no state.
std::string known_steps() {
    std::string steps = "('/held/held'";
    const auto add = [&](std::string_view from, std::string_view event, std::string_view to) {
        steps += ", '" + std::string{from} + "/" + std::string{event} + "/" + std::string{to} + "'";
    };
    for (const auto& [from, event, to] : booking_transitions())
        add(name_of(from), name_of(event), name_of(to));
    for (const BookingState state : booking_states()) {
        if (occupies(state) && state != BookingState::used) add(name_of(state), "changed", name_of(state));
        if (state == BookingState::permitted_unpaid) add(name_of(state), "payment_planned", name_of(state));
        for (const auto* const event :
             {"reduction_asked", "reduction_applied", "reduction_granted", "reduction_refused", "cap_followed",
              "change_asked", "change_refused", "change_withdrawn", "change_lapsed"})
            add(name_of(state), event, name_of(state));
    }
    return steps + ")";
}

// What occupies: masks, claims, owners, closures.
std::vector<Rule> rules_of_occupation() {
    return {
        {{"claims_match_masks", "What a unit's day calls taken is what stands in the claims."},
         "SELECT 'unit ' || d.unit_id || ' on ' || d.slot_date AS item FROM unit_day d"
         " WHERE d.taken_early <> COALESCE((SELECT CAST(SUM(1 << c.slot_index) AS SIGNED) FROM claim c"
         " WHERE c.slot_date = d.slot_date AND c.unit_id = d.unit_id AND c.slot_index < 48), 0)"
         " OR d.taken_late <> COALESCE((SELECT CAST(SUM(1 << (c.slot_index - 48)) AS SIGNED) FROM claim c"
         " WHERE c.slot_date = d.slot_date AND c.unit_id = d.unit_id AND c.slot_index >= 48), 0)"
         " UNION ALL SELECT DISTINCT 'unit ' || c.unit_id || ' on ' || c.slot_date FROM claim c WHERE NOT EXISTS"
         " (SELECT 1 FROM unit_day d WHERE d.unit_id = c.unit_id AND d.slot_date = c.slot_date)"},
        {{"owners_count_their_claims", "An owner's number of claims is the number of its rows."},
         "SELECT 'owner ' || o.owner_id AS item FROM claim_owner o"
         " WHERE o.claims <> (SELECT COUNT(*) FROM claim c WHERE c.owner_id = o.owner_id)"},
        {{"bookings_occupy_their_time",
          "A booking that occupies has claims for all of its time, in each of its units alike."},
         detail::bookings_without_their_time},
        {{"claims_lie_inside_the_dates", "No booking has claims outside its dates."},
         "SELECT DISTINCT 'booking ' || b.booking_id AS item FROM claim c JOIN booking b ON b.booking_id = c.owner_id"
         " WHERE c.slot_date NOT BETWEEN b.use_date AND b.last_date"},
        {{"only_occupying_owners_have_claims", "What was given back, or held back long enough, has no claims."},
         "SELECT 'owner ' || o.owner_id AS item FROM claim_owner o WHERE o.state IN " +
             detail::state_list(is_given_back) + " AND EXISTS (SELECT 1 FROM claim c WHERE c.owner_id = o.owner_id)"},
        {{"owners_are_bookings", "Every owner of the kind booking is one, and every booking is such an owner."},
         "SELECT 'owner ' || o.owner_id AS item FROM claim_owner o WHERE (o.kind = 'booking') <>"
         " (EXISTS (SELECT 1 FROM booking b WHERE b.booking_id = o.owner_id))"},
        {{"closed_masks_match_closures", "What a unit's day calls closed is what the closures in force close."},
         detail::days_closed_by_nobody},
        {{"closures_list_their_conflicts",
          "Inside a closure in force stands only who was kept, was there already, or whose use was over."},
         detail::unlisted_conflicts},
        {{"closure_tasks_are_to_do",
          "A closure has a task while something is to be done about a booking in its way, never otherwise."},
         "SELECT 'closure ' || c.closure_id AS item FROM closure c WHERE (c.task IS NOT NULL) <>"
         " (EXISTS (SELECT 1 FROM closure_conflict k WHERE k.closure_id = c.closure_id"
         " AND k.to_do_at_ms IS NOT NULL))"},
        {{"holds_have_a_deadline", "What is held, or held back, says until when."},
         "SELECT 'owner ' || owner_id AS item FROM claim_owner WHERE expires_at_ms IS NULL AND state = 'held'"},
        {{"hold_backs_end", "What was held back is free an hour after its time at the latest."},
         "SELECT 'owner ' || o.owner_id AS item FROM claim_owner o WHERE o.kind = 'hold_back' AND o.state = 'held'"
         " AND o.expires_at_ms < (SELECT COALESCE(MAX(e.at_ms), 0) - 3600000 FROM booking_event e)"
         " AND EXISTS (SELECT 1 FROM claim c WHERE c.owner_id = o.owner_id)"},
    };
}

// What is counted.
std::vector<Rule> rules_of_counters() {
    return {
        {{"waiting_is_counted", "A person's counter of waiting applications is their number."},
         "SELECT 'account ' || a.account_id AS item FROM account a"
         " LEFT JOIN quota_counter q ON q.account_id = a.account_id AND q.counter = 'waiting'"
         " LEFT JOIN (SELECT p.account_id, COUNT(DISTINCT p.application_id) AS waiting FROM booking b" +
             owner_of_booking +
             "JOIN application p ON p.application_id = b.application_id WHERE p.counts_waiting = 1 AND o.state IN " +
             detail::state_list(counts_for_the_applicant) +
             " GROUP BY p.account_id) w ON w.account_id = a.account_id"
             " WHERE COALESCE(q.used, 0) <> COALESCE(w.waiting, 0)"},
        {{"quotas_are_counted", "A quota's counter is the sum of what bookings count in it."},
         "SELECT 'account ' || q.account_id || ' ' || q.counter AS item FROM quota_counter q LEFT JOIN"
         " (SELECT b.account_id, c.counter, CAST(SUM(c.amount) AS SIGNED) AS amount FROM booking_quota c"
         " JOIN booking b ON b.booking_id = c.booking_id GROUP BY b.account_id, c.counter) s"
         " ON s.account_id = q.account_id AND s.counter = q.counter"
         " WHERE q.counter NOT IN ('waiting', 'waiting_list', 'attachment_bytes') AND q.used <> COALESCE(s.amount, 0)"
         " UNION ALL SELECT DISTINCT 'account ' || b.account_id || ' ' || c.counter FROM booking_quota c"
         " JOIN booking b ON b.booking_id = c.booking_id WHERE NOT EXISTS (SELECT 1 FROM quota_counter q"
         " WHERE q.account_id = b.account_id AND q.counter = c.counter)"},
        {{"only_counting_bookings_count",
          "Who gave up counts in no quota, and whose use is over in none of open ones."},
         "SELECT 'booking ' || b.booking_id AS item FROM booking_quota c JOIN booking b ON b.booking_id = "
         "c.booking_id" +
             owner_of_booking + "WHERE o.state NOT IN " + detail::state_list(counts_against_quota) +
             " OR (c.counter LIKE '%/open' AND o.state IN ('used', 'no_show'))"},
        {{"places_in_line_are_counted", "A person's counter of places in waiting lists is their number."},
         "SELECT 'account ' || a.account_id AS item FROM account a"
         " LEFT JOIN quota_counter q ON q.account_id = a.account_id AND q.counter = 'waiting_list'"
         " LEFT JOIN (SELECT account_id, COUNT(*) AS places FROM waiting WHERE active = 1 GROUP BY account_id) w"
         " ON w.account_id = a.account_id WHERE COALESCE(q.used, 0) <> COALESCE(w.places, 0)"},
        {{"attachments_are_counted", "A person's counter of attached bytes is the sum of what is kept of them."},
         "SELECT 'account ' || a.account_id AS item FROM account a"
         " LEFT JOIN quota_counter q ON q.account_id = a.account_id AND q.counter = 'attachment_bytes'"
         " LEFT JOIN (SELECT p.account_id, CAST(SUM(t.bytes) AS SIGNED) AS bytes FROM attachment t"
         " JOIN application p ON p.application_id = t.application_id WHERE t.state = 'kept' GROUP BY p.account_id) s"
         " ON s.account_id = a.account_id WHERE COALESCE(q.used, 0) <> COALESCE(s.bytes, 0)"},
    };
}

// The life of bookings, and what belongs to them.
std::vector<Rule> rules_of_life() {
    return {
        {{"states_follow_events", "A booking is in the state that its last event led to."},
         "SELECT 'booking ' || b.booking_id AS item FROM booking b" + owner_of_booking +
             "LEFT JOIN booking_event e ON e.booking_id = b.booking_id AND e.sequence ="
             " (SELECT MAX(x.sequence) FROM booking_event x WHERE x.booking_id = b.booking_id)"
             " WHERE e.event_id IS NULL OR e.to_state <> o.state"},
        {{"events_follow_each_other", "Every event begins in the state in which the one before it ended."},
         "SELECT 'booking ' || e.booking_id || ' event ' || e.event_id AS item FROM booking_event e"
         " LEFT JOIN booking_event f ON f.booking_id = e.booking_id AND f.sequence = (SELECT MAX(x.sequence)"
         " FROM booking_event x WHERE x.booking_id = e.booking_id AND x.sequence < e.sequence)"
         " WHERE COALESCE(e.from_state, '') <> COALESCE(f.to_state, '')"},
        {{"steps_are_in_the_table", "Every event is a step that the table of the booking's life has."},
         "SELECT 'booking ' || e.booking_id || ' event ' || e.event_id AS item FROM booking_event e"
         " WHERE COALESCE(e.from_state, '') || '/' || e.event || '/' || e.to_state NOT IN " +
             known_steps()},
        {{"bookings_agree_with_applications", "A booking is of its application's applicant and facility."},
         "SELECT 'booking ' || b.booking_id AS item FROM booking b"
         " JOIN application p ON p.application_id = b.application_id"
         " WHERE b.account_id <> p.account_id OR b.facility_code <> p.facility_code"},
        {{"applications_have_bookings", "An application has at least one booking, or is a book of tickets."},
         "SELECT 'application ' || p.application_id AS item FROM application p WHERE (NOT EXISTS"
         " (SELECT 1 FROM booking b WHERE b.application_id = p.application_id)) <> (EXISTS"
         " (SELECT 1 FROM ticket_book k WHERE k.application_id = p.application_id))"},
        {{"applications_have_numbers", "What was submitted or permitted has its number."},
         "SELECT DISTINCT 'application ' || p.application_id AS item FROM application p"
         " JOIN booking b ON b.application_id = p.application_id" +
             owner_of_booking + "WHERE p.number IS NULL AND o.state IN " + detail::state_list(has_its_number)},
        {{"offers_are_held", "Who was offered a slot has it held for them, and who still waits has no offer."},
         "SELECT 'waiting ' || w.waiting_id AS item FROM waiting w WHERE (w.state = 'waiting'"
         " AND w.offer_application_id IS NOT NULL) OR (w.state = 'offered' AND NOT EXISTS"
         " (SELECT 1 FROM booking b" +
             owner_of_booking +
             "WHERE b.application_id = w.offer_application_id AND b.account_id = w.account_id AND o.state = 'held'))"},
        {{"suspensions_are_sane", "A suspension is a resident's, and says who lifted it when it was."},
         "SELECT 'suspension ' || s.suspension_id AS item FROM suspension s"
         " JOIN account a ON a.account_id = s.account_id WHERE a.role <> 'resident'"
         " OR (s.lifted_by IS NULL) <> (s.lifted_at_ms IS NULL)"},
    };
}

// What is owed, paid and given back.
std::vector<Rule> rules_of_money() {
    return {
        {{"given_up_owes_nothing", "What is not permitted is charged nothing that was not paid."},
         "SELECT 'booking ' || b.booking_id AS item FROM booking b" + owner_of_booking + "WHERE o.state IN " +
             detail::state_list(owes_nothing) + " AND b.charged_yen <> b.paid_yen"},
        {{"charges_cover_fees", "What is charged for a permit covers its fee, without what is given back of it and "
                                "what tickets pay for; staff "
                                "may decide to give back of it besides."},
         "SELECT 'booking ' || b.booking_id AS item FROM booking b" + owner_of_booking +
             "LEFT JOIN (SELECT booking_id, SUM(amount_yen) AS yen FROM refund WHERE state <> 'taken_back'"
             " AND ground <> 'decided' GROUP BY booking_id) r ON r.booking_id = b.booking_id WHERE o.state IN " +
             detail::state_list(owes_its_fee) +
             " AND COALESCE(r.yen, 0) <= b.paid_yen AND b.charged_yen - COALESCE(r.yen, 0) +"
             " (SELECT COALESCE(SUM(u.amount_yen), 0) FROM ticket_use u WHERE u.booking_id = b.booking_id"
             " AND (u.state = 'used' OR (o.state IN ('used', 'no_show') AND u.returned_for = 'revoked'))) < "
             "b.total_yen"},
        {{"unpaid_permits_are_owed", "Something is owed for every booking that waits to be paid, and only for bookings "
                                     "that are not paid in full."},
         "SELECT 'booking ' || b.booking_id AS item FROM booking b" + owner_of_booking +
             "WHERE o.state = 'permitted_unpaid' AND NOT EXISTS (SELECT 1 FROM obligation g"
             " WHERE g.application_id = b.application_id AND g.owed = 1)"
             " UNION ALL SELECT 'obligation ' || g.obligation_id FROM obligation g WHERE g.owed = 1"
             " AND NOT EXISTS (SELECT 1 FROM booking b" +
             owner_of_booking + "WHERE b.application_id = g.application_id AND b.charged_yen > b.paid_yen)"},
        {{"official_use_is_free", "Nothing is asked for official use."},
         "SELECT 'application ' || p.application_id AS item FROM application p WHERE p.kind = 'official'"
         " AND (EXISTS (SELECT 1 FROM booking b WHERE b.application_id = p.application_id AND b.total_yen > 0)"
         " OR EXISTS (SELECT 1 FROM obligation g WHERE g.application_id = p.application_id))"},
        {{"live_attempts_pay_what_is_owed", "An attempt that may still bring money is for an obligation that is owed."},
         "SELECT 'attempt ' || t.attempt_id AS item FROM payment_attempt t"
         " JOIN obligation g ON g.obligation_id = t.obligation_id WHERE t.live = 1 AND g.state <> 'owed'"},
        {{"live_attempts_are_alive", "An attempt is live exactly in the states in which money may still come."},
         "SELECT 'attempt ' || t.attempt_id AS item FROM payment_attempt t WHERE (COALESCE(t.live, 0) = 1) <>"
         " (t.state IN ('created', 'sent', 'awaiting_user', 'cancel_requested', 'unknown'))"},
        {{"live_attempts_are_watched", "A live attempt has a next step, or was put aside for staff."},
         "SELECT 'attempt ' || t.attempt_id AS item FROM payment_attempt t WHERE t.live = 1"
         " AND t.next_step_at_ms IS NULL AND NOT EXISTS (SELECT 1 FROM payment_event e"
         " WHERE e.attempt_id = t.attempt_id AND e.event = 'quarantined')"},
        {{"staff_end_what_they_dealt_with", "An attempt that staff ended has a case that they dealt with."},
         "SELECT 'attempt ' || e.attempt_id AS item FROM payment_event e WHERE e.event = 'staff_ended'"
         " AND NOT EXISTS (SELECT 1 FROM payment_case c JOIN payment_case_event v ON v.case_id = c.case_id"
         " WHERE c.attempt_id = e.attempt_id AND v.event = 'dealt_with' AND v.by_account IS NOT NULL)"},
        {{"vouchers_are_of_stores", "A number for a convenience store belongs to an attempt that is paid there."},
         "SELECT 'attempt ' || v.attempt_id AS item FROM payment_voucher v"
         " JOIN payment_attempt t ON t.attempt_id = v.attempt_id WHERE t.method <> 'konbini' OR t.provider_ref IS NULL"
         " OR t.redirect_url IS NOT NULL"},
        {{"paid_obligations_have_payments", "Of what is owed so much is paid as attempts, the counter and refunds that "
                                            "were set off brought; all of it when "
                                            "it is paid, nothing when it was released."},
         "SELECT 'obligation ' || g.obligation_id AS item FROM obligation g"
         " WHERE g.paid_yen <> CASE g.state WHEN 'paid' THEN g.amount_yen WHEN 'released' THEN 0 ELSE g.paid_yen END"
         " OR (g.state = 'owed' AND g.paid_yen = g.amount_yen) OR g.paid_yen <>"
         " (SELECT COALESCE(SUM(t.amount_yen), 0) FROM payment_attempt t"
         "   WHERE t.obligation_id = g.obligation_id AND t.state = 'paid')"
         " + (SELECT COALESCE(SUM(c.amount_yen), 0) FROM counter_payment c"
         "   WHERE c.obligation_id = g.obligation_id AND c.state = 'received')"
         " + (SELECT COALESCE(SUM(r.amount_yen), 0) FROM refund r WHERE r.set_off_against = g.obligation_id)"},
        {{"refunds_are_within_payments", "No booking is given back more than was paid for it."},
         "SELECT 'booking ' || b.booking_id AS item FROM booking b"
         " JOIN (SELECT booking_id, SUM(amount_yen) AS yen FROM refund WHERE state <> 'taken_back'"
         " GROUP BY booking_id) r ON r.booking_id = b.booking_id WHERE r.yen > b.paid_yen"},
        {{"refunds_name_what_was_paid", "A refund is of its booking's application and of what that has paid."},
         "SELECT 'refund ' || r.refund_id AS item FROM refund r JOIN booking b ON b.booking_id = r.booking_id"
         " JOIN obligation g ON g.obligation_id = r.obligation_id WHERE r.application_id <> b.application_id"
         " OR g.application_id <> r.application_id OR g.state <> 'paid'"},
        {{"refunds_are_reserved", "Of each payment is set aside what refunds give back of it."},
         "SELECT 'attempt ' || t.attempt_id AS item FROM payment_attempt t LEFT JOIN"
         " (SELECT p.attempt_id, SUM(r.amount_yen) AS yen FROM refund_payout p JOIN refund r"
         " ON r.refund_id = p.refund_id WHERE p.attempt_id IS NOT NULL AND r.state <> 'taken_back'"
         " GROUP BY p.attempt_id) s ON s.attempt_id = t.attempt_id WHERE t.refunded_yen <> COALESCE(s.yen, 0)"},
        {{"refunds_are_approved", "What was sent or paid out was approved, and says how it was paid."},
         "SELECT 'refund ' || r.refund_id AS item FROM refund r LEFT JOIN refund_payout p ON p.refund_id = r.refund_id"
         " WHERE r.state IN ('approved', 'sending', 'in_doubt', 'pending', 'needs_bank_account', 'succeeded',"
         " 'failed', 'paid_out', 'paid_twice') AND (p.approved_by IS NULL"
         " OR (p.paid_out_way IS NOT NULL) <> (r.state IN ('paid_out', 'paid_twice'))"
         " OR (r.state NOT IN ('approved', 'failed', 'paid_out') AND p.refund_ref IS NULL))"},
    };
}

// What lies in the drawers.
std::vector<Rule> rules_of_drawers() {
    std::vector<Rule> rules;
    for (const auto& [name, sentence, statement] : detail::statements_about_drawers())
        rules.push_back({{name, sentence}, statement});
    return rules;
}

// Books of tickets, what was taken off them and what came back.
std::vector<Rule> rules_of_tickets() {
    std::vector<Rule> rules;
    for (const auto& [name, sentence, statement] : detail::statements_about_tickets())
        rules.push_back({{name, sentence}, statement});
    return rules;
}

// What is declared of uses, which reduction they have, and the accounts that amounts belong under.
std::vector<Rule> rules_of_fees() {
    std::vector<Rule> rules;
    for (const auto& [name, sentence, statement] : detail::statements_about_fees())
        rules.push_back({{name, sentence}, statement});
    return rules;
}

// What was decided, and on which way.
std::vector<Rule> rules_of_decisions() {
    return {
        {{"decisions_are_numbered_without_gap", "A series of numbers has each from 1 to its counter once in a year."},
         detail::numbers_with_a_gap},
        {{"papers_are_numbered_without_gap",
          "A series of receipts or payment notices has each number up to its counter."},
         detail::papers_with_a_gap},
        {{"papers_are_of_their_decision", "The paper of a decision is about it and has its number."},
         detail::papers_of_other_decisions},
        {{"refunds_have_decisions", "Every refund was decided, and a decision on refunds names them."},
         detail::refunds_without_decision},
        {{"permits_have_decisions", "Every permitted booking has its permit."},
         detail::permits_without_decision(detail::state_list(owes_its_fee))},
        {{"decisions_have_events", "Every decision is about bookings to which it happened."},
         detail::decisions_without_event},
        {{"decisions_are_of_their_application", "A decision and a review are about their own application."},
         detail::decisions_of_others},
        {{"what_waits_is_reviewed", "Exactly what waits for a decision has an open review."},
         detail::reviews_out_of_step_with_applications},
        {{"approvals_follow_their_route", "Each step is approved once, by its own post and by another person."},
         detail::approvals_off_the_route},
        {{"reviews_are_where_their_events_lead", "The last event of a review leads to the state that it is in."},
         detail::reviews_without_their_last_event},
        {{"changes_keep_while_they_wait",
          "What is kept for a change that was asked for is kept exactly while it waits."},
         detail::changes_that_keep_amiss},
        {{"changes_are_of_their_application", "A change is asked for bookings of its own application."},
         detail::changes_of_others},
    };
}

const std::vector<Rule>& rules() {
    static const std::vector<Rule> all = [] {
        std::vector<Rule> in_order;
        for (auto* const part : {rules_of_occupation, rules_of_counters, rules_of_life, rules_of_money,
                                 rules_of_drawers, rules_of_tickets, rules_of_fees, rules_of_decisions})
            for (Rule& rule : part())
                in_order.push_back(std::move(rule));
        return in_order;
    }();
    return all;
}

Finding find(Session& session, const std::string& statement) {
    Finding broken;
    broken.count = std::get<0>(
        *session.select_one<std::int64_t>(Sql::built("SELECT COUNT(*) FROM (" + statement + ") AS broken")));
    if (broken.count == 0) return broken;
    const Sql first = Sql::built("SELECT item FROM (" + statement + ") AS broken LIMIT :row_limit");
    for (auto& [item] : session.select<std::string>(first, {{"row_limit", Finding::examples_kept}}))
        broken.examples.push_back(std::move(item));
    return broken;
}

} // namespace

std::vector<Invariant> invariants() {
    std::vector<Invariant> all;
    for (const Rule& rule : rules())
        all.push_back(rule.invariant);
    return all;
}

std::vector<Finding> audit(Session& session) {
    return audit_rule_by_rule(session, [](const Invariant&) {});
}

std::vector<Finding> audit_rule_by_rule(Session& session, const RuleBegins& begins) {
    std::vector<Finding> findings;
    for (const Rule& rule : rules()) {
        begins(rule.invariant);
        const auto* statement = std::get_if<std::string>(&rule.check);
        Finding broken =
            statement != nullptr ? find(session, *statement) : std::get<Finding (*)(Session&)>(rule.check)(session);
        broken.invariant = rule.invariant.name;
        if (broken.count > 0) findings.push_back(std::move(broken));
    }
    return findings;
}

} // namespace hiroba::persistence
