#include "services/api/route_support.hpp"
#include "services/availability/availability.hpp"
#include "services/booking/fee_json.hpp"

#include <string>

namespace hiroba::services::api {
namespace {

using nlohmann::json;

// Anyone may keep the answer for one second, and give it for two more while it fetches a new one; the front door does.
// An answer older than the one asked for, or for a version that does not exist, is kept by nobody.
http::Response cacheable(const json& body, std::int64_t version, std::int64_t asked_for) {
    auto response = http::json_response(200, body);
    http::set_header(response, "Cache-Control",
                     version >= asked_for ? "public, max-age=0, s-maxage=1, stale-while-revalidate=2" : "no-store");
    return response;
}

Answered<std::int64_t> asked_version(const http::Request& request) {
    constexpr std::int64_t largest_exact_in_json = 9'007'199'254'740'991;
    const auto version = http::query_integer(request, "version", {0, largest_exact_in_json});
    if (!version) return tl::unexpected(version.error());
    return version->value_or(0);
}

json band_json(const TimeBand& band) {
    return {{"code", band.code.value()},
            {"name", text_json(band.name)},
            {"start", band.range.start().hh_mm()},
            {"end", band.range.end().hh_mm()}};
}

json space_json(const Space& space) {
    auto units = json::array();
    for (const UnitCode& unit : space.units)
        units.push_back(unit.value());
    auto bands = json::array();
    if (const auto* by_band = std::get_if<ByBand>(&space.use))
        for (const TimeBand& band : by_band->bands)
            bands.push_back(band_json(band));
    return {{"code", space.code.value()},
            {"name", text_json(space.name)},
            {"units", std::move(units)},
            {"capacity", space.capacity},
            {"use", std::holds_alternative<ByBand>(space.use) ? "by_band" : "by_hour"},
            {"opens", space.opening.start().hh_mm()},
            {"closes", space.opening.end().hh_mm()},
            {"bands", std::move(bands)}};
}

json facility_json(const Facility& facility) {
    auto spaces = json::array();
    for (const Space& space : facility.spaces)
        spaces.push_back(space_json(space));
    return {{"code", facility.code.value()},
            {"name", text_json(facility.name)},
            {"phone", facility.phone},
            {"address", text_json(facility.address)},
            {"spaces", std::move(spaces)}};
}

json slot_json(const DaySlot& slot) {
    json body{{"start", slot.time.start().hh_mm()}, {"end", slot.time.end().hh_mm()}, {"state", name_of(slot.state)}};
    if (slot.band) body["band"] = slot.band->value();
    if (slot.reason != SlotReason::none) body["reason"] = name_of(slot.reason);
    if (slot.opens_at) body["opens_at_ms"] = slot.opens_at->epoch_ms();
    if (slot.price) body["price_yen"] = slot.price->amount();
    return body;
}

http::Response list_facilities(const RouteSupport& support, const http::Request& request) {
    if (auto unknown = refuse_unknown_parameters(request, {})) return *unknown;
    const auto in_force = support.context.catalog.current();
    auto facilities = json::array();
    for (const Facility& facility : in_force->town.facilities)
        facilities.push_back(facility_json(facility));
    return cacheable({{"code", in_force->town.code},
                      {"name", text_json(in_force->town.name)},
                      {"edition", in_force->edition},
                      {"facilities", std::move(facilities)}},
                     0, 0);
}

http::Response get_month(const RouteSupport& support, const http::Request& request) {
    if (auto unknown = refuse_unknown_parameters(request, {"space", "month", "user_class", "version"})) return *unknown;
    const auto space = query_code(request, "space");
    if (!space) return space.error();
    const auto month_word = http::query_word(request, "month");
    if (!month_word) return month_word.error();
    const auto month = YearMonth::parse(*month_word);
    if (!month) return refused(month.error());
    const auto user_class = query_user_class(request);
    if (!user_class) return user_class.error();
    const auto version = asked_version(request);
    if (!version) return version.error();

    const Viewpoint viewpoint{*user_class, support.context.clock.now()};
    const auto answer = month_availability(support.context.database, *support.context.catalog.current(),
                                           SpaceCode{*space}, *month, viewpoint);
    if (!answer) return refused(answer.error());
    auto days = json::array();
    for (const MarkedDay& day : answer->days) {
        json body{{"date", day.date.iso8601()}, {"mark", name_of(day.mark)}};
        if (day.opens_at) body["opens_at_ms"] = day.opens_at->epoch_ms();
        days.push_back(std::move(body));
    }
    return cacheable({{"space", *space},
                      {"month", month->iso8601()},
                      {"version", answer->version},
                      {"as_of_ms", viewpoint.now.epoch_ms()},
                      {"days", std::move(days)}},
                     answer->version, *version);
}

http::Response get_day(const RouteSupport& support, const http::Request& request) {
    if (auto unknown = refuse_unknown_parameters(request, {"facility", "date", "user_class", "version"}))
        return *unknown;
    const auto facility = query_code(request, "facility");
    if (!facility) return facility.error();
    const auto date = query_date(request, "date");
    if (!date) return date.error();
    const auto user_class = query_user_class(request);
    if (!user_class) return user_class.error();
    const auto version = asked_version(request);
    if (!version) return version.error();

    const Viewpoint viewpoint{*user_class, support.context.clock.now()};
    const auto answer = day_availability(support.context.database, *support.context.catalog.current(),
                                         FacilityCode{*facility}, *date, viewpoint);
    if (!answer) return refused(answer.error());
    auto spaces = json::array();
    for (const SpaceDay& space : answer->spaces) {
        auto slots = json::array();
        for (const DaySlot& slot : space.slots)
            slots.push_back(slot_json(slot));
        spaces.push_back({{"space", space.space.value()}, {"slots", std::move(slots)}});
    }
    return cacheable({{"facility", *facility},
                      {"date", date->iso8601()},
                      {"version", answer->version},
                      {"as_of_ms", viewpoint.now.epoch_ms()},
                      {"closed", answer->closed},
                      {"spaces", std::move(spaces)}},
                     answer->version, *version);
}

http::Response get_version(const RouteSupport& support, const http::Request& request) {
    if (auto unknown = refuse_unknown_parameters(request, {"facility", "date"})) return *unknown;
    const auto facility = query_code(request, "facility");
    if (!facility) return facility.error();
    const auto date = query_date(request, "date");
    if (!date) return date.error();
    const auto version =
        day_version(support.context.database, *support.context.catalog.current(), FacilityCode{*facility}, *date);
    if (!version) return refused(version.error());
    return cacheable({{"facility", *facility}, {"date", date->iso8601()}, {"version", *version}}, 0, 0);
}

} // namespace

void add_public_routes(http::Router& router, const RouteSupport& support) {
    using http::Method;
    router.add(Method::get, "/api/v1/facilities",
               [support](const auto& request) { return list_facilities(support, request); });
    router.add(Method::get, "/api/v1/availability/month",
               [support](const auto& request) { return get_month(support, request); });
    router.add(Method::get, "/api/v1/availability/day",
               [support](const auto& request) { return get_day(support, request); });
    router.add(Method::get, "/api/v1/availability/version",
               [support](const auto& request) { return get_version(support, request); });
}

} // namespace hiroba::services::api
