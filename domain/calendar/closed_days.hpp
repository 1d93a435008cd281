// 休館日: the days on which a facility does not open, as ordinances put it: "every Monday, or the next weekday when
// that Monday is a holiday, and 29 December to 3 January".
#pragma once

#include "domain/core/local_time.hpp"

#include <chrono>
#include <optional>
#include <set>
#include <vector>

namespace hiroba {

// National holidays (国民の祝日に関する法律), as published by the Cabinet Office.
using Holidays = std::set<LocalDate>;

// 土曜・日曜・休日: the days on which weekend prices apply.
[[nodiscard]] bool is_weekend_or_holiday(LocalDate date, const Holidays& holidays);

// Whether the holidays of that date's year are known at all (the list is published a year ahead).
[[nodiscard]] bool holidays_are_known(LocalDate date, const Holidays& holidays);

// A stretch of the year, both ends included; may cross New Year (12-29 … 01-03).
struct YearlyPeriod {
    std::chrono::month_day first;
    std::chrono::month_day last;
    friend bool operator==(const YearlyPeriod&, const YearlyPeriod&) = default;
};
[[nodiscard]] bool falls_in(LocalDate date, const YearlyPeriod& period);

struct ClosedDays {
    std::vector<std::chrono::weekday> weekly;
    // "When it falls on a holiday, the next weekday instead": the next day that is no Saturday, Sunday or holiday.
    bool moves_past_holidays = false;
    std::vector<YearlyPeriod> yearly;
    std::set<LocalDate> dates; // closed on these dates besides
    friend bool operator==(const ClosedDays&, const ClosedDays&) = default;
};

[[nodiscard]] bool is_closed_on(LocalDate date, const ClosedDays& closed_days, const Holidays& holidays);

} // namespace hiroba
