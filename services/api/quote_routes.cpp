// 見積り: what uses would cost together, for who is logged in; what anybody may ask of one use is in public_routes.cpp.
#include "services/api/application_json.hpp"
#include "services/api/body_reader.hpp"
#include "services/api/route_support.hpp"
#include "services/api/use_reader.hpp"
#include "services/board/look_log.hpp"
#include "services/booking/fee_json.hpp"
#include "services/booking/quotes.hpp"
#include "services/http/parameters.hpp"

namespace hiroba::services::api {
namespace {

using nlohmann::json;

struct QuotesBody {
    std::vector<UseBody> uses;
    std::optional<std::string> account;
    std::optional<std::string> user_class;
    persistence::ApplicationDetails details;
    bool is_granted = false;
};

QuotesBody read_quotes(BodyReader& reader) {
    QuotesBody body;
    body.uses = read_uses(reader);
    body.account = reader.optional_word("account_id");
    body.user_class = reader.optional_one_of("user_class", {"in_town", "out_of_town"});
    body.details.group_name = reader.optional_text("group_name", {1, 100});
    body.details.highest_admission = read_admission(reader);
    body.details.is_commercial = reader.optional_flag("is_commercial").value_or(false);
    if (const auto code = reader.optional_word("reduction_code")) body.details.reduction = ReductionCode{*code};
    body.is_granted = reader.optional_flag("is_granted").value_or(false);
    return body;
}

struct Applicant {
    AccountId account;
    UserClass user_class = UserClass::in_town;
};
// A resident asks for themselves; the desk for somebody, whose reductions it sees by that, or for nobody in particular.
Result<Applicant> applicant_of(const RouteSupport& support, const persistence::Account& asking,
                               const QuotesBody& body) {
    if (asking.role != Role::desk) {
        if (body.account) return refuse("account_not_found");
        return Applicant{asking.id, asking.user_class};
    }
    if (!body.account)
        return Applicant{AccountId{0}, user_class_named(body.user_class.value_or("")).value_or(UserClass::in_town)};
    const AccountId id{http::parse_integer(*body.account).value_or(0)};
    const auto account = support.context.database.read(
        [&](persistence::Session& session) { return persistence::find_account(session, id); });
    if (!account || account->role != Role::resident) return refuse("account_not_found");
    log_look(support.context, asking.id, "standing_reductions", std::to_string(id.value()));
    return Applicant{id, account->user_class};
}

json quoted_json(const QuotedUse& use) {
    return {{"fee", use.quote ? fee_json(*use.quote) : json(nullptr)},
            {"code", use.refusal ? json(use.refusal->code) : json(nullptr)},
            {"facts", use.refusal ? http::facts_json(*use.refusal) : json::object()}};
}

http::Response quote_uses(const RouteSupport& support, const http::Request& request) {
    const auto login = support.resident_or_desk_may_change(request);
    if (!login) return login.error();
    const auto parsed = http::parse_json_body(request);
    if (!parsed) return parsed.error();
    BodyReader reader(*parsed);
    const QuotesBody body = read_quotes(reader);
    if (auto faults = reader.finish()) return *faults;
    const auto most = static_cast<std::size_t>(support.context.catalog.current()->town.most_uses_per_application);
    if (login->account.role != Role::desk && body.uses.size() > most)
        return refused(Refusal{"too_many_uses", {{"most", static_cast<std::int64_t>(most)}}});
    auto uses = use_requests(body.uses);
    if (!uses) return refused(uses.error());
    const auto applicant = applicant_of(support, login->account, body);
    if (!applicant) return refused(applicant.error());
    const auto quotes = quote_together(
        support.context, {applicant->account, applicant->user_class, std::move(*uses), body.details, body.is_granted});
    auto quoted = json::array();
    for (const QuotedUse& use : quotes.uses)
        quoted.push_back(quoted_json(use));
    return http::json_response(
        200,
        {{"uses", std::move(quoted)},
         {"reduction_code", code_or_null(quotes.reduction)},
         {"total_yen", quotes.total.amount()},
         {"total_if_granted_yen", quotes.total_if_granted ? json(quotes.total_if_granted->amount()) : json(nullptr)}});
}

} // namespace

void add_quote_routes(http::Router& router, const RouteSupport& support) {
    router.add(http::Method::post, "/api/v1/quotes",
               [support](const auto& request) { return quote_uses(support, request); });
}

} // namespace hiroba::services::api
