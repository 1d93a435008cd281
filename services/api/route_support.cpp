#include "services/api/route_support.hpp"

#include "domain/core/utf8.hpp"
#include "services/accounts/log_in.hpp"
#include "services/accounts/passwords.hpp"

#include <algorithm>
#include <map>

namespace hiroba::services::api {
namespace {

// 404: it is not there (for this person). 409: it is there, and its state says no. 422: the request can never work.
int status_of(const std::string& code) {
    static const std::map<std::string, int, std::less<>> statuses{
        {"invalid_date", 400},
        {"invalid_month", 400},
        {"invalid_time", 400},
        {"find_too_short", 400},
        {"find_too_long", 400},
        {"empty_time_range", 422},
        {"unknown_facility", 404},
        {"unknown_space", 404},
        {"booking_not_found", 404},
        {"application_not_found", 404},
        {"account_not_found", 404},
        {"closure_not_found", 404},
        {"opening_not_found", 404},
        {"suspension_not_found", 404},
        {"reduction_not_found", 404},
        {"waiting_not_found", 404},
        {"attempt_not_found", 404},
        {"attachment_not_found", 404},
        {"attachment_limit_reached", 409},
        {"attachment_space_used_up", 409},
        {"attachment_too_large", 413},
        {"attachment_type_refused", 415},
        {"attachment_heic", 415},
        {"document_not_found", 404},
        {"not_issuable", 409},
        {"review_not_found", 404},
        {"deputy_not_found", 404},
        {"unknown_post", 404},
        {"already_taken", 409},
        {"closed_day", 409},
        {"closed_by_exception", 409},
        {"closure", 409},
        {"preparation_time", 409},
        {"class_cannot_book", 409},
        {"quota_reached", 409},
        {"too_much_equipment", 409},
        {"too_few_free", 409},
        {"too_many_days_in_a_row", 409},
        {"disturbs_neighbour", 409},
        {"suspended", 409},
        {"needs_review", 409},
        {"nothing_owed", 409},
        {"unknown_ticket", 404},
        {"book_not_found", 404},
        {"use_not_found", 404},
        {"book_undone", 409},
        {"book_of_somebody_else", 409},
        {"book_not_refundable", 409},
        {"tickets_used", 409},
        {"tickets_expired", 409},
        {"tickets_of_other_kind", 409},
        {"already_covered", 409},
        {"too_few_tickets", 409},
        {"already_returned", 409},
        {"visit_is_over", 409},
        {"paid_with_tickets", 409},
        {"tickets_would_be_lost", 409},
        {"use_has_begun", 409},
        {"too_early", 409},
        {"refund_sent", 409},
        {"refund_not_found", 404},
        {"refund_changed", 409},
        {"second_person_needed", 409},
        {"no_provider", 409},
        {"case_not_found", 404},
        {"case_settled", 409},
        {"action_not_possible", 409},
        {"amount_differs", 409},
        {"nothing_to_refund", 409},
        {"reduction_ended", 409},
        {"reduction_waits", 409},
        {"no_reduction_asked", 409},
        {"reduction_takes_nothing_off", 409},
        {"closure_lifted", 409},
        {"space_has_bookings", 409},
        {"town_changed", 409},
        {"payment_outstanding", 409},
        {"stale_version", 409},
        {"wrong_review_state", 409},
        {"approval_required", 409},
        {"no_approval_route", 409},
        {"change_requested_already", 409},
        {"needs_no_review", 409},
        {"not_your_step", 409},
        {"deputy_period_over", 409},
        {"drafter_cannot_approve", 409},
        {"already_approved", 409},
        {"consultation_open", 409},
        {"not_the_drafter", 409},
        {"not_last_step", 409},
        {"proposal_is_refusal", 409},
        {"already_asked", 409},
        {"not_asked", 409},
        {"nothing_to_acknowledge", 409},
        {"not_your_post", 409},
        {"deputy_is_holder", 409},
        {"no_waiting_list", 409},
        {"slot_is_free", 409},
        {"already_waiting", 409},
        {"already_yours", 409},
        {"waiting_limit_reached", 409},
        {"already_suspended", 409},
        {"before_booking_window", 409},
        {"after_booking_window", 409},
        {"too_far_ahead", 409},
        {"hold_expired", 409},
        {"hold_limit_reached", 409},
        {"hold_extension_limit", 409},
        {"wrong_state", 409},
        {"details_missing", 409},
        {"attempt_in_progress", 409},
        {"too_many_attempts", 409},
        {"drawer_not_found", 404},
        {"shift_not_found", 404},
        {"payment_not_found", 404},
        {"drawer_is_open", 409},
        {"holds_another_drawer", 409},
        {"shift_is_closed", 409},
        {"shift_is_open", 409},
        {"not_your_drawer", 409},
        {"difference_unexplained", 409},
        {"drawer_has_moved", 409},
        {"own_shift", 409},
        {"already_looked_at", 409},
        {"no_open_drawer", 409},
        {"drawer_of_another_payee", 409},
        {"drawer_short", 409},
        {"too_much", 409},
        {"reference_used", 409},
        {"already_undone", 409},
        {"needs_refund", 409},
        {"method_not_offered", 409},
        {"unknown_provider", 404},
        {"attempt_changed", 409},
        {"payment_due_passed", 409},
        {"already_paid", 409},
        {"idempotency_key_reused", 409},
        {"wrong_credentials", 401},
        {"too_many_log_ins", 429},
        {"too_busy", 429},
        {"missing_signature", 400},
        {"malformed_signature", 400},
        {"bad_signature", 400},
        {"signature_too_old", 400},
        {"not_json", 400},
        {"not_an_event", 400},
        {"wrong_mode", 400},
    };
    const auto found = statuses.find(code);
    return found == statuses.end() ? 422 : found->second;
}

bool handles_money(Role role) { return role == Role::desk || role == Role::finance; }

bool reviews(Role role) { return role == Role::desk || role == Role::approver; }

bool is_key_character(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

bool is_code(const std::string& text) {
    return !text.empty() && text.size() <= 40 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
}

} // namespace

http::Response refused(const Refusal& refusal, const nlohmann::json& more) {
    auto response = http::refusal_response(refusal, status_of(refusal.code), more);
    if (response.status != 429) return response;
    const auto wait = refusal.facts.find("retry_after_seconds");
    const std::int64_t seconds = wait == refusal.facts.end() ? 2 : std::get<std::int64_t>(wait->second);
    http::set_header(response, "Retry-After", std::to_string(seconds));
    return response;
}

std::optional<persistence::LoginSession> RouteSupport::session(const http::Request& request) const {
    const auto cookie = request.cookies.find(std::string{http::session_cookie_name(options.secure_cookies)});
    if (cookie == request.cookies.end()) return std::nullopt;
    return session_of(context, cookie->second);
}

Answered<persistence::LoginSession> RouteSupport::logged_in(const http::Request& request) const {
    if (auto found = session(request)) return std::move(*found);
    return tl::unexpected(http::problem(401, "not_logged_in"));
}

Answered<persistence::LoginSession> RouteSupport::with_role(const http::Request& request, Role role) const {
    auto login = logged_in(request);
    if (login && login->account.role != role) return tl::unexpected(http::problem(403, "wrong_role"));
    return login;
}

std::optional<http::Response> RouteSupport::refuse_foreign_origin(const http::Request& request) const {
    const std::string own =
        options.public_origin.empty() ? "http://" + request.header("host").value_or("") : options.public_origin;
    return http::refuse_cross_site(request, own);
}

Answered<persistence::LoginSession> RouteSupport::may_change(const http::Request& request) const {
    if (auto foreign = refuse_foreign_origin(request)) return tl::unexpected(std::move(*foreign));
    auto login = logged_in(request);
    if (!login) return login;
    if (!equal_in_constant_time(request.header("x-csrf-token").value_or(""), login->csrf_token))
        return tl::unexpected(http::problem(403, "csrf_token_invalid"));
    return login;
}

Answered<persistence::LoginSession> RouteSupport::resident_may_change(const http::Request& request) const {
    auto login = may_change(request);
    if (login && login->account.role != Role::resident) return tl::unexpected(http::problem(403, "wrong_role"));
    return login;
}

Answered<persistence::LoginSession> RouteSupport::resident_or_desk(const http::Request& request) const {
    auto login = logged_in(request);
    if (login && login->account.role != Role::resident && login->account.role != Role::desk)
        return tl::unexpected(http::problem(403, "wrong_role"));
    return login;
}

Answered<persistence::LoginSession> RouteSupport::resident_or_desk_may_change(const http::Request& request) const {
    auto login = may_change(request);
    if (login && login->account.role != Role::resident && login->account.role != Role::desk)
        return tl::unexpected(http::problem(403, "wrong_role"));
    return login;
}

Answered<persistence::LoginSession> RouteSupport::resident_or_reviewer(const http::Request& request) const {
    auto login = logged_in(request);
    if (login && login->account.role != Role::resident && !reviews(login->account.role))
        return tl::unexpected(http::problem(403, "wrong_role"));
    return login;
}

Answered<persistence::LoginSession> RouteSupport::desk_may_change(const http::Request& request) const {
    auto login = may_change(request);
    if (login && login->account.role != Role::desk) return tl::unexpected(http::problem(403, "wrong_role"));
    return login;
}

Answered<persistence::LoginSession> RouteSupport::desk_or_finance(const http::Request& request) const {
    auto login = logged_in(request);
    if (login && !handles_money(login->account.role)) return tl::unexpected(http::problem(403, "wrong_role"));
    return login;
}

Answered<persistence::LoginSession> RouteSupport::desk_or_finance_may_change(const http::Request& request) const {
    auto login = may_change(request);
    if (login && !handles_money(login->account.role)) return tl::unexpected(http::problem(403, "wrong_role"));
    return login;
}

Answered<persistence::LoginSession> RouteSupport::reviewer(const http::Request& request) const {
    auto login = logged_in(request);
    if (login && !reviews(login->account.role)) return tl::unexpected(http::problem(403, "wrong_role"));
    return login;
}

Answered<persistence::LoginSession> RouteSupport::reviewer_may_change(const http::Request& request) const {
    auto login = may_change(request);
    if (login && !reviews(login->account.role)) return tl::unexpected(http::problem(403, "wrong_role"));
    return login;
}

Viewer viewer_of(const persistence::Account& account) { return {account.id, account.role == Role::desk}; }

Shown shown_to(persistence::Session& session, const persistence::Account& account, const ApplicationView& view,
               const TownInForce& town, const Context& context) {
    Shown shown{town, context.gateways, context.clock.now()};
    if (account.role != Role::desk) return shown;
    const auto holder = persistence::find_account(session, view.application.account);
    shown.holder = holder ? holder->display_name : "";
    if (view.reduction && view.reduction->decided_by) {
        const auto staff = persistence::find_account(session, *view.reduction->decided_by);
        if (staff) shown.evidence_seen_by = staff->display_name;
    }
    return shown;
}

http::Response RouteSupport::answered(const Result<ApplicationView>& view, const persistence::Account& account,
                                      int status) const {
    if (!view) return refused(view.error());
    const auto town = context.catalog.current();
    if (account.role != Role::desk)
        return http::json_response(status, application_json(*view, {*town, context.gateways, context.clock.now()}));
    return http::json_response(status, context.database.read([&](persistence::Session& session) {
        return application_json(*view, shown_to(session, account, *view, *town, context));
    }));
}

nlohmann::json free_use_json(const FreeUse& use) {
    nlohmann::json body{{"facility", use.facility->code.value()}, {"space", use.space->code.value()},
                        {"date", use.request.date.iso8601()},     {"start", use.time.start().hh_mm()},
                        {"end", use.time.end().hh_mm()},          {"price_yen", use.price.amount()}};
    if (use.request.band) body["band"] = use.request.band->value();
    if (use.request.nights) body["nights"] = *use.request.nights;
    return body;
}

Answered<ApplicationId> application_id(const http::Request& request) {
    return path_id<ApplicationId>(request, "application_id", "application_not_found");
}

Answered<std::string> idempotency_key(const http::Request& request) {
    auto key = request.header("idempotency-key").value_or("");
    if (key.size() < 16 || key.size() > 64 || !std::all_of(key.begin(), key.end(), is_key_character))
        return tl::unexpected(http::problem(400, "idempotency_key_missing"));
    return key;
}

std::optional<http::Response> refuse_unknown_parameters(const http::Request& request,
                                                        std::initializer_list<std::string_view> known) {
    for (const auto& [name, value] : request.query_parameters)
        if (std::find(known.begin(), known.end(), name) == known.end())
            return http::problem(400, "unknown_query_parameter", {{"parameter", std::string{beginning_of(name, 40)}}});
    return std::nullopt;
}

Answered<LocalDate> query_date(const http::Request& request, std::string_view name) {
    const auto word = http::query_word(request, name);
    if (!word) return tl::unexpected(word.error());
    const auto date = LocalDate::parse(*word);
    if (!date) return tl::unexpected(refused(date.error()));
    return *date;
}

Answered<std::string> query_code(const http::Request& request, std::string_view name) {
    auto word = http::query_word(request, name);
    if (word && !is_code(*word))
        return tl::unexpected(http::problem(400, "invalid_query_parameter", {{"parameter", std::string{name}}}));
    return word;
}

http::Response accepted(http::Response response) {
    constexpr int status_ok = 200;
    constexpr int status_accepted = 202;
    if (response.status == status_ok) response.status = status_accepted;
    return response;
}

Answered<UserClass> query_user_class(const http::Request& request) {
    const auto given = request.query_parameters.find("user_class");
    if (given == request.query_parameters.end()) return UserClass::in_town;
    const auto user_class = user_class_named(given->second);
    if (!user_class)
        return tl::unexpected(http::problem(400, "invalid_query_parameter", {{"parameter", "user_class"}}));
    return *user_class;
}

} // namespace hiroba::services::api
