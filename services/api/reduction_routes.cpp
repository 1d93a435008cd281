// 減免: asked for and shown to applicants; decided, granted for a while and ended by staff.
#include "services/api/application_json.hpp"
#include "services/api/body_reader.hpp"
#include "services/api/reduction_reader.hpp"
#include "services/api/route_support.hpp"
#include "services/approval/reviews.hpp"
#include "services/board/look_log.hpp"
#include "services/booking/reductions.hpp"
#include "services/booking/standing_reductions.hpp"

namespace hiroba::services::api {
namespace {

using nlohmann::json;

constexpr int requests_listed = 200;
constexpr int reductions_listed = 100;

http::Response ask(const RouteSupport& support, const http::Request& request) {
    const auto login = support.resident_may_change(request);
    if (!login) return login.error();
    const auto id = application_id(request);
    if (!id) return id.error();
    const auto parsed = http::parse_json_body(request);
    if (!parsed) return parsed.error();
    BodyReader reader(*parsed);
    const ReductionCode code{reader.word("reduction_code")};
    if (auto faults = reader.finish()) return *faults;
    return support.answered(ask_reduction(support.context, login->account, *id, code), login->account);
}

std::string_view state_of(const persistence::StandingReduction& reduction, LocalDate today) {
    if (reduction.ended_at) return "ended";
    return reduction.valid_until < today ? "expired" : "in_force";
}

http::Response list_own(const RouteSupport& support, const http::Request& request) {
    const auto login = support.with_role(request, Role::resident);
    if (!login) return login.error();
    const LocalDate today = to_town_time(support.context.clock.now()).date;
    const auto own = support.context.database.read([&](persistence::Session& session) {
        return persistence::standing_reductions_of(session, login->account.id, reductions_listed);
    });
    auto reductions = json::array();
    for (const auto& reduction : own)
        reductions.push_back(
            {{"reduction_code", reduction.reduction.value()},
             {"group_name", or_null(reduction.group_name)},
             {"valid_from", reduction.valid_from.iso8601()},
             {"valid_until", reduction.valid_until.iso8601()},
             {"evidence", evidence_json(reduction.evidence, std::nullopt)},
             {"state", today < reduction.valid_from && !reduction.ended_at ? "to_come" : state_of(reduction, today)},
             {"end_reason", or_null(reduction.end_reason)}});
    return http::json_response(200, {{"reductions", std::move(reductions)}});
}

http::Response decide(const RouteSupport& support, const http::Request& request) {
    const auto login = support.desk_may_change(request);
    if (!login) return login.error();
    const auto id = application_id(request);
    if (!id) return id.error();
    const auto parsed = http::parse_json_body(request);
    if (!parsed) return parsed.error();
    BodyReader reader(*parsed);
    ReductionDecisionCommand command;
    command.application = *id;
    command.is_granted = reader.one_of("decision", {"grant", "refuse"}) == "grant";
    if (const auto code = reader.optional_word("reduction_code")) command.reduction = ReductionCode{*code};
    const auto seen_on = read_seen_evidence(reader, "evidence");
    command.reason = reader.optional_text("reason", {1, 500}).value_or("");
    command.version = reader.optional_number("version", any_version);
    if (auto faults = reader.finish()) return *faults;
    const auto date = optional_date(seen_on);
    if (!date) return refused(date.error());
    command.evidence_seen_on = *date;
    const auto decided = decide_reduction(support.context, login->account, command);
    if (decided || decided.error().code != "approval_required") return support.answered(decided, login->account);
    return accepted(support.answered(draft_reduction(support.context, login->account, {command}), login->account));
}

http::Response list_requests(const RouteSupport& support, const http::Request& request) {
    const auto login = support.with_role(request, Role::desk);
    if (!login) return login.error();
    const auto town = support.context.catalog.current();
    const auto views = applications_with_waiting_reduction(support.context, requests_listed);
    std::vector<ApplicationId> looked_at;
    looked_at.reserve(views.size());
    for (const ApplicationView& view : views)
        looked_at.push_back(view.application.id);
    auto applications = support.context.database.read([&](persistence::Session& session) {
        auto array = json::array();
        for (const ApplicationView& view : views)
            array.push_back(application_json(view, shown_to(session, login->account, view, *town, support.context)));
        return array;
    });
    log_application_looks(support.context, login->account.id, looked_at);
    return http::json_response(200, {{"applications", std::move(applications)}});
}

json standing_json(const StandingReductionView& view, LocalDate today) {
    const auto& reduction = view.reduction;
    return {{"standing_id", id_json(reduction.id)},
            {"account_id", id_json(reduction.account)},
            {"holder", view.holder},
            {"group_name", or_null(reduction.group_name)},
            {"reduction_code", reduction.reduction.value()},
            {"valid_from", reduction.valid_from.iso8601()},
            {"valid_until", reduction.valid_until.iso8601()},
            {"evidence", evidence_json(reduction.evidence, view.granted_by)},
            {"state", state_of(reduction, today)},
            {"granted_by", view.granted_by},
            {"granted_at_ms", reduction.granted_at.epoch_ms()},
            {"end_reason", or_null(reduction.end_reason)}};
}

LocalDate today_of(const RouteSupport& support) { return to_town_time(support.context.clock.now()).date; }

http::Response list_standing(const RouteSupport& support, const http::Request& request) {
    const auto login = support.with_role(request, Role::desk);
    if (!login) return login.error();
    const AccountId account{http::path_integer(request, "account_id").value_or(0)};
    const auto views = standing_reductions_of(support.context, account);
    if (!views) return refused(views.error());
    log_look(support.context, login->account.id, "standing_reductions", std::to_string(account.value()));
    auto reductions = json::array();
    for (const auto& view : *views)
        reductions.push_back(standing_json(view, today_of(support)));
    return http::json_response(200, {{"reductions", std::move(reductions)}});
}

// The words of a standing reduction's dates into an order.
Result<StandingOrder> with_dates(StandingOrder order, const std::optional<std::string>& from, const std::string& until,
                                 const std::optional<std::string>& seen_on) {
    const auto first = optional_date(from);
    if (!first) return tl::unexpected(first.error());
    const auto last = LocalDate::parse(until);
    if (!last) return tl::unexpected(last.error());
    const auto seen = optional_date(seen_on);
    if (!seen) return tl::unexpected(seen.error());
    order.valid_from = *first;
    order.valid_until = *last;
    order.evidence_seen_on = **seen;
    return order;
}

http::Response grant(const RouteSupport& support, const http::Request& request) {
    const auto login = support.desk_may_change(request);
    if (!login) return login.error();
    const auto parsed = http::parse_json_body(request);
    if (!parsed) return parsed.error();
    BodyReader reader(*parsed);
    StandingOrder order;
    order.account = AccountId{http::path_integer(request, "account_id").value_or(0)};
    order.reduction = ReductionCode{reader.word("reduction_code")};
    order.group_name = reader.optional_text("group_name", {1, 100});
    const auto from = reader.optional_word("valid_from");
    const auto until = reader.word("valid_until");
    const auto seen_on = read_seen_evidence(reader, "evidence", true);
    if (auto faults = reader.finish()) return *faults;
    const auto dated = with_dates(std::move(order), from, until, seen_on);
    if (!dated) return refused(dated.error());
    const auto granted = grant_standing(support.context, login->account, *dated);
    if (!granted) return refused(granted.error());
    return http::json_response(201, standing_json(*granted, today_of(support)));
}

http::Response end(const RouteSupport& support, const http::Request& request) {
    const auto login = support.desk_may_change(request);
    if (!login) return login.error();
    const auto id = http::path_integer(request, "standing_id");
    if (!id) return refused(Refusal{"reduction_not_found"});
    const auto parsed = http::parse_json_body(request);
    if (!parsed) return parsed.error();
    BodyReader reader(*parsed);
    const auto reason = reader.text("reason", {1, 500});
    if (auto faults = reader.finish()) return *faults;
    const auto ended = end_standing(support.context, login->account, StandingReductionId{*id}, reason);
    if (!ended) return refused(ended.error());
    return http::json_response(200, standing_json(*ended, today_of(support)));
}

} // namespace

void add_reduction_routes(http::Router& router, const RouteSupport& support) {
    using http::Method;
    const auto route = [&](Method method, const std::string& path, auto handler) {
        router.add(method, "/api/v1" + path,
                   [support, handler](const auto& request) { return handler(support, request); });
    };
    route(Method::post, "/applications/{application_id}/reduction-request", ask);
    route(Method::get, "/reductions", list_own);
    route(Method::post, "/staff/applications/{application_id}/reduction-decision", decide);
    route(Method::get, "/staff/reductions", list_requests);
    route(Method::post, "/staff/reductions/{standing_id}/ending", end);
    route(Method::get, "/staff/residents/{account_id}/reductions", list_standing);
    route(Method::post, "/staff/residents/{account_id}/reductions", grant);
}

} // namespace hiroba::services::api
