#include "services/api/application_json.hpp"
#include "services/api/body_reader.hpp"
#include "services/api/route_support.hpp"
#include "services/payment/payment_cases.hpp"

namespace hiroba::services::api {
namespace {

using nlohmann::json;

json case_json(const CaseFile& file) {
    const auto& about = file.about;
    auto possible = json::array();
    for (const CaseAction action : file.possible)
        possible.push_back(name_of(action));
    return {{"case_id", std::to_string(about.id)},
            {"kind", name_of(about.kind)},
            {"application_id", id_json(about.application)},
            {"number", or_null(file.application.number)},
            {"holder", file.holder},
            {"yen", about.amount.amount()},
            {"provider", file.attempt ? json(file.attempt->provider) : json(nullptr)},
            {"method", file.payment ? json(name_of(file.payment->method)) : json(nullptr)},
            {"payment_ref", file.attempt ? or_null(file.attempt->payment_ref) : json(file.payment.value().reference)},
            {"refund_id", about.refund ? json(id_json(*about.refund)) : json(nullptr)},
            {"facts", about.facts},
            {"open", about.is_open},
            {"opened_at_ms", about.opened_at.epoch_ms()},
            {"actions", std::move(possible)}};
}

json file_json(const CaseFile& file) {
    auto history = json::array();
    for (const auto& line : file.history)
        history.push_back(
            {{"event", line.event}, {"by", or_null(line.by)}, {"note", line.note}, {"at_ms", line.at.epoch_ms()}});
    auto steps = json::array();
    for (const auto& step : file.steps)
        steps.push_back({{"event", step.event},
                         {"to_state", step.to_state},
                         {"evidence", step.evidence},
                         {"at_ms", step.at.epoch_ms()}});
    return {{"case", case_json(file)},
            {"cannot_seat", file.cannot_seat ? json(file.cannot_seat->code) : json(nullptr)},
            {"history", std::move(history)},
            {"attempt_history", std::move(steps)}};
}

http::Response answered(const Result<CaseFile>& file) {
    if (!file) return refused(file.error());
    return http::json_response(200, file_json(*file));
}

Answered<std::int64_t> case_id(const http::Request& request) {
    return path_id<std::int64_t>(request, "case_id", "case_not_found");
}

http::Response list(const RouteSupport& support, const http::Request& request) {
    const auto login = support.with_role(request, Role::desk);
    if (!login) return login.error();
    auto cases = json::array();
    for (const CaseFile& file : waiting_cases(support.context, login->account.id))
        cases.push_back(case_json(file));
    return http::json_response(200, {{"cases", std::move(cases)}});
}

http::Response get(const RouteSupport& support, const http::Request& request) {
    const auto login = support.with_role(request, Role::desk);
    if (!login) return login.error();
    const auto id = case_id(request);
    if (!id) return id.error();
    return answered(case_file(support.context, login->account.id, *id));
}

http::Response settle(const RouteSupport& support, const http::Request& request) {
    const auto login = support.desk_may_change(request);
    if (!login) return login.error();
    const auto id = case_id(request);
    if (!id) return id.error();
    const auto parsed = http::parse_json_body(request);
    if (!parsed) return parsed.error();
    BodyReader reader(*parsed);
    const auto action = reader.one_of("action", {"seat_again", "refund", "ask_again", "undo_record", "dealt_with"});
    const auto note = reader.optional_text("note", {1, 160}).value_or("");
    if (auto faults = reader.finish()) return *faults;
    return answered(settle_case(
        support.context, {*id, login->account.id, case_action_named(action).value_or(CaseAction::dealt_with), note}));
}

} // namespace

void add_payment_case_routes(http::Router& router, const RouteSupport& support) {
    using http::Method;
    const auto route = [&](Method method, const std::string& path, auto handler) {
        router.add(method, "/api/v1/staff/payment-cases" + path,
                   [support, handler](const auto& request) { return handler(support, request); });
    };
    route(Method::get, "", list);
    route(Method::get, "/{case_id}", get);
    route(Method::post, "/{case_id}/settlement", settle);
}

} // namespace hiroba::services::api
