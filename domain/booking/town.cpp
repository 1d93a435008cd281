#include "domain/booking/town.hpp"

#include <algorithm>
#include <array>

namespace hiroba {
namespace {

constexpr std::array access_features = {
    AccessFeature::step_free,         AccessFeature::lift,
    AccessFeature::accessible_toilet, AccessFeature::accessible_parking,
    AccessFeature::hearing_loop,      AccessFeature::braille_signs,
    AccessFeature::nursing_room,      AccessFeature::assistance_dogs,
};

std::optional<TimeRange> common(const std::optional<TimeRange>& a, const std::optional<TimeRange>& b) {
    if (!a || !b || !a->overlaps(*b)) return std::nullopt;
    return *TimeRange::of(std::max(a->start(), b->start()), std::min(a->end(), b->end()));
}

} // namespace

bool is_composite(const TimeBand& band, const ByBand& use) {
    return std::ranges::any_of(
        use.bands, [&](const TimeBand& other) { return other.code != band.code && band.range.contains(other.range); });
}

const Facility* find_facility(const Town& town, const FacilityCode& code) {
    const auto found = std::ranges::find(town.facilities, code, &Facility::code);
    return found == town.facilities.end() ? nullptr : &*found;
}

FoundSpace find_space(const Town& town, const SpaceCode& code) {
    for (const auto& facility : town.facilities) {
        const auto found = std::ranges::find(facility.spaces, code, &Space::code);
        if (found != facility.spaces.end()) return {&facility, &*found};
    }
    return {};
}

const Activity* find_activity(const Town& town, const ActivityCode& code) {
    const auto found = std::ranges::find(town.activities, code, &Activity::code);
    return found == town.activities.end() ? nullptr : &*found;
}

const Equipment* find_equipment(const Facility& facility, const EquipmentCode& code) {
    const auto found = std::ranges::find(facility.equipment, code, &Equipment::code);
    return found == facility.equipment.end() ? nullptr : &*found;
}

bool is_for(const Equipment& equipment, const Space& space) {
    return equipment.spaces.empty() || std::ranges::find(equipment.spaces, space.code) != equipment.spaces.end();
}

const BookingWindow* find_window(const Facility& facility, const Space& space, UserClass user_class) {
    for (const auto* windows : {&space.windows, &facility.windows}) {
        const auto found = windows->find(user_class);
        if (found != windows->end()) return &found->second;
    }
    return nullptr;
}

const Drawer* find_drawer(const Town& town, const DrawerCode& code) {
    const auto found = std::ranges::find(town.drawers, code, &Drawer::code);
    return found == town.drawers.end() ? nullptr : &*found;
}

std::optional<FacilityCode> manager_of(const Town& town, const Drawer& drawer) {
    for (const FacilityCode& code : drawer.facilities)
        if (const Facility* facility = find_facility(town, code); facility != nullptr && facility->manager) return code;
    return std::nullopt;
}

const Post* find_post(const Town& town, const PostCode& code) {
    const auto found = std::ranges::find(town.posts, code, &Post::code);
    return found == town.posts.end() ? nullptr : &*found;
}

const DecisionRules& decision_rules(const Town& town, const FacilityCode& facility) {
    const Facility* found = find_facility(town, facility);
    return found != nullptr && found->decisions ? *found->decisions : town.decisions;
}

const PermissionRule& permission_of(const Facility& facility, const Space& space) {
    return space.permission ? *space.permission : facility.permission;
}

const ApprovalRoutes& approval_of(const Facility& facility, const Space& space) {
    return space.approval ? *space.approval : facility.approval;
}

const RefundRule& refund_of(const Facility& facility, const Space& space) {
    return space.refund ? *space.refund : facility.refund;
}

const std::optional<ExtendedHours>& extended_hours_of(const Facility& facility, const Space& space) {
    return space.extended_hours ? space.extended_hours : facility.extended_hours;
}

const AccountCodes& account_codes_of(const Facility& facility, const Space& space) {
    return space.account_codes ? *space.account_codes : facility.account_codes;
}

std::optional<TimeRange> open_hours(const Town& town, const Facility& facility, const Space& space, LocalDate date) {
    if (space.hours) {
        if (const auto* exception = find_exception(*space.hours, date)) return exception->open;
    }
    if (const auto* exception = find_exception(facility.hours, date)) {
        if (!space.hours) return exception->open;
        return common(exception->open, regular_hours(*space.hours, date, town.holidays));
    }
    const auto& closed_days = space.closed_days ? *space.closed_days : facility.closed_days;
    if (is_closed_on(date, closed_days, town.holidays)) return std::nullopt;
    return regular_hours(space.hours ? *space.hours : facility.hours, date, town.holidays);
}

bool has_exception(const Facility& facility, const Space& space, LocalDate date) {
    return (space.hours && find_exception(*space.hours, date) != nullptr) ||
           find_exception(facility.hours, date) != nullptr;
}

bool is_facility_closed(const Town& town, const Facility& facility, LocalDate date) {
    if (const auto* exception = find_exception(facility.hours, date)) return !exception->open;
    return is_closed_on(date, facility.closed_days, town.holidays) ||
           !regular_hours(facility.hours, date, town.holidays);
}

std::vector<UnitCode> units_of(const Facility& facility) {
    std::vector<UnitCode> units;
    std::set<UnitCode> mentioned;
    const auto add = [&](const std::vector<UnitCode>& some) {
        std::ranges::copy_if(some, std::back_inserter(units),
                             [&](const UnitCode& unit) { return mentioned.insert(unit).second; });
    };
    for (const auto& space : facility.spaces)
        add(space.units);
    for (const auto& equipment : facility.equipment)
        add(units_of(equipment));
    return units;
}

std::string_view name_of(AccessFeature feature) {
    switch (feature) {
    case AccessFeature::step_free:
        return "step_free";
    case AccessFeature::lift:
        return "lift";
    case AccessFeature::accessible_toilet:
        return "accessible_toilet";
    case AccessFeature::accessible_parking:
        return "accessible_parking";
    case AccessFeature::hearing_loop:
        return "hearing_loop";
    case AccessFeature::braille_signs:
        return "braille_signs";
    case AccessFeature::nursing_room:
        return "nursing_room";
    case AccessFeature::assistance_dogs:
        return "assistance_dogs";
    }
    return {};
}

std::optional<AccessFeature> access_feature_named(std::string_view name) {
    const auto found = std::ranges::find(access_features, name, [](AccessFeature feature) { return name_of(feature); });
    return found == access_features.end() ? std::nullopt : std::optional{*found};
}

} // namespace hiroba
