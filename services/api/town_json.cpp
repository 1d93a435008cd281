#include "services/api/town_json.hpp"

#include "domain/fees/quote.hpp"

#include "services/booking/fee_json.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace hiroba::services::api {
namespace {

using nlohmann::json;

template <class Codes>
json codes_json(const Codes& codes) {
    auto array = json::array();
    for (const auto& code : codes)
        array.push_back(code.value());
    return array;
}

json access_json(const std::vector<AccessFeature>& features) {
    auto array = json::array();
    for (const AccessFeature feature : features)
        array.push_back(name_of(feature));
    return array;
}

json photos_json(const std::vector<Photo>& photos) {
    auto array = json::array();
    for (const Photo& photo : photos)
        array.push_back({{"file", photo.file}, {"shows", text_json(photo.shows)}});
    return array;
}

json refund_json(const RefundRule& rule) {
    auto array = json::array();
    for (const RefundStep& step : rule.steps)
        array.push_back({{"days_before", step.days_before}, {"percent", step.percent}});
    return array;
}

json band_json(const TimeBand& band) {
    return {{"code", band.code.value()},
            {"name", text_json(band.name)},
            {"start", band.range.start().hh_mm()},
            {"end", band.range.end().hh_mm()}};
}

json review_json(const PermissionRule& rule) {
    auto classes = json::array();
    for (const UserClass user_class : {UserClass::in_town, UserClass::out_of_town})
        if (!rule.automatic_for.contains(user_class)) classes.push_back(name_of(user_class));
    return {{"user_classes", std::move(classes)},
            {"activities", codes_json(rule.review_activities)},
            {"from_people", rule.review_from_people ? json(*rule.review_from_people) : json(nullptr)}};
}

// How it is used: `use`, `bands`, `hours`, `nights`.
struct UseJson {
    json& body;
    void operator()(const ByBand& use) const {
        body["use"] = "by_band";
        for (const TimeBand& band : use.bands)
            body["bands"].push_back(band_json(band));
    }
    void operator()(const ByHour& use) const {
        body["use"] = "by_hour";
        body["hours"] = {{"step_minutes", use.step_minutes},
                         {"minimum_minutes", use.minimum_minutes},
                         {"maximum_minutes", use.maximum_minutes}};
    }
    void operator()(const ByNight& use) const {
        body["use"] = "by_night";
        body["nights"] = {{"check_in", use.check_in.hh_mm()},
                          {"check_out", use.check_out.hh_mm()},
                          {"maximum_nights", use.maximum_nights}};
    }
};

// 照明・ナイター of the space, each code once.
json extras_json(const Facility& facility, const Space& space, const FeeDates& dates) {
    auto extras = json::array();
    std::set<ExtraCode> known;
    for (const Extra& some : facility.fee_rules.extras) {
        if (!known.insert(some.code).second) continue;
        const Extra* extra = find_row(facility.fee_rules.extras, space.code, dates,
                                      [&](const Extra& row) { return row.code == some.code; });
        if (extra == nullptr) continue;
        extras.push_back({{"code", extra->code.value()},
                          {"name", text_json(extra->name)},
                          {"by_time", extra->step_minutes.has_value()}});
    }
    return extras;
}

// What can be declared of a use of the space, by the rules in force today.
json offers_json(const Facility& facility, const Space& space, LocalDate today) {
    const FeeDates dates{today, today};
    const FeeRules& rules = facility.fee_rules;
    auto price_classes = json::array();
    for (const PriceClass& price_class : rules.price_classes)
        price_classes.push_back({{"code", price_class.code.value()}, {"name", text_json(price_class.name)}});
    const auto& extended = extended_hours_of(facility, space);
    const Extension* extension = extended ? find_row(rules.extensions, space.code, dates) : nullptr;
    const int most_minutes = extension == nullptr ? 0 : extended->most_minutes;
    return {{"price_classes", std::move(price_classes)},
            {"rehearsal", find_row(rules.rehearsals, space.code, dates) != nullptr},
            {"climate", find_row(rules.climates, space.code, dates) != nullptr},
            {"most_early_minutes", most_minutes},
            {"most_extension_minutes", most_minutes},
            {"extension_step_minutes", extension == nullptr ? 0 : extension->step_minutes},
            {"extension_free_minutes", extension == nullptr ? 0 : extension->free_minutes},
            {"extras", extras_json(facility, space, dates)}};
}

json reduction_json(const ReductionClass& reduction) {
    const auto percent = [&](FeeComponent component) { return reduction.percent[index_of(component)]; };
    return {{"code", reduction.code.value()},
            {"name", text_json(reduction.name)},
            {"percent",
             {{"facility", percent(FeeComponent::facility)},
              {"additional", percent(FeeComponent::additional)},
              {"equipment", percent(FeeComponent::equipment)}}},
            {"automatic", reduction.is_automatic},
            {"only_registered_groups", reduction.only_registered_groups},
            {"not_with_admission", reduction.not_with_admission},
            {"not_with_commercial", reduction.not_with_commercial},
            {"user_class", reduction.only_for ? json(name_of(*reduction.only_for)) : json(nullptr)},
            {"evidence", text_json(reduction.evidence)},
            {"article", text_json(reduction.article)}};
}

// Each class once, in the version that holds today.
json reductions_json(const Town& town, LocalDate today) {
    auto reductions = json::array();
    for (const ReductionClass& some : town.reductions)
        if (find_reduction(town.reductions, some.code, {today, today}) == &some)
            reductions.push_back(reduction_json(some));
    return reductions;
}

// Whether other uses of the day may make one cheaper.
bool is_capped_over_day(const Space& space) {
    return std::ranges::any_of(
        space.rates, [](const RateTable& rate) { return rate.day_cap && rate.day_cap->reach != CapReach::use; });
}

json space_json(const Facility& facility, const Space& space, LocalDate today) {
    const TimeRange& usual = space.hours ? space.hours->usual : facility.hours.usual;
    auto equipment = json::array();
    for (const Equipment& piece : facility.equipment)
        if (is_for(piece, space)) equipment.push_back(piece.code.value());
    json body{{"code", space.code.value()},
              {"name", text_json(space.name)},
              {"description", text_json(space.description)},
              {"units", codes_json(space.units)},
              {"capacity", space.capacity},
              {"access", access_json(space.access)},
              {"photos", photos_json(space.photos)},
              {"opens", usual.start().hh_mm()},
              {"closes", usual.end().hh_mm()},
              {"bands", json::array()},
              {"nights", nullptr},
              {"activities", codes_json(space.activities)},
              {"equipment", std::move(equipment)},
              {"offers", offers_json(facility, space, today)},
              {"review", review_json(permission_of(facility, space))},
              {"refund", refund_json(refund_of(facility, space))},
              {"capped_over_day", is_capped_over_day(space)},
              {"consecutive_days_limit",
               facility.consecutive_days_limit ? json(*facility.consecutive_days_limit) : json(nullptr)}};
    std::visit(UseJson{body}, space.use);
    return body;
}

json equipment_json(const Equipment& equipment, LocalDate today) {
    const EquipmentRate* in_force = find_rate(equipment.rates, {today, today});
    return {{"code", equipment.code.value()},
            {"name", text_json(equipment.name)},
            {"stock", equipment.stock},
            {"spaces", codes_json(equipment.spaces)},
            {"charge", name_of(in_force == nullptr ? EquipmentCharge::per_use : in_force->charge)},
            {"price_yen", in_force == nullptr ? json(nullptr) : json(in_force->price.amount())}};
}

std::string month_day(const std::chrono::month_day& day) {
    return fmt::format("{:02}-{:02}", static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
}

json seasons_json(const std::vector<Season>& seasons) {
    auto array = json::array();
    for (const Season& season : seasons)
        array.push_back({{"code", season.code.value()},
                         {"name", text_json(season.name)},
                         {"first", month_day(season.period.first)},
                         {"last", month_day(season.period.last)}});
    return array;
}

json position_json(const std::optional<MapPosition>& position) {
    constexpr double micro = 1e-6;
    if (!position) return nullptr;
    return {{"latitude", static_cast<double>(position->latitude_micro) * micro},
            {"longitude", static_cast<double>(position->longitude_micro) * micro}};
}

json facility_json(const Facility& facility, LocalDate today) {
    auto spaces = json::array();
    for (const Space& space : facility.spaces)
        spaces.push_back(space_json(facility, space, today));
    auto equipment = json::array();
    for (const Equipment& piece : facility.equipment)
        equipment.push_back(equipment_json(piece, today));
    auto disturbances = json::array();
    for (const Disturbance& disturbance : facility.disturbances)
        disturbances.push_back({{"first", disturbance.first.value()},
                                {"second", disturbance.second.value()},
                                {"effect", disturbance.effect == DisturbanceEffect::warn ? "warn" : "refuse"}});
    return {{"code", facility.code.value()},
            {"name", text_json(facility.name)},
            {"description", text_json(facility.description)},
            {"phone", facility.phone},
            {"address", text_json(facility.address)},
            {"position", position_json(facility.position)},
            {"access", access_json(facility.access)},
            {"photos", photos_json(facility.photos)},
            {"check_in", facility.attendance.check_in},
            {"waiting_list", facility.release.waiting_list},
            {"refund", refund_json(facility.refund)},
            {"seasons", seasons_json(facility.seasons)},
            {"spaces", std::move(spaces)},
            {"equipment", std::move(equipment)},
            {"disturbances", std::move(disturbances)}};
}

} // namespace

json town_json(const Town& town, std::int64_t edition, LocalDate today) {
    auto activities = json::array();
    for (const Activity& activity : town.activities)
        activities.push_back(
            {{"code", activity.code.value()}, {"name", text_json(activity.name)}, {"sound", name_of(activity.sound)}});
    auto facilities = json::array();
    for (const Facility& facility : town.facilities)
        facilities.push_back(facility_json(facility, today));
    return {{"code", town.code},
            {"name", text_json(town.name)},
            {"edition", edition},
            {"activities", std::move(activities)},
            {"reductions", reductions_json(town, today)},
            {"most_uses_per_application", town.most_uses_per_application},
            {"facilities", std::move(facilities)}};
}

} // namespace hiroba::services::api
