#include "persistence/repositories/closed_holds.hpp"
#include "services/accounts/passwords.hpp"
#include "services/api/application_json.hpp"
#include "services/api/body_reader.hpp"
#include "services/api/change_reader.hpp"
#include "services/api/route_support.hpp"
#include "services/api/use_reader.hpp"
#include "services/approval/reviews.hpp"
#include "services/availability/availability.hpp"
#include "services/board/look_log.hpp"
#include "services/booking/asked_change.hpp"
#include "services/booking/cancel.hpp"
#include "services/booking/change.hpp"
#include "services/booking/fee_json.hpp"
#include "services/booking/hold.hpp"
#include "services/booking/neighbours.hpp"
#include "services/booking/permit.hpp"
#include "services/booking/series.hpp"

namespace hiroba::services::api {
namespace {

using nlohmann::json;

constexpr int applications_listed = 100;
constexpr std::size_t nearest_told = 5;

// Who came too late is told at once what is nearest.
http::Response too_late(const RouteSupport& support, const Refusal& refusal, const UseRequest& taken,
                        UserClass user_class) {
    const auto town = support.context.catalog.current();
    auto nearest = json::array();
    for (const FreeUse& use :
         nearest_to(support.source(*town), taken, {user_class, support.context.clock.now()}, nearest_told))
        nearest.push_back(free_use_json(use));
    return refused(refusal, {{"nearest", std::move(nearest)}});
}

http::Response hold(const RouteSupport& support, const http::Request& request) {
    const auto login = support.resident_may_change(request);
    if (!login) return login.error();
    const auto key = idempotency_key(request);
    if (!key) return key.error();
    const auto parsed = http::parse_json_body(request);
    if (!parsed) return parsed.error();
    BodyReader reader(*parsed);
    const auto bodies = read_uses(reader);
    const Fitting fitting = read_fitting(reader);
    if (auto faults = reader.finish()) return *faults;
    auto uses = use_requests(bodies);
    if (!uses) return refused(uses.error());
    const auto held = hold_spaces(support.context, login->account, {*uses, fitting, *key, sha256_hex(parsed->dump())});
    if (held)
        return http::json_response(201, held_json(*held, Shown{*support.context.catalog.current(),
                                                               support.context.gateways, support.context.clock.now()}));
    if (held.error().code == "already_taken" && uses->size() == 1)
        return too_late(support, held.error(), uses->front(), login->account.user_class);
    return refused(held.error());
}

http::Response list(const RouteSupport& support, const http::Request& request) {
    const auto login = support.with_role(request, Role::resident);
    if (!login) return login.error();
    const auto town = support.context.catalog.current();
    const Shown shown{*town, support.context.gateways, support.context.clock.now()};
    const auto views = support.context.database.read(
        [&](persistence::Session& session) { return views_of(session, login->account.id, applications_listed); });
    auto applications = json::array();
    for (const ApplicationView& view : views)
        applications.push_back(application_json(view, shown));
    return http::json_response(200, {{"applications", std::move(applications)}});
}

// Of what is not applied for yet: it can still be changed for another room or time.
std::vector<Refusal> warnings_of(persistence::Session& session, const TownInForce& town, const ApplicationView& view) {
    std::vector<Refusal> warnings;
    if (state_of(view.bookings) != ApplicationState::held || !view.application.details) return warnings;
    for (const auto& booking : view.bookings)
        if (const auto found = look_at_neighbours(session, town, booking, view.application.details->activity))
            warnings.insert(warnings.end(), found->begin(), found->end());
    return warnings;
}

// Nothing was decided about a hold that a closure ended, so the closure itself says why.
json closed_holds_json(persistence::Session& session, const ApplicationView& view) {
    std::vector<BookingId> revoked;
    for (const auto& booking : view.bookings)
        if (booking.state == BookingState::revoked) revoked.push_back(booking.id);
    auto closed = json::array();
    for (const auto& hold : persistence::closed_holds(session, revoked))
        closed.push_back({{"booking_id", id_json(hold.booking)}, {"reason", text_json(hold.reason)}});
    return closed;
}

http::Response get(const RouteSupport& support, const http::Request& request) {
    const auto login = support.resident_or_desk(request);
    if (!login) return login.error();
    const auto id = application_id(request);
    if (!id) return id.error();
    const auto town = support.context.catalog.current();
    const Viewer viewer = viewer_of(login->account);
    auto body = support.context.database.read([&](persistence::Session& session) -> Result<json> {
        auto view = view_application(session, viewer, *id);
        if (!view) return tl::unexpected(view.error());
        view->warnings = warnings_of(session, *town, *view);
        json told = application_json(*view, shown_to(session, login->account, *view, *town, support.context));
        told["history"] = history_json(session, *view);
        told["closed_holds"] = closed_holds_json(session, *view);
        return told;
    });
    if (!body) return refused(body.error());
    if (viewer.is_staff) log_application_looks(support.context, login->account.id, {*id});
    return http::json_response(200, *body);
}

http::Response put_details_route(const RouteSupport& support, const http::Request& request) {
    const auto login = support.resident_may_change(request);
    if (!login) return login.error();
    const auto id = application_id(request);
    if (!id) return id.error();
    const auto parsed = http::parse_json_body(request);
    if (!parsed) return parsed.error();
    BodyReader reader(*parsed);
    const DetailsCommand command{*id, read_details(reader), read_terms_orders(reader)};
    if (auto faults = reader.finish()) return *faults;
    return support.answered(put_details(support.context, login->account, command), login->account);
}

http::Response extend(const RouteSupport& support, const http::Request& request) {
    const auto login = support.resident_may_change(request);
    if (!login) return login.error();
    const auto id = application_id(request);
    if (!id) return id.error();
    return support.answered(extend_hold(support.context, login->account, *id), login->account);
}

http::Response submit_route(const RouteSupport& support, const http::Request& request) {
    const auto login = support.resident_may_change(request);
    if (!login) return login.error();
    const auto id = application_id(request);
    if (!id) return id.error();
    return support.answered(submit_application(support.context, login->account, *id), login->account);
}

http::Response cancel(const RouteSupport& support, const http::Request& request) {
    const auto login = support.resident_or_desk_may_change(request);
    if (!login) return login.error();
    const auto id = application_id(request);
    if (!id) return id.error();
    const auto parsed = http::parse_json_body(request);
    if (!parsed) return parsed.error();
    BodyReader reader(*parsed);
    CancelCommand command{*id, {}};
    if (reader.has("booking_ids")) command.only = read_booking_ids(reader, {1, 400});
    if (auto faults = reader.finish()) return *faults;
    const auto view = cancel_application(support.context, viewer_of(login->account), command);
    const bool waits = view && has_live_attempt(*view);
    return support.answered(view, login->account, waits ? 202 : 200);
}

// The change that a request asks for, by somebody who may.
struct ChangeAsked {
    persistence::LoginSession login;
    ChangeCommand command;
    std::string words;
};
Answered<ChangeAsked> asked_change(const http::Request& request, Answered<persistence::LoginSession> login) {
    if (!login) return tl::unexpected(login.error());
    const auto id = application_id(request);
    if (!id) return tl::unexpected(id.error());
    const auto parsed = http::parse_json_body(request);
    if (!parsed) return tl::unexpected(parsed.error());
    BodyReader reader(*parsed);
    const ChangeBody body = read_change_body(reader);
    if (auto faults = reader.finish()) return tl::unexpected(*faults);
    auto command = change_command(*id, body);
    if (!command) return tl::unexpected(refused(command.error()));
    command->request_hash = sha256_hex(std::to_string(id->value()) + parsed->dump());
    return ChangeAsked{std::move(*login), std::move(*command), body.words};
}

// The same, to be made once: under the key that the request names.
Answered<ChangeAsked> change_once(const http::Request& request, Answered<persistence::LoginSession> login) {
    auto key = idempotency_key(request);
    if (!key) return tl::unexpected(key.error());
    auto asked = asked_change(request, std::move(login));
    if (asked) asked->command.idempotency_key = std::move(*key);
    return asked;
}

// It can be applied for, with these figures.
bool is_only_reviewed(const PlannedChange& change) {
    return change.needs_review && change.refusal && change.refusal->code == "needs_review";
}

json planned_json(const PlannedChange& change) {
    return {{"booking_id", id_json(change.before.id)},
            {"space", change.request.space.value()},
            {"date", change.start.date.iso8601()},
            {"start", change.start.time.hh_mm()},
            {"last_date", change.end.date.iso8601()},
            {"end", change.end.time.hh_mm()},
            {"old_yen", change.before.total.amount()},
            {"new_yen", change.total.amount()},
            {"additional_yen", change.additional.amount()},
            {"refund", change.refund.amount == Yen{0} ? json(nullptr)
                                                      : json{{"percent", change.refund.percent},
                                                             {"yen", change.refund.amount.amount()},
                                                             {"article", text_json(change.refund.article)}}},
            {"tickets",
             {{"before", change.tickets.before},
              {"come_back", change.tickets.come_back},
              {"more", change.tickets.more},
              {"yen", change.tickets.amount.amount()}}},
            {"needs_review", change.needs_review},
            {"fee",
             change.quote && (!change.refusal || is_only_reviewed(change)) ? fee_json(*change.quote) : json(nullptr)},
            {"code", change.refusal ? json(change.refusal->code) : json(nullptr)},
            {"facts", change.refusal ? http::facts_json(*change.refusal) : json::object()}};
}

http::Response preview_change_route(const RouteSupport& support, const http::Request& request) {
    const auto asked = asked_change(request, support.resident_or_desk_may_change(request));
    if (!asked) return asked.error();
    const auto plan = preview_change(support.context, viewer_of(asked->login.account), asked->command);
    if (!plan) return refused(plan.error());
    auto changes = json::array();
    for (const PlannedChange& change : plan->changes)
        changes.push_back(planned_json(change));
    return http::json_response(200, {{"changes", std::move(changes)},
                                     {"difference_yen", plan->difference.amount()},
                                     {"refund_yen", plan->refund.amount()},
                                     {"set_off_yen", plan->set_off.amount()},
                                     {"earlier_set_off_yen", plan->earlier_set_off.amount()},
                                     {"moved_yen", plan->moved.amount()},
                                     {"due_at_ms", instant_or_null(plan->due)},
                                     {"possible", plan->is_possible()}});
}

// What was asked for a moment ago, under the same key, waits for the posts.
bool is_drafted(const ApplicationView& view, const ChangeCommand& command) {
    return view.change_request && view.change_request->command == written_change(command);
}

http::Response change_route(const RouteSupport& support, const http::Request& request) {
    const auto asked = change_once(request, support.resident_or_desk_may_change(request));
    if (!asked) return asked.error();
    const persistence::Account& account = asked->login.account;
    const auto made = change_application(support.context, viewer_of(account), asked->command);
    if (made) return support.answered(made, account, is_drafted(*made, asked->command) ? 202 : 200);
    if (made.error().code != "approval_required") return refused(made.error());
    const ChangeDraft draft{.application = asked->command.application,
                            .version = asked->command.version,
                            .change = asked->command,
                            .words = asked->words};
    return support.answered(draft_change(support.context, account, draft), account, 202);
}

http::Response apply_for_change_route(const RouteSupport& support, const http::Request& request) {
    const auto asked = change_once(request, support.resident_may_change(request));
    if (!asked) return asked.error();
    const persistence::Account& account = asked->login.account;
    return support.answered(apply_for_change(support.context, viewer_of(account), {asked->command, asked->words}),
                            account);
}

http::Response withdraw_change_route(const RouteSupport& support, const http::Request& request) {
    const auto login = support.resident_or_desk_may_change(request);
    if (!login) return login.error();
    const auto id = application_id(request);
    if (!id) return id.error();
    const auto parsed = http::parse_json_body(request);
    if (!parsed) return parsed.error();
    BodyReader reader(*parsed);
    const auto version = reader.optional_number("version", any_version);
    if (auto faults = reader.finish()) return *faults;
    return support.answered(withdraw_change(support.context, viewer_of(login->account), *id, version), login->account);
}

// A resident asks for themselves; the desk for somebody, whose other uses of a day it sees by that, or for nobody in
// particular, of that class.
struct SeriesApplicant {
    std::optional<AccountId> account;
    Asking asking;
};
Result<SeriesApplicant> series_applicant(const RouteSupport& support, const persistence::Account& asking,
                                         const std::optional<std::string>& account,
                                         const std::optional<std::string>& user_class) {
    if (asking.role != Role::desk) {
        if (account) return refuse("account_not_found");
        return SeriesApplicant{asking.id, {asking.user_class}};
    }
    if (!account)
        return SeriesApplicant{
            std::nullopt,
            {.user_class = user_class_named(user_class.value_or("")).value_or(UserClass::in_town), .is_staff = true}};
    const AccountId id{http::parse_integer(*account).value_or(0)};
    const auto found = support.context.database.read(
        [&](persistence::Session& session) { return persistence::find_account(session, id); });
    if (!found || found->role != Role::resident) return refuse("account_not_found");
    log_look(support.context, asking.id, "series_preview", std::to_string(id.value()));
    return SeriesApplicant{id, {.user_class = found->user_class, .is_staff = true}};
}

http::Response preview_series_route(const RouteSupport& support, const http::Request& request) {
    const auto login = support.resident_or_desk_may_change(request);
    if (!login) return login.error();
    const auto parsed = http::parse_json_body(request);
    if (!parsed) return parsed.error();
    BodyReader reader(*parsed);
    UseBody body;
    RepetitionBody repetition;
    if (auto use = reader.object("use")) {
        body = read_use(*use);
        use->close();
    }
    if (auto repeated = reader.object("repetition")) {
        repetition = read_repetition(*repeated);
        repeated->close();
    }
    const auto user_class = reader.optional_one_of("user_class", {"in_town", "out_of_town"});
    const auto account = reader.optional_word("account_id");
    if (auto faults = reader.finish()) return *faults;
    const auto use = use_request(body);
    if (!use) return refused(use.error());
    const auto recurring = recurrence(repetition, use->date);
    if (!recurring) return refused(recurring.error());
    const auto applicant = series_applicant(support, login->account, account, user_class);
    if (!applicant) return refused(applicant.error());
    const auto series = preview_series(support.context, *use, *recurring, applicant->asking, applicant->account);
    if (!series) return refused(series.error());
    auto dates = json::array();
    std::int64_t free = 0;
    Yen total;
    for (const SeriesDate& line : *series) {
        if (!line.refusal) {
            ++free;
            total += line.price.value_or(Yen{});
        }
        dates.push_back({{"date", line.date.iso8601()},
                         {"code", line.refusal ? json(line.refusal->code) : json(nullptr)},
                         {"facts", line.refusal ? http::facts_json(*line.refusal) : json::object()},
                         {"price_yen", line.price ? json(line.price->amount()) : json(nullptr)}});
    }
    return http::json_response(200, {{"dates", std::move(dates)}, {"free", free}, {"total_yen", total.amount()}});
}

} // namespace

void add_application_routes(http::Router& router, const RouteSupport& support) {
    using http::Method;
    const auto route = [&](Method method, const std::string& path, auto handler) {
        router.add(method, "/api/v1" + path,
                   [support, handler](const auto& request) { return handler(support, request); });
    };
    const std::string one = "/applications/{application_id}";
    route(Method::post, "/applications", hold);
    route(Method::get, "/applications", list);
    route(Method::get, one, get);
    route(Method::put, one + "/details", put_details_route);
    route(Method::post, one + "/hold-extension", extend);
    route(Method::post, one + "/submission", submit_route);
    route(Method::post, one + "/cancellation", cancel);
    route(Method::post, one + "/change-preview", preview_change_route);
    route(Method::post, one + "/change", change_route);
    route(Method::post, one + "/change-request", apply_for_change_route);
    route(Method::post, one + "/change-request/withdrawal", withdraw_change_route);
    route(Method::post, "/series-preview", preview_series_route);
}

} // namespace hiroba::services::api
