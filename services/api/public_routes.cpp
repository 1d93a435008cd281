#include "services/accounts/passwords.hpp"
#include "services/api/body_reader.hpp"
#include "services/api/closure_json.hpp"
#include "services/api/fee_table_json.hpp"
#include "services/api/quote_reader.hpp"
#include "services/api/route_support.hpp"
#include "services/api/search_query.hpp"
#include "services/api/town_json.hpp"
#include "services/availability/availability.hpp"
#include "services/booking/use_json.hpp"

#include <string>

namespace hiroba::services::api {
namespace {

using nlohmann::json;

// Anyone may keep the answer for one second, and give it for two more while it fetches a new one; the front door does.
// An answer older than the one asked for, or for a version that does not exist, is kept by nobody. Who has the same
// answer already gets none (ETag).
http::Response cacheable(const http::Request& request, const json& body, std::int64_t version, std::int64_t asked_for) {
    auto response = http::json_response(200, body);
    // What an answer says apart from the moment at which it was said.
    json lasting = body;
    lasting.erase("as_of_ms");
    const std::string tag = "\"" + sha256_hex(lasting.dump()).substr(0, 32) + "\"";
    if (request.header("if-none-match") == tag) response = http::Response{304, "", {}};
    http::set_header(response, "ETag", tag);
    http::set_header(response, "Cache-Control",
                     version >= asked_for ? "public, max-age=0, s-maxage=1, stale-while-revalidate=2" : "no-store");
    return response;
}

constexpr std::int64_t largest_exact_in_json = 9'007'199'254'740'991;

Answered<std::int64_t> asked_version(const http::Request& request) {
    const auto version = http::query_integer(request, "version", {0, largest_exact_in_json});
    if (!version) return tl::unexpected(version.error());
    return version->value_or(0);
}

// The viewpoint and the version that every availability is asked with.
struct AskedView {
    Viewpoint viewpoint;
    std::int64_t version = 0;
};
Answered<AskedView> asked_view(const RouteSupport& support, const http::Request& request) {
    const auto user_class = query_user_class(request);
    if (!user_class) return tl::unexpected(user_class.error());
    const auto version = asked_version(request);
    if (!version) return tl::unexpected(version.error());
    return AskedView{{*user_class, support.context.clock.now()}, *version};
}

json slot_json(const DaySlot& slot) {
    json body{{"start", slot.time.start().hh_mm()}, {"end", slot.time.end().hh_mm()}, {"state", name_of(slot.state)}};
    if (slot.band) body["band"] = slot.band->value();
    if (slot.nights) body["nights"] = *slot.nights;
    if (slot.reason != SlotReason::none) body["reason"] = name_of(slot.reason);
    if (slot.opens_at) body["opens_at_ms"] = slot.opens_at->epoch_ms();
    if (slot.price) body["price_yen"] = slot.price->amount();
    return body;
}

json slots_json(const std::vector<DaySlot>& slots) {
    auto array = json::array();
    for (const DaySlot& slot : slots)
        array.push_back(slot_json(slot));
    return array;
}

// Nobody keeps it: it is of this day, and of whatever was asked.
http::Response quote_route(const RouteSupport& support, const http::Request& request) {
    const auto parsed = http::parse_json_body(request);
    if (!parsed) return parsed.error();
    BodyReader reader(*parsed);
    const QuoteBody body = read_quote_body(reader);
    if (auto faults = reader.finish()) return *faults;
    const auto asked = quote_request(body);
    if (!asked) return refused(asked.error());
    const auto town = support.context.catalog.current();
    const auto quote = quote_of(town->town, *asked, to_town_time(support.context.clock.now()).date);
    if (!quote) return refused(quote.error());
    auto response = http::json_response(200, quote_json(*quote, *asked));
    http::set_header(response, "Cache-Control", "no-store");
    return response;
}

http::Response list_facilities(const RouteSupport& support, const http::Request& request) {
    if (auto unknown = refuse_unknown_parameters(request, {})) return *unknown;
    const auto in_force = support.context.catalog.current();
    const LocalDate today = to_town_time(support.context.clock.now()).date;
    return cacheable(request, town_json(in_force->town, in_force->edition, today), 0, 0);
}

// 別表: of a day, or of today.
http::Response get_fee_table(const RouteSupport& support, const http::Request& request) {
    if (auto unknown = refuse_unknown_parameters(request, {"facility", "on"})) return *unknown;
    const auto code = query_code(request, "facility");
    if (!code) return code.error();
    LocalDate day = to_town_time(support.context.clock.now()).date;
    if (request.query_parameters.contains("on")) {
        const auto on = query_date(request, "on");
        if (!on) return on.error();
        day = *on;
    }
    const auto town = support.context.catalog.current();
    const Facility* facility = find_facility(town->town, FacilityCode{*code});
    if (facility == nullptr) return refused(Refusal{"unknown_facility", {{"facility", *code}}});
    return cacheable(request, fee_table_json(*facility, day), 0, 0);
}

http::Response get_month(const RouteSupport& support, const http::Request& request) {
    if (auto unknown = refuse_unknown_parameters(request, {"space", "month", "user_class", "version"})) return *unknown;
    const auto space = query_code(request, "space");
    if (!space) return space.error();
    const auto month_word = http::query_word(request, "month");
    if (!month_word) return month_word.error();
    const auto month = YearMonth::parse(*month_word);
    if (!month) return refused(month.error());
    const auto asked = asked_view(support, request);
    if (!asked) return asked.error();

    const auto town = support.context.catalog.current();
    const auto answer = month_availability(support.source(*town), SpaceCode{*space}, *month, asked->viewpoint);
    if (!answer) return refused(answer.error());
    auto days = json::array();
    for (const MarkedDay& day : answer->days) {
        json body{{"date", day.date.iso8601()}, {"mark", name_of(day.mark)}};
        if (day.reason != SlotReason::none) body["reason"] = name_of(day.reason);
        if (day.opens_at) body["opens_at_ms"] = day.opens_at->epoch_ms();
        days.push_back(std::move(body));
    }
    return cacheable(request,
                     {{"space", *space},
                      {"month", month->iso8601()},
                      {"version", answer->version},
                      {"as_of_ms", asked->viewpoint.now.epoch_ms()},
                      {"days", std::move(days)}},
                     answer->version, asked->version);
}

http::Response get_week(const RouteSupport& support, const http::Request& request) {
    if (auto unknown = refuse_unknown_parameters(request, {"space", "from", "user_class", "version"})) return *unknown;
    const auto space = query_code(request, "space");
    if (!space) return space.error();
    const auto first = query_date(request, "from");
    if (!first) return first.error();
    const auto asked = asked_view(support, request);
    if (!asked) return asked.error();

    const auto town = support.context.catalog.current();
    const auto answer = week_availability(support.source(*town), SpaceCode{*space}, *first, asked->viewpoint);
    if (!answer) return refused(answer.error());
    auto days = json::array();
    for (const DateSlots& day : answer->days)
        days.push_back({{"date", day.date.iso8601()}, {"slots", slots_json(day.slots)}});
    return cacheable(request,
                     {{"space", *space},
                      {"from", first->iso8601()},
                      {"version", answer->version},
                      {"as_of_ms", asked->viewpoint.now.epoch_ms()},
                      {"days", std::move(days)}},
                     answer->version, asked->version);
}

http::Response get_day(const RouteSupport& support, const http::Request& request) {
    if (auto unknown = refuse_unknown_parameters(request, {"facility", "date", "user_class", "version", "since"}))
        return *unknown;
    const auto facility = query_code(request, "facility");
    if (!facility) return facility.error();
    const auto date = query_date(request, "date");
    if (!date) return date.error();
    const auto asked = asked_view(support, request);
    if (!asked) return asked.error();
    const auto since = http::query_integer(request, "since", {0, largest_exact_in_json});
    if (!since) return since.error();

    const auto town = support.context.catalog.current();
    const auto answer =
        day_availability(support.source(*town), FacilityCode{*facility}, *date, asked->viewpoint, *since);
    if (!answer) return refused(answer.error());
    auto spaces = json::array();
    for (const SpaceDay& space : answer->spaces)
        spaces.push_back({{"space", space.space.value()}, {"slots", slots_json(space.slots)}});
    return cacheable(request,
                     {{"facility", *facility},
                      {"date", date->iso8601()},
                      {"version", answer->version},
                      {"as_of_ms", asked->viewpoint.now.epoch_ms()},
                      {"closed", answer->closed},
                      {"changes_only", answer->changes_only},
                      {"closures", public_closures_json(answer->closures)},
                      {"spaces", std::move(spaces)}},
                     answer->version, asked->version);
}

http::Response get_version(const RouteSupport& support, const http::Request& request) {
    if (auto unknown = refuse_unknown_parameters(request, {"facility", "date"})) return *unknown;
    const auto facility = query_code(request, "facility");
    if (!facility) return facility.error();
    const auto date = query_date(request, "date");
    if (!date) return date.error();
    const auto town = support.context.catalog.current();
    const auto version = day_version(support.source(*town), FacilityCode{*facility}, *date);
    if (!version) return refused(version.error());
    return cacheable(request, {{"facility", *facility}, {"date", date->iso8601()}, {"version", *version}}, 0, 0);
}

http::Response search(const RouteSupport& support, const http::Request& request) {
    const auto wish = search_wish(request);
    if (!wish) return wish.error();
    const auto user_class = query_user_class(request);
    if (!user_class) return user_class.error();
    const Instant now = support.context.clock.now();
    const auto town = support.context.catalog.current();
    const auto answer = search_free(support.source(*town), *wish, {*user_class, now});
    if (!answer) return refused(answer.error());
    auto free = json::array();
    for (const FreeUse& use : answer->free)
        free.push_back(free_use_json(use));
    auto alternatives = json::array();
    for (const Alternative& alternative : answer->alternatives) {
        auto body = free_use_json(alternative.use);
        body["gave_up"] = name_of(alternative.gave_up);
        if (alternative.gave_up == GaveUp::pieces)
            body["equipment"] = equipment_json(alternative.use.request.equipment);
        alternatives.push_back(std::move(body));
    }
    return cacheable(request,
                     {{"as_of_ms", now.epoch_ms()},
                      {"free", std::move(free)},
                      {"more", answer->more},
                      {"alternatives", std::move(alternatives)}},
                     0, 0);
}

} // namespace

void add_public_routes(http::Router& router, const RouteSupport& support) {
    const auto route = [&](const std::string& path, auto handler) {
        router.add(http::Method::get, "/api/v1" + path,
                   [support, handler](const auto& request) { return handler(support, request); });
    };
    route("/facilities", list_facilities);
    route("/fee-table", get_fee_table);
    route("/availability/month", get_month);
    route("/availability/week", get_week);
    route("/availability/day", get_day);
    route("/availability/version", get_version);
    route("/availability/search", search);
    router.add(http::Method::post, "/api/v1/quote",
               [support](const auto& request) { return quote_route(support, request); });
}

} // namespace hiroba::services::api
