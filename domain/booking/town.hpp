// The town as its files describe it: facilities, the spaces people book, the units they consist of.
#pragma once

#include "domain/calendar/booking_window.hpp"
#include "domain/calendar/closed_days.hpp"
#include "domain/core/ids.hpp"
#include "domain/core/text.hpp"
#include "domain/fees/rates.hpp"

#include <map>
#include <string>
#include <variant>
#include <vector>

namespace hiroba {

// 区分: a named part of the day with its own price (午前, or the composite 午前・午後).
struct TimeBand {
    BandCode code;
    Text name;
    TimeRange range;
    friend bool operator==(const TimeBand&, const TimeBand&) = default;
};

// 区分貸し: booked by one of the bands.
struct ByBand {
    std::vector<TimeBand> bands; // single bands first, composites after them
    friend bool operator==(const ByBand&, const ByBand&) = default;
};

// Whether the band consists of other bands of the same list.
[[nodiscard]] bool is_composite(const TimeBand& band, const ByBand& use);

// 時間貸し: booked by whole steps inside the opening hours.
struct ByHour {
    int step_minutes = 60;
    int minimum_minutes = 60;
    int maximum_minutes = 12 * 60;
    friend bool operator==(const ByHour&, const ByHour&) = default;
};

// 室・場: what people book; a set of units. Two spaces that share a unit exclude each other.
struct Space {
    SpaceCode code;
    Text name;
    std::vector<UnitCode> units;
    int capacity = 1; // people
    TimeRange opening;
    std::variant<ByBand, ByHour> use;
    std::vector<RateTable> rates;
    std::map<UserClass, BookingWindow> windows; // where they differ from the facility's
    friend bool operator==(const Space&, const Space&) = default;
};

// 施設: a building or ground with its own calendar, windows and revenue account.
struct Facility {
    FacilityCode code;
    Text name;
    std::string phone;
    Text address;
    ClosedDays closed_days;
    std::map<UserClass, BookingWindow> windows;
    OutOfTownSurcharge out_of_town;
    Rounding rounding;
    AccountCode revenue_account; // 款項目節 under which its usage fees are collected
    std::vector<Space> spaces;
    friend bool operator==(const Facility&, const Facility&) = default;
};

struct Town {
    std::string code; // 全国地方公共団体コード
    Text name;
    Holidays holidays;
    std::vector<Facility> facilities;
    friend bool operator==(const Town&, const Town&) = default;
};

// Pointers into `town`, or null when there is no such facility or space. Space codes are unique in the town.
[[nodiscard]] const Facility* find_facility(const Town& town, const FacilityCode& code);
struct FoundSpace {
    const Facility* facility = nullptr;
    const Space* space = nullptr;
};
[[nodiscard]] FoundSpace find_space(const Town& town, const SpaceCode& code);

// The window that holds for the space and class (the space's own, else the facility's), or null when they cannot book.
[[nodiscard]] const BookingWindow* find_window(const Facility& facility, const Space& space, UserClass user_class);

// Every unit of a facility once, in the order of first mention.
[[nodiscard]] std::vector<UnitCode> units_of(const Facility& facility);

} // namespace hiroba
