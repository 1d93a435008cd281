#include "services/api/application_json.hpp"

#include "services/approval/approval_case.hpp"
#include "services/booking/asked_change.hpp"
#include "services/booking/change_steps.hpp"
#include "services/booking/fee_json.hpp"
#include "services/booking/use_json.hpp"
#include "services/http/problem.hpp"
#include "services/payment/offered_methods.hpp"
#include "services/payment/set_off.hpp"

#include <algorithm>
#include <string>

namespace hiroba::services::api {
namespace {

using nlohmann::json;
using persistence::Booking;

json details_json(const std::optional<persistence::ApplicationDetails>& details) {
    if (!details) return nullptr;
    json body{{"purpose", details->purpose}, {"people", details->people}, {"is_commercial", details->is_commercial}};
    if (details->highest_admission) body["highest_admission_yen"] = details->highest_admission->amount();
    if (details->reduction) body["reduction_code"] = details->reduction->value();
    if (details->activity) body["activity"] = details->activity->value();
    if (details->group_name) body["group_name"] = *details->group_name;
    return body;
}

json refund_terms_json(const ApplicationView& view, const Booking& booking, const Shown& shown) {
    const auto terms = refund_terms(shown.town, view, booking, shown.now);
    if (!terms) return nullptr;
    return {{"percent", terms->percent},         {"days_before", terms->days_before},
            {"fee_yen", terms->of.fee.amount()}, {"kept_yen", terms->of.paid.amount()},
            {"yen", terms->amount.amount()},     {"article", text_json(terms->article)}};
}

json terms_json(const UseTerms& terms) {
    return {{"price_class", code_or_null(terms.price_class)}, {"is_rehearsal", terms.is_rehearsal},
            {"wants_climate", terms.wants_climate},           {"early_minutes", terms.early_minutes},
            {"extension_minutes", terms.extension_minutes},   {"extras", extras_json(terms.extras)}};
}

json reduction_json(const ApplicationView& view, const Shown& shown) {
    if (!view.reduction) return nullptr;
    const auto& reduction = *view.reduction;
    json evidence;
    if (reduction.evidence) evidence = evidence_json(*reduction.evidence, shown.evidence_seen_by);
    return {{"code", reduction.reduction.value()},
            {"state", name_of(reduction.state)},
            {"evidence", std::move(evidence)},
            {"reason", or_null(reduction.reason)},
            {"decided_at_ms", reduction.decided_at ? json(reduction.decided_at->epoch_ms()) : json(nullptr)}};
}

json reason_json(const ApplicationView& view, BookingId booking) {
    const auto reason = view.reasons.find(booking);
    return reason == view.reasons.end() ? json(nullptr) : json(reason->second);
}

Yen total_of(const ApplicationView& view) {
    Yen total;
    for (const Booking& booking : view.bookings)
        if (occupies(booking.state) || booking.state == BookingState::no_show) total += booking.total;
    return total;
}

// What would be paid now: what is owed, or what is held; nothing when there is nothing to do.
Yen amount_to_pay(const ApplicationView& view, const Shown& shown) {
    if (next_step(shown.town, view) == NextStep::none) return {};
    return owed(view) > Yen{0} ? owed(view) : total_of(view) - paid(view);
}

json methods_json(const std::vector<PaymentMethod>& methods) {
    auto names = json::array();
    for (const PaymentMethod method : methods)
        names.push_back(name_of(method));
    return names;
}

json payments_json(const ApplicationView& view) {
    auto payments = json::array();
    for (const auto& payment : view.payments)
        payments.push_back({{"payment_id", std::to_string(payment.id)},
                            {"method", payment.method},
                            {"amount_yen", payment.amount.amount()},
                            {"received_on", payment.received_on.iso8601()},
                            {"at_counter", payment.at_counter},
                            {"undone", payment.undone}});
    return payments;
}

json warnings_json(const ApplicationView& view) {
    auto warnings = json::array();
    for (const Refusal& warning : view.warnings)
        warnings.push_back({{"code", warning.code}, {"facts", http::facts_json(warning)}});
    return warnings;
}

// Names and posts are for staff only.
json decision_json(const persistence::Decision& decision, const ApplicationView& view, const Shown& shown) {
    const DecisionRules& rules = decision_rules(shown.town.town, view.application.facility);
    const Text& authority =
        decision.authority.ja.empty() ? authority_for(rules, decision.kind).name : decision.authority;
    const AppealNotice* appeal = decision.appeal ? find_appeal(rules, *decision.appeal) : nullptr;
    const Post* post = decision.post ? find_post(shown.town.town, *decision.post) : nullptr;
    auto bookings = json::array();
    for (const BookingId booking : decision.bookings)
        bookings.push_back(id_json(booking));
    auto conditions = json::array();
    for (const Text& condition : decision.conditions)
        conditions.push_back(text_json(condition));
    const bool is_staff = shown.holder.has_value();
    return {{"decision_id", id_json(decision.id)},
            {"kind", name_of(decision.kind)},
            {"number", decision.number},
            {"decided_on", decision.decided_on.iso8601()},
            {"booking_ids", std::move(bookings)},
            {"automatic", !decision.decided_by.has_value()},
            {"conditions", std::move(conditions)},
            {"reason", decision.reason.empty() ? json(nullptr) : json(decision.reason)},
            {"authority", text_json(authority.ja.empty() ? shown.town.town.name : authority)},
            {"appeal", appeal == nullptr ? json(nullptr) : text_json(appeal->text)},
            {"decided_by", is_staff && decision.decided_by ? json(decision.decided_by_name) : json(nullptr)},
            {"post", is_staff && post != nullptr ? text_json(post->name) : json(nullptr)},
            {"as_deputy", is_staff && decision.as_deputy},
            {"outside_number",
             is_staff && !decision.outside_number.empty() ? json(decision.outside_number) : json(nullptr)}};
}

// Which step of how many, without names.
json review_standing_json(const ApplicationView& view, const Shown& shown) {
    if (!view.review) return nullptr;
    const auto waiting = bookings_in(view, BookingState::under_review);
    const auto steps = static_cast<int>(route_of(shown.town, view, waiting).posts.size());
    return {{"step", view.review->step}, {"steps", view.review->steps.value_or(steps)}};
}

json voucher_json(const std::optional<persistence::Voucher>& voucher) {
    if (!voucher) return nullptr;
    auto stores = json::array();
    for (const auto& number : voucher->stores)
        stores.push_back({{"store", number.store},
                          {"payment_code", number.payment_code},
                          {"confirmation_number",
                           number.confirmation_number.empty() ? json(nullptr) : json(number.confirmation_number)}});
    return {{"url", voucher->url.empty() ? json(nullptr) : json(voucher->url)},
            {"expires_at_ms", voucher->expires_at.epoch_ms()},
            {"stores", std::move(stores)}};
}

} // namespace

json attempt_json(const persistence::Attempt& attempt, const std::optional<persistence::Voucher>& voucher) {
    return {{"attempt_id", id_json(attempt.id)},
            {"application_id", id_json(attempt.application)},
            {"state", attempt.state},
            {"method", attempt.method},
            {"amount_yen", attempt.amount.amount()},
            {"redirect_url", or_null(attempt.redirect_url)},
            {"expires_at_ms", attempt.expires_at.epoch_ms()},
            {"voucher", voucher_json(voucher)}};
}

json evidence_json(const persistence::SeenEvidence& evidence, const std::optional<std::string>& seen_by) {
    return {{"kind", text_json(evidence.kind)}, {"seen_on", evidence.seen_on.iso8601()}, {"seen_by", or_null(seen_by)}};
}

json refund_json(const persistence::Refund& refund) {
    return {{"refund_id", id_json(refund.id)},
            {"application_id", id_json(refund.application)},
            {"booking_id", refund.booking ? json(id_json(*refund.booking)) : json(nullptr)},
            {"ground", name_of(refund.ground)},
            {"cause", name_of(refund.cause)},
            {"state", name_of(refund.state)},
            {"yen", refund.amount.amount()},
            {"percent", refund.percent},
            {"article", text_json(refund.article)},
            {"reason", or_null(refund.reason)},
            {"created_at_ms", refund.created_at.epoch_ms()}};
}

json booking_json(const Booking& booking, const ApplicationView& view, const Shown& shown) {
    const Unpaid unpaid = unpaid_of(view, booking);
    return {{"booking_id", id_json(booking.id)},
            {"application_id", id_json(booking.application)},
            {"state", name_of(booking.state)},
            {"facility", booking.facility.value()},
            {"space", booking.space.value()},
            {"date", booking.start.date.iso8601()},
            {"start", booking.start.time.hh_mm()},
            {"last_date", booking.end.date.iso8601()},
            {"end", booking.end.time.hh_mm()},
            {"band", code_or_null(booking.band)},
            {"nights", or_null(booking.nights)},
            {"terms", terms_json(booking.terms)},
            {"equipment", equipment_json(booking.equipment)},
            {"fee", json::parse(booking.quote_json)},
            {"paid", booking.paid > Yen{0} && booking.paid >= booking.charged},
            {"unpaid_yen", unpaid.amount.amount()},
            {"older_difference_yen", unpaid.older_difference.amount()},
            {"counts_in_day_cap", booking.counted_in_cap.has_value()},
            {"refund", refund_terms_json(view, booking, shown)},
            {"changeable", is_changeable(view, booking, shown.now)},
            {"reason", reason_json(view, booking.id)}};
}

json change_request_json(const persistence::ChangeRequest& request, const ApplicationView& view, const Shown& shown) {
    const ChangeCommand command = read_change(view.application.id, request.command);
    auto uses = json::array();
    for (const persistence::AskedUse& use : request.uses) {
        const auto booking = std::ranges::find(view.bookings, use.booking, &Booking::id);
        if (booking == view.bookings.end()) continue;
        const UseRequest wanted = changed_request(shown.town, *booking, command);
        uses.push_back({{"booking_id", id_json(use.booking)},
                        {"space", use.space.value()},
                        {"date", use.start.date.iso8601()},
                        {"start", use.start.time.hh_mm()},
                        {"last_date", use.end.date.iso8601()},
                        {"end", use.end.time.hh_mm()},
                        {"terms", terms_json(wanted.terms)},
                        {"equipment", equipment_json(wanted.equipment)},
                        {"total_yen", use.total.amount()}});
    }
    return {{"uses", std::move(uses)},
            {"declared", command.declared ? declared_json(*command.declared) : json(nullptr)},
            {"at_desk", request.asked_by_staff},
            {"words", request.words.empty() ? json(nullptr) : json(request.words)},
            {"asked_at_ms", request.asked_at.epoch_ms()},
            {"expires_at_ms", request.expires_at.epoch_ms()}};
}

json application_json(const ApplicationView& view, const Shown& shown) {
    const auto& application = view.application;
    auto bookings = json::array();
    for (const Booking& booking : view.bookings)
        bookings.push_back(booking_json(booking, view, shown));
    auto refunds = json::array();
    for (const auto& refund : view.refunds)
        refunds.push_back(refund_json(refund));
    auto decisions = json::array();
    for (const auto& decision : view.decisions)
        decisions.push_back(decision_json(decision, view, shown));
    return {{"application_id", id_json(application.id)},
            {"number", or_null(application.number)},
            {"kind", name_of(application.kind)},
            {"state", name_of(state_of(view.bookings))},
            {"next_step", name_of(next_step(shown.town, view))},
            {"facility", application.facility.value()},
            {"user_class", name_of(application.user_class)},
            {"details", details_json(application.details)},
            {"reduction", reduction_json(view, shown)},
            {"bookings", std::move(bookings)},
            {"total_yen", total_of(view).amount()},
            {"owed_yen", owed(view).amount()},
            {"paid_yen", paid(view).amount()},
            {"payment_methods",
             methods_json(offered_methods(shown.town, shown.gateways, view, amount_to_pay(view, shown), shown.now))},
            {"counter_methods",
             methods_json(counter_methods(shown.town, application.facility, amount_to_pay(view, shown)))},
            {"payment_plan", view.plan ? json(name_of(view.plan->method)) : json(nullptr)},
            {"payments", payments_json(view)},
            {"refunds", std::move(refunds)},
            {"decisions", std::move(decisions)},
            {"review", review_standing_json(view, shown)},
            {"change_request",
             view.change_request ? change_request_json(*view.change_request, view, shown) : json(nullptr)},
            {"hold_expires_at_ms", instant_or_null(deadline_of(view, BookingState::held))},
            {"payment_due_at_ms", instant_or_null(payment_due_of(view))},
            {"attempt", view.attempt ? attempt_json(*view.attempt, view.voucher) : json(nullptr)},
            {"warnings", warnings_json(view)},
            {"holder", or_null(shown.holder)},
            {"version", application.version},
            {"created_at_ms", application.created_at.epoch_ms()},
            {"server_time_ms", shown.now.epoch_ms()}};
}

json history_json(persistence::Session& session, const ApplicationView& view) {
    struct Line {
        BookingId booking;
        persistence::BookingHistory what;
    };
    std::vector<Line> lines;
    for (const Booking& booking : view.bookings)
        for (auto& line : persistence::history_of(session, booking.id))
            lines.push_back({booking.id, std::move(line)});
    std::ranges::stable_sort(lines, {}, [](const Line& line) { return line.what.at; });
    auto history = json::array();
    for (const auto& [booking, what] : lines) {
        const bool by_applicant = what.account == view.application.account;
        history.push_back({{"booking_id", id_json(booking)},
                           {"event", what.event},
                           {"at_ms", what.at.epoch_ms()},
                           {"by", !what.account  ? "system"
                                  : by_applicant ? "applicant"
                                                 : "staff"},
                           {"note", or_null(what.note)}});
    }
    return history;
}

json held_json(const HeldApplication& held, const Shown& shown) {
    auto left_out = json::array();
    for (const LeftOut& left : held.left_out)
        left_out.push_back(
            {{"index", left.index}, {"code", left.refusal.code}, {"facts", http::facts_json(left.refusal)}});
    return {{"application", application_json(held.view, shown)}, {"left_out", std::move(left_out)}};
}

json board_booking_json(const persistence::BookingForStaff& found) {
    const auto& [booking, application, holder] = found;
    const auto& details = application.details;
    return {{"booking_id", id_json(booking.id)},
            {"application_id", id_json(application.id)},
            {"number", or_null(application.number)},
            {"kind", name_of(application.kind)},
            {"state", name_of(booking.state)},
            {"facility", booking.facility.value()},
            {"space", booking.space.value()},
            {"date", booking.start.date.iso8601()},
            {"start", booking.start.time.hh_mm()},
            {"last_date", booking.end.date.iso8601()},
            {"end", booking.end.time.hh_mm()},
            {"equipment", equipment_json(booking.equipment)},
            {"activity", details ? code_or_null(details->activity) : json(nullptr)},
            {"purpose", details ? json(details->purpose) : json(nullptr)},
            {"group_name", details ? or_null(details->group_name) : json(nullptr)},
            {"people", details ? json(details->people) : json(nullptr)},
            {"holder", holder},
            {"owed", booking.charged > booking.paid}};
}

json found_json(const persistence::FoundApplication& found) {
    const auto& application = found.application;
    const auto& details = application.details;
    auto bookings = json::array();
    for (const auto& booking : found.bookings)
        bookings.push_back({{"booking_id", id_json(booking.id)},
                            {"space", booking.space.value()},
                            {"state", name_of(booking.state)},
                            {"date", booking.start.date.iso8601()},
                            {"start", booking.start.time.hh_mm()},
                            {"last_date", booking.end.date.iso8601()},
                            {"end", booking.end.time.hh_mm()}});
    return {{"application_id", id_json(application.id)},
            {"number", or_null(application.number)},
            {"kind", name_of(application.kind)},
            {"facility", application.facility.value()},
            {"holder", found.holder},
            {"purpose", details ? json(details->purpose) : json(nullptr)},
            {"group_name", details ? or_null(details->group_name) : json(nullptr)},
            {"bookings", std::move(bookings)}};
}

} // namespace hiroba::services::api
