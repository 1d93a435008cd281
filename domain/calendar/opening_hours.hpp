// 開館時間: when a facility or a space is open, by weekday, season and exception. Evaluated in memory for any date;
// nothing is generated ahead.
#pragma once

#include "domain/calendar/closed_days.hpp"
#include "domain/core/ids.hpp"
#include "domain/core/text.hpp"

#include <optional>
#include <vector>

namespace hiroba {

// 冷房期間, 暖房期間, 冬期: a stretch of every year that hours and fees can name.
struct Season {
    SeasonCode code;
    Text name;
    YearlyPeriod period;
    friend bool operator==(const Season&, const Season&) = default;
};

// The hours of some days of the year. Of several that fit a date, the last one decides.
struct HoursRule {
    std::vector<std::chrono::weekday> weekdays; // empty: every day, or holidays only with `on_holidays`
    bool on_holidays = false;                   // besides the weekdays, on national holidays
    std::optional<YearlyPeriod> period;         // of the year; empty: all of it
    std::optional<TimeRange> open;              // empty: closed
    friend bool operator==(const HoursRule&, const HoursRule&) = default;
};

// 臨時休館・臨時開館・時間変更: what holds on certain dates instead of everything else, closed days included.
struct HoursException {
    LocalDate first;
    LocalDate last;                // included
    std::optional<TimeRange> open; // empty: closed
    Text reason;
    friend bool operator==(const HoursException&, const HoursException&) = default;
};

struct OpeningHours {
    TimeRange usual = TimeRange::whole_day();
    std::vector<HoursRule> rules;
    std::vector<HoursException> exceptions; // of several that fit a date, the last one decides
    friend bool operator==(const OpeningHours&, const OpeningHours&) = default;
};

// The exception that holds on that date, or null.
[[nodiscard]] const HoursException* find_exception(const OpeningHours& hours, LocalDate date);

// The hours by weekday and season alone; nothing when closed. Closed days and exceptions are not looked at.
[[nodiscard]] std::optional<TimeRange> regular_hours(const OpeningHours& hours, LocalDate date,
                                                     const Holidays& holidays);

} // namespace hiroba
