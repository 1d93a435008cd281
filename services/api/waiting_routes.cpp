#include "persistence/repositories/refunds.hpp"
#include "services/api/application_json.hpp"
#include "services/api/body_reader.hpp"
#include "services/api/route_support.hpp"
#include "services/api/use_reader.hpp"
#include "services/board/look_log.hpp"
#include "services/waiting/waiting.hpp"

namespace hiroba::services::api {
namespace {

using nlohmann::json;

constexpr int notices_listed = 50;
constexpr int places_listed = 200;

json waiting_json(const WaitingPlace& place) {
    const auto& waiting = place.waiting;
    return {{"waiting_id", id_json(waiting.id)},
            {"facility", waiting.facility.value()},
            {"space", waiting.space.value()},
            {"date", waiting.start.date.iso8601()},
            {"start", waiting.start.time.hh_mm()},
            {"last_date", waiting.end.date.iso8601()},
            {"end", waiting.end.time.hh_mm()},
            {"band", code_or_null(waiting.band)},
            {"nights", or_null(waiting.nights)},
            {"state", name_of(waiting.state)},
            {"ahead", place.ahead},
            {"offer_application_id", waiting.offer ? json(id_json(*waiting.offer)) : json(nullptr)}};
}

http::Response join(const RouteSupport& support, const http::Request& request) {
    const auto login = support.resident_may_change(request);
    if (!login) return login.error();
    const auto parsed = http::parse_json_body(request);
    if (!parsed) return parsed.error();
    BodyReader reader(*parsed);
    const UseBody body = read_use(reader);
    if (auto faults = reader.finish()) return *faults;
    const auto use = use_request(body);
    if (!use) return refused(use.error());
    const auto place = join_waiting_list(support.context, login->account, *use);
    if (!place) return refused(place.error());
    return http::json_response(201, waiting_json(*place));
}

http::Response leave(const RouteSupport& support, const http::Request& request) {
    const auto login = support.resident_may_change(request);
    if (!login) return login.error();
    const auto id = http::path_integer(request, "waiting_id");
    if (!id) return refused(Refusal{"waiting_not_found"});
    const auto place = leave_waiting_list(support.context, login->account, WaitingId{*id});
    if (!place) return refused(place.error());
    return http::json_response(200, waiting_json(*place));
}

http::Response list(const RouteSupport& support, const http::Request& request) {
    const auto login = support.with_role(request, Role::resident);
    if (!login) return login.error();
    auto places = json::array();
    for (const WaitingPlace& place : waiting_places(support.context, login->account.id))
        places.push_back(waiting_json(place));
    return http::json_response(200, {{"waiting", std::move(places)}});
}

http::Response list_all(const RouteSupport& support, const http::Request& request) {
    const auto login = support.with_role(request, Role::desk);
    if (!login) return login.error();
    const auto from = query_date(request, "from");
    if (!from) return from.error();
    log_look(support.context, login->account.id, "waiting", "from " + from->iso8601());
    auto people = json::array();
    for (const PersonWaiting& person : everybody_waiting(support.context, *from, places_listed))
        people.push_back({{"holder", person.name}, {"place", waiting_json(person.place)}});
    return http::json_response(200, {{"waiting", std::move(people)}});
}

json notice_json(const persistence::Notice& notice) {
    return {{"notice_id", std::to_string(notice.id)},
            {"kind", notice.kind},
            {"application_id", notice.application ? json(id_json(*notice.application)) : json(nullptr)},
            {"booking_id", notice.booking ? json(id_json(*notice.booking)) : json(nullptr)},
            {"facts", json::parse(notice.facts_json)},
            {"created_at_ms", notice.created_at.epoch_ms()},
            {"read", notice.read_at.has_value()}};
}

http::Response list_notices(const RouteSupport& support, const http::Request& request) {
    const auto login = support.with_role(request, Role::resident);
    if (!login) return login.error();
    const Instant now = support.context.clock.now();
    auto notices = json::array();
    std::optional<persistence::Suspension> suspension;
    support.context.database.read([&](persistence::Session& session) {
        notices = json::array();
        for (const auto& notice : persistence::notices_of(session, login->account.id, notices_listed))
            if (!notice.withdrawn) notices.push_back(notice_json(notice));
        suspension = persistence::suspension_of(session, login->account.id, now);
    });
    return http::json_response(
        200, {{"notices", std::move(notices)},
              {"suspended_until_ms", suspension ? json(suspension->until.epoch_ms()) : json(nullptr)}});
}

http::Response mark_read(const RouteSupport& support, const http::Request& request) {
    const auto login = support.resident_may_change(request);
    if (!login) return login.error();
    const Instant now = support.context.clock.now();
    support.context.database.transact(
        [&](persistence::Session& session) { persistence::mark_notices_read(session, login->account.id, now); });
    return {204, "", {}};
}

} // namespace

void add_waiting_routes(http::Router& router, const RouteSupport& support) {
    using http::Method;
    const auto route = [&](Method method, const std::string& path, auto handler) {
        router.add(method, "/api/v1" + path,
                   [support, handler](const auto& request) { return handler(support, request); });
    };
    route(Method::get, "/waiting", list);
    route(Method::post, "/waiting", join);
    route(Method::post, "/waiting/{waiting_id}/withdrawal", leave);
    route(Method::get, "/staff/waiting", list_all);
    route(Method::get, "/notices", list_notices);
    route(Method::post, "/notices/read", mark_read);
}

} // namespace hiroba::services::api
