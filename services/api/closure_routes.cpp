#include "services/accounts/passwords.hpp"
#include "services/api/application_json.hpp"
#include "services/api/body_reader.hpp"
#include "services/api/closure_json.hpp"
#include "services/api/route_support.hpp"
#include "services/api/use_reader.hpp"
#include "services/board/look_log.hpp"
#include "services/booking/fee_json.hpp"
#include "services/closures/closures.hpp"

namespace hiroba::services::api {

using nlohmann::json;

json public_closures_json(const std::vector<persistence::Closure>& closures) {
    auto array = json::array();
    for (const auto& closure : closures)
        array.push_back({{"kind", name_of(closure.kind)},
                         {"space", code_or_null(closure.space)},
                         {"first", closure.first.iso8601()},
                         {"last", closure.last.iso8601()},
                         {"start", closure.daily.start().hh_mm()},
                         {"end", closure.daily.end().hh_mm()},
                         {"reason", text_json(closure.reason)}});
    return array;
}

namespace {

json closure_json(const persistence::Closure& closure, const std::string& made_by, std::int64_t kept) {
    return {{"closure_id", id_json(closure.id)},
            {"kind", name_of(closure.kind)},
            {"state", name_of(closure.state)},
            {"facility", code_or_null(closure.facility)},
            {"space", code_or_null(closure.space)},
            {"first", closure.first.iso8601()},
            {"last", closure.last.iso8601()},
            {"start", closure.daily.start().hh_mm()},
            {"end", closure.daily.end().hh_mm()},
            {"reason", text_json(closure.reason)},
            {"made_by", made_by},
            {"made_at_ms", closure.made_at.epoch_ms()},
            {"lifted_at_ms", closure.lifted_at ? json(closure.lifted_at->epoch_ms()) : json(nullptr)},
            {"kept", kept}};
}

json task_json(const std::optional<persistence::TaskProgress>& task) {
    if (!task) return nullptr;
    return {{"kind", name_of(task->task)}, {"total", task->total}, {"left", task->left}};
}

json totals_json(const persistence::ConflictTotals& totals) {
    return {{"kept", totals.kept},
            {"revoked", totals.revoked},
            {"reinstated", totals.reinstated},
            {"not_reinstated", totals.not_reinstated},
            {"refund_yen", totals.refund.amount()}};
}

// With the names of those whose bookings are in the way.
http::Response reported(const RouteSupport& support, const persistence::LoginSession& login,
                        const Result<ClosureReport>& report, int status = 200) {
    if (!report) return refused(report.error());
    log_look(support.context, login.account.id, "closure", std::to_string(report->closure.id.value()));
    auto conflicts = json::array();
    for (const Conflict& conflict : report->conflicts)
        conflicts.push_back({{"booking", board_booking_json(conflict.booking)},
                             {"outcome", name_of(conflict.outcome)},
                             {"refund_yen", conflict.refund.amount()},
                             {"to_do", conflict.to_do},
                             {"code", conflict.refusal ? json(conflict.refusal->code) : json(nullptr)}});
    return http::json_response(status,
                               {{"closure", closure_json(report->closure, report->made_by, report->totals.kept)},
                                {"totals", totals_json(report->totals)},
                                {"task", task_json(report->task)},
                                {"conflicts", std::move(conflicts)}});
}

// A period with a part of each day, as bodies give it.
struct PeriodBody {
    std::string first;
    std::string last;
    std::optional<std::string> start;
    std::optional<std::string> end;
};
struct Period {
    LocalDate first;
    LocalDate last;
    std::optional<TimeRange> daily;
};

PeriodBody read_period(BodyReader& reader) {
    return {reader.word("first"), reader.word("last"), reader.optional_word("start", 10),
            reader.optional_word("end", 10)};
}

Result<Period> period_of(const PeriodBody& body) {
    const auto first = LocalDate::parse(body.first);
    if (!first) return tl::unexpected(first.error());
    const auto last = LocalDate::parse(body.last);
    if (!last) return tl::unexpected(last.error());
    const auto daily = optional_time_range(body.start, body.end);
    if (!daily) return tl::unexpected(daily.error());
    return Period{*first, *last, *daily};
}

// The closure that a request asks for, by somebody who may.
struct AskedClosure {
    persistence::LoginSession login;
    ClosureCommand command;
};
Answered<AskedClosure> asked_closure(const RouteSupport& support, const http::Request& request) {
    auto login = support.desk_may_change(request);
    if (!login) return tl::unexpected(login.error());
    const auto parsed = http::parse_json_body(request);
    if (!parsed) return tl::unexpected(parsed.error());
    BodyReader reader(*parsed);
    ClosureCommand command;
    command.kind = reader.one_of("kind", {"planned", "emergency"}) == "emergency" ? persistence::ClosureKind::emergency
                                                                                  : persistence::ClosureKind::planned;
    if (const auto facility = reader.optional_word("facility")) command.facility = FacilityCode{*facility};
    if (const auto space = reader.optional_word("space")) command.space = SpaceCode{*space};
    const PeriodBody body = read_period(reader);
    command.reason = read_text(reader, "reason");
    command.revokes = reader.one_of("bookings", {"keep", "revoke"}) == "revoke";
    if (auto faults = reader.finish()) return tl::unexpected(*faults);
    const auto period = period_of(body);
    if (!period) return tl::unexpected(refused(period.error()));
    command.first = period->first;
    command.last = period->last;
    command.daily = period->daily;
    command.request_hash = sha256_hex(parsed->dump());
    return AskedClosure{std::move(*login), std::move(command)};
}

// "kirara/small_meeting 2026-12-01 2026-12-02"; without a facility, all halls.
std::string words_of(const ClosureCommand& command) {
    const std::string space = command.space ? "/" + command.space->value() : "";
    return (command.facility ? command.facility->value() : "all") + space + " " + command.first.iso8601() + " " +
           command.last.iso8601();
}

http::Response preview(const RouteSupport& support, const http::Request& request) {
    const auto asked = asked_closure(support, request);
    if (!asked) return asked.error();
    const auto told = preview_closure(support.context, asked->command);
    if (!told) return refused(told.error());
    log_look(support.context, asked->login.account.id, "closure_preview", words_of(asked->command));
    auto conflicts = json::array();
    for (const auto& found : told->conflicts)
        conflicts.push_back(board_booking_json(found));
    return http::json_response(
        200, {{"total", told->total}, {"refund_yen", told->refund.amount()}, {"conflicts", std::move(conflicts)}});
}

http::Response close_route(const RouteSupport& support, const http::Request& request) {
    const auto key = idempotency_key(request);
    if (!key) return key.error();
    auto asked = asked_closure(support, request);
    if (!asked) return asked.error();
    asked->command.idempotency_key = *key;
    return reported(support, asked->login, close_spaces(support.context, asked->login.account, asked->command), 201);
}

http::Response list(const RouteSupport& support, const http::Request& request) {
    const auto login = support.with_role(request, Role::desk);
    if (!login) return login.error();
    const auto first = query_date(request, "from");
    if (!first) return first.error();
    const auto last = query_date(request, "to");
    if (!last) return last.error();
    const auto lifted = request.query_parameters.find("lifted");
    const bool with_lifted = lifted != request.query_parameters.end() && lifted->second == "true";
    auto closures = json::array();
    for (const ListedClosure& line :
         list_closures(support.context, {.first = *first, .last = *last, .lifted = with_lifted}))
        closures.push_back(closure_json(line.closure, line.made_by, line.kept));
    return http::json_response(200, {{"closures", std::move(closures)}});
}

Answered<ClosureId> closure_id(const http::Request& request) {
    return path_id<ClosureId>(request, "closure_id", "closure_not_found");
}

http::Response get(const RouteSupport& support, const http::Request& request) {
    const auto login = support.with_role(request, Role::desk);
    if (!login) return login.error();
    const auto id = closure_id(request);
    if (!id) return id.error();
    return reported(support, *login, closure_report(support.context, *id));
}

// Asked again and again while a task goes on: it names nobody, so it is no look at anybody's data.
http::Response progress(const RouteSupport& support, const http::Request& request) {
    const auto login = support.with_role(request, Role::desk);
    if (!login) return login.error();
    const auto id = closure_id(request);
    if (!id) return id.error();
    const auto told = closure_progress(support.context, *id);
    if (!told) return refused(told.error());
    return http::json_response(200, {{"state", name_of(told->state)}, {"task", task_json(told->task)}});
}

http::Response revoke_kept(const RouteSupport& support, const http::Request& request) {
    const auto login = support.desk_may_change(request);
    if (!login) return login.error();
    const auto id = closure_id(request);
    if (!id) return id.error();
    const auto parsed = http::parse_json_body(request);
    if (!parsed) return parsed.error();
    BodyReader reader(*parsed);
    const auto bookings = read_booking_ids(reader, {1, 1'000});
    if (auto faults = reader.finish()) return *faults;
    return reported(support, *login, revoke_for_closure(support.context, login->account, *id, bookings));
}

http::Response lift_route(const RouteSupport& support, const http::Request& request) {
    const auto login = support.desk_may_change(request);
    if (!login) return login.error();
    const auto id = closure_id(request);
    if (!id) return id.error();
    const auto parsed = http::parse_json_body(request);
    if (!parsed) return parsed.error();
    BodyReader reader(*parsed);
    const bool reinstates = reader.flag("reinstate");
    if (auto faults = reader.finish()) return *faults;
    return reported(support, *login, lift_closure(support.context, login->account, *id, reinstates));
}

json opening_json(const persistence::ExtraOpening& opening) {
    return {{"opening_id", std::to_string(opening.id)}, {"facility", opening.facility.value()},
            {"space", code_or_null(opening.space)},     {"first", opening.hours.first.iso8601()},
            {"last", opening.hours.last.iso8601()},     {"start", opening.hours.open->start().hh_mm()},
            {"end", opening.hours.open->end().hh_mm()}, {"reason", text_json(opening.hours.reason)}};
}

http::Response open_route(const RouteSupport& support, const http::Request& request) {
    const auto login = support.desk_may_change(request);
    if (!login) return login.error();
    const auto parsed = http::parse_json_body(request);
    if (!parsed) return parsed.error();
    BodyReader reader(*parsed);
    persistence::ExtraOpening opening;
    opening.facility = FacilityCode{reader.word("facility")};
    if (const auto space = reader.optional_word("space")) opening.space = SpaceCode{*space};
    const PeriodBody body = read_period(reader);
    opening.hours.reason = read_text(reader, "reason");
    if (auto faults = reader.finish()) return *faults;
    const auto period = period_of(body);
    if (!period) return refused(period.error());
    if (!period->daily) return refused(Refusal{"time_range_required"});
    opening.hours.first = period->first;
    opening.hours.last = period->last;
    opening.hours.open = period->daily;
    const auto opened = open_extra(support.context, login->account, std::move(opening));
    if (!opened) return refused(opened.error());
    return http::json_response(201, opening_json(*opened));
}

http::Response withdraw_route(const RouteSupport& support, const http::Request& request) {
    const auto login = support.desk_may_change(request);
    if (!login) return login.error();
    const auto id = http::path_integer(request, "opening_id");
    if (!id) return refused(Refusal{"opening_not_found"});
    const auto withdrawn = withdraw_extra(support.context, login->account, *id);
    if (!withdrawn) return refused(withdrawn.error());
    return http::json_response(200, opening_json(*withdrawn));
}

http::Response list_openings(const RouteSupport& support, const http::Request& request) {
    const auto login = support.with_role(request, Role::desk);
    if (!login) return login.error();
    auto openings = json::array();
    for (const auto& opening : extra_openings_from_today(support.context))
        openings.push_back(opening_json(opening));
    return http::json_response(200, {{"openings", std::move(openings)}});
}

} // namespace

void add_closure_routes(http::Router& router, const RouteSupport& support) {
    using http::Method;
    const auto route = [&](Method method, const std::string& path, auto handler) {
        router.add(method, "/api/v1/staff" + path,
                   [support, handler](const auto& request) { return handler(support, request); });
    };
    const std::string one = "/closures/{closure_id}";
    route(Method::get, "/closures", list);
    route(Method::post, "/closures", close_route);
    route(Method::post, "/closures/preview", preview);
    route(Method::get, one, get);
    route(Method::get, one + "/progress", progress);
    route(Method::post, one + "/revocations", revoke_kept);
    route(Method::post, one + "/lifting", lift_route);
    route(Method::get, "/extra-openings", list_openings);
    route(Method::post, "/extra-openings", open_route);
    route(Method::post, "/extra-openings/{opening_id}/withdrawal", withdraw_route);
}

} // namespace hiroba::services::api
