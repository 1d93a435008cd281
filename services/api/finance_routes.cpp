#include "domain/finance/fiscal_year.hpp"
#include "services/api/application_json.hpp"
#include "services/api/route_support.hpp"
#include "services/finance/collections.hpp"
#include "services/finance/csv.hpp"
#include "services/finance/trial_balance.hpp"

namespace hiroba::services::api {
namespace {

using nlohmann::json;

struct Range {
    LocalDate first;
    LocalDate last;
};

Answered<Range> query_range(const http::Request& request) {
    const auto first = query_date(request, "from");
    if (!first) return tl::unexpected(first.error());
    const auto last = query_date(request, "to");
    if (!last) return tl::unexpected(last.error());
    return Range{*first, *last};
}

// `owner`: whose revenue; left out, the town's.
Answered<persistence::RevenueOwner> query_owner(const http::Request& request) {
    const auto given = request.query_parameters.find("owner");
    if (given == request.query_parameters.end() || given->second == "town") return persistence::RevenueOwner::town;
    if (given->second == "manager") return persistence::RevenueOwner::manager;
    return tl::unexpected(http::problem(400, "invalid_query_parameter", {{"parameter", "owner"}}));
}

// Finance, a range, and what was collected in it.
struct AskedCollections {
    Range range;
    persistence::RevenueOwner owner;
    std::vector<persistence::Collection> collections;
};

Answered<AskedCollections> asked_collections(const RouteSupport& support, const http::Request& request) {
    const auto login = support.with_role(request, Role::finance);
    if (!login) return tl::unexpected(login.error());
    const auto range = query_range(request);
    if (!range) return tl::unexpected(range.error());
    const auto owner = query_owner(request);
    if (!owner) return tl::unexpected(owner.error());
    auto found = collections_between(support.context.database, *owner, range->first, range->last);
    if (!found) return tl::unexpected(refused(found.error()));
    return AskedCollections{*range, *owner, std::move(*found)};
}

json collection_json(const persistence::Collection& collection) {
    auto space_codes = json::array();
    for (const SpaceCode& space : collection.spaces)
        space_codes.push_back(space.value());
    auto accounts = json::array();
    for (const auto& share : collection.is_late ? collection.obligation.shares : collection.shares)
        accounts.push_back({{"account_code", share.account.value()}, {"yen", share.amount.amount()}});
    return {{"fiscal_year", fiscal_year_of_receipt(collection.received_on)},
            {"assessment_id", std::to_string(collection.obligation.id.value())},
            {"payment_id", std::to_string(collection.payment)},
            {"entrusted_on", collection.received_on.iso8601()},
            {"amount_yen", collection.amount.amount()},
            {"method", collection.method},
            {"provider_ref", collection.reference},
            {"accounts", std::move(accounts)},
            {"facility", collection.facility.value()},
            {"spaces", std::move(space_codes)},
            {"application_number", or_null(collection.application_number)},
            {"late", collection.is_late},
            {"undone", collection.is_undoing}};
}

http::Response list(const RouteSupport& support, const http::Request& request) {
    const auto asked = asked_collections(support, request);
    if (!asked) return asked.error();
    auto array = json::array();
    Yen total;
    for (const auto& collection : asked->collections) {
        array.push_back(collection_json(collection));
        total += collection.is_undoing ? -collection.amount : collection.amount;
    }
    return http::json_response(200, {{"from", asked->range.first.iso8601()},
                                     {"to", asked->range.last.iso8601()},
                                     {"owner", name_of(asked->owner)},
                                     {"count", array.size()},
                                     {"total_yen", total.amount()},
                                     {"collections", std::move(array)}});
}

http::Response csv(const RouteSupport& support, const http::Request& request) {
    const auto asked = asked_collections(support, request);
    if (!asked) return asked.error();
    const auto given = request.query_parameters.find("encoding");
    const std::string encoding = given == request.query_parameters.end() ? "utf-8" : given->second;
    if (encoding != "utf-8" && encoding != "cp932")
        return http::problem(400, "invalid_query_parameter", {{"parameter", "encoding"}});

    const std::string text = collections_csv(asked->collections);
    http::Response response{200, encoding == "cp932" ? to_cp932(text) : "\xEF\xBB\xBF" + text, {}};
    http::set_header(response, "Content-Type",
                     encoding == "cp932" ? "text/csv; charset=windows-31j" : "text/csv; charset=utf-8");
    http::set_header(response, "Content-Disposition",
                     "attachment; filename=\"collections-" + asked->range.first.iso8601() + "-" +
                         asked->range.last.iso8601() + "-" + encoding + ".csv\"");
    return response;
}

http::Response balance(const RouteSupport& support, const http::Request& request) {
    const auto login = support.with_role(request, Role::finance);
    if (!login) return login.error();
    const TrialBalance balance = trial_balance(support.context.database);
    auto accounts = json::array();
    for (const auto& account : balance.accounts)
        accounts.push_back({{"account", account.account},
                            {"debit_yen", account.debit.amount()},
                            {"credit_yen", account.credit.amount()},
                            {"balance_yen", (account.debit - account.credit).amount()}});
    auto checks = json::array();
    for (const auto& check : balance.checks)
        checks.push_back({{"code", check.code},
                          {"account", or_null(check.account)},
                          {"ledger_yen", check.ledger.amount()},
                          {"tables_yen", check.tables.amount()},
                          {"agrees", check.agrees()}});
    return http::json_response(200, {{"as_of_ms", support.context.clock.now().epoch_ms()},
                                     {"accounts", std::move(accounts)},
                                     {"checks", std::move(checks)}});
}

} // namespace

void add_finance_routes(http::Router& router, const RouteSupport& support) {
    using http::Method;
    router.add(Method::get, "/api/v1/finance/collections",
               [support](const auto& request) { return list(support, request); });
    router.add(Method::get, "/api/v1/finance/collections.csv",
               [support](const auto& request) { return csv(support, request); });
    router.add(Method::get, "/api/v1/finance/trial-balance",
               [support](const auto& request) { return balance(support, request); });
}

} // namespace hiroba::services::api
