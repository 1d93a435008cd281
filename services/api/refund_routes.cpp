#include "services/accounts/passwords.hpp"
#include "services/api/application_json.hpp"
#include "services/api/body_reader.hpp"
#include "services/api/route_support.hpp"
#include "services/counter/pay_refund.hpp"
#include "services/payment/refunding.hpp"

namespace hiroba::services::api {
namespace {

using nlohmann::json;

json paid_out_json(const std::optional<persistence::PaidOut>& paid_out) {
    if (!paid_out) return nullptr;
    return {{"way", name_of(paid_out->way)}, {"reference", paid_out->reference}, {"on", paid_out->on.iso8601()}};
}

json history_json(const std::vector<persistence::RefundHistory>& history) {
    auto lines = json::array();
    for (const auto& line : history)
        lines.push_back({{"event", line.event},
                         {"from_state", line.from_state},
                         {"to_state", line.to_state},
                         {"by", or_null(line.by)},
                         {"evidence", line.evidence},
                         {"at_ms", line.at.epoch_ms()}});
    return lines;
}

json file_json(const RefundFile& file) {
    const auto& [refund, payout] = file.refund;
    const auto& request = payout.request;
    return {{"holder", file.holder},
            {"number", or_null(file.application.number)},
            {"refund", refund_json(refund)},
            {"needs_second", file.needs_second},
            {"provider", or_null(file.provider)},
            {"provider_ref", request ? or_null(request->provider_ref) : json(nullptr)},
            {"payer_until_ms", request ? instant_or_null(request->payer_until) : json(nullptr)},
            {"fault", or_null(payout.fault)},
            {"next_step_at_ms", instant_or_null(payout.next_step_at)},
            {"paid_out", paid_out_json(payout.paid_out)},
            {"history", history_json(file.history)}};
}

http::Response answered(const Result<RefundFile>& file) {
    if (!file) return refused(file.error());
    return http::json_response(200, file_json(*file));
}

Answered<RefundId> refund_id(const http::Request& request) {
    return path_id<RefundId>(request, "refund_id", "refund_not_found");
}

http::Response list(const RouteSupport& support, const http::Request& request) {
    const auto login = support.with_role(request, Role::desk);
    if (!login) return login.error();
    auto refunds = json::array();
    for (const RefundFile& file : refunds_to_pay(support.context, login->account.id))
        refunds.push_back(file_json(file));
    return http::json_response(200, {{"refunds", std::move(refunds)}});
}

http::Response get(const RouteSupport& support, const http::Request& request) {
    const auto login = support.with_role(request, Role::desk);
    if (!login) return login.error();
    const auto id = refund_id(request);
    if (!id) return id.error();
    return answered(refund_file(support.context, login->account.id, *id));
}

// What needs no words.
template <Result<RefundFile> (*act)(const Context&, AccountId, RefundId)>
http::Response act_on(const RouteSupport& support, const http::Request& request) {
    const auto login = support.desk_may_change(request);
    if (!login) return login.error();
    const auto id = refund_id(request);
    if (!id) return id.error();
    return answered(act(support.context, login->account.id, *id));
}

http::Response not_refunded(const RouteSupport& support, const http::Request& request) {
    const auto login = support.desk_may_change(request);
    if (!login) return login.error();
    const auto id = refund_id(request);
    if (!id) return id.error();
    const auto parsed = http::parse_json_body(request);
    if (!parsed) return parsed.error();
    BodyReader reader(*parsed);
    const auto note = reader.text("note", {1, 160});
    if (auto faults = reader.finish()) return *faults;
    return answered(report_not_refunded(support.context, login->account.id, *id, note));
}

http::Response bank_transfer(const RouteSupport& support, const http::Request& request) {
    const auto login = support.desk_may_change(request);
    if (!login) return login.error();
    const auto id = refund_id(request);
    if (!id) return id.error();
    const auto parsed = http::parse_json_body(request);
    if (!parsed) return parsed.error();
    BodyReader reader(*parsed);
    const auto reference = reader.text("reference", {1, 100});
    const auto on = reader.word("on");
    if (auto faults = reader.finish()) return *faults;
    const auto date = LocalDate::parse(on);
    if (!date) return refused(date.error());
    return answered(pay_by_bank_transfer(support.context, login->account.id, {*id, reference, *date}));
}

http::Response cash(const RouteSupport& support, const http::Request& request) {
    const auto login = support.desk_may_change(request);
    if (!login) return login.error();
    const auto key = idempotency_key(request);
    if (!key) return key.error();
    const auto id = refund_id(request);
    if (!id) return id.error();
    const auto parsed = http::parse_json_body(request);
    if (!parsed) return parsed.error();
    BodyReader reader(*parsed);
    const auto received_by = reader.text("received_by", {1, 100});
    if (auto faults = reader.finish()) return *faults;
    return answered(
        pay_refund_in_cash(support.context, login->account,
                           {*id, received_by, *key, sha256_hex(std::to_string(id->value()) + parsed->dump())}));
}

} // namespace

void add_refund_routes(http::Router& router, const RouteSupport& support) {
    using http::Method;
    const auto route = [&](Method method, const std::string& path, auto handler) {
        router.add(method, "/api/v1/staff/refunds" + path,
                   [support, handler](const auto& request) { return handler(support, request); });
    };
    route(Method::get, "", list);
    route(Method::get, "/{refund_id}", get);
    route(Method::post, "/{refund_id}/approval", act_on<approve_refund>);
    route(Method::post, "/{refund_id}/retry", act_on<retry_refund>);
    route(Method::post, "/{refund_id}/not-refunded", not_refunded);
    route(Method::post, "/{refund_id}/bank-transfer", bank_transfer);
    route(Method::post, "/{refund_id}/cash", cash);
}

} // namespace hiroba::services::api
