// The town's civil time: dates that exist, minutes of a day, and the quarter-hour slots that are claimed.
#pragma once

#include "domain/core/instant.hpp"
#include "domain/core/refusal.hpp"

#include <chrono>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace hiroba {

// A calendar date that exists (Gregorian). Japanese eras are a matter of display.
class LocalDate {
public:
    LocalDate() = default; // 1970-01-01
    explicit constexpr LocalDate(std::chrono::sys_days days) : days_(days) {}
    // "2026-12-01" → the date; anything else → `invalid_date` {value}.
    [[nodiscard]] static Result<LocalDate> parse(std::string_view iso8601);
    // The year, month and day given, when that day exists → else `invalid_date`.
    [[nodiscard]] static Result<LocalDate> of(int year, unsigned month, unsigned day);

    [[nodiscard]] constexpr std::chrono::sys_days days() const { return days_; }
    [[nodiscard]] constexpr std::chrono::year_month_day ymd() const { return std::chrono::year_month_day{days_}; }
    [[nodiscard]] constexpr std::chrono::weekday weekday() const { return std::chrono::weekday{days_}; }
    [[nodiscard]] std::string iso8601() const; // "2026-12-01"

    friend constexpr auto operator<=>(LocalDate a, LocalDate b) {
        return a.days_.time_since_epoch() <=> b.days_.time_since_epoch();
    }
    friend constexpr bool operator==(LocalDate, LocalDate) = default;
    friend constexpr LocalDate operator+(LocalDate date, std::chrono::days by) { return LocalDate{date.days_ + by}; }
    friend constexpr LocalDate operator-(LocalDate date, std::chrono::days by) { return LocalDate{date.days_ - by}; }
    friend constexpr std::chrono::days operator-(LocalDate a, LocalDate b) { return a.days_ - b.days_; }

private:
    std::chrono::sys_days days_{};
};

// A month of a year, as "2026-12".
class YearMonth {
public:
    explicit constexpr YearMonth(std::chrono::year_month month) : month_(month) {}
    [[nodiscard]] static Result<YearMonth> parse(std::string_view iso8601); // else `invalid_month` {value}
    [[nodiscard]] constexpr LocalDate first_day() const { return LocalDate{std::chrono::sys_days{month_ / 1}}; }
    [[nodiscard]] constexpr LocalDate last_day() const {
        return LocalDate{std::chrono::sys_days{month_ / std::chrono::last}};
    }
    [[nodiscard]] std::string iso8601() const; // "2026-12"
    friend constexpr bool operator==(YearMonth, YearMonth) = default;

private:
    std::chrono::year_month month_;
};

// Minutes since midnight, 0 … 1440 (24:00 is the end of the day).
class MinuteOfDay {
public:
    static constexpr int end_of_day = 24 * 60;
    constexpr MinuteOfDay() = default;
    [[nodiscard]] static Result<MinuteOfDay> of(std::int64_t minutes);      // else `invalid_time` {value}
    [[nodiscard]] static Result<MinuteOfDay> parse(std::string_view hh_mm); // "09:00", "24:00"; else `invalid_time`
    [[nodiscard]] constexpr int minutes() const { return minutes_; }
    [[nodiscard]] std::string hh_mm() const; // "09:00"
    friend constexpr auto operator<=>(MinuteOfDay, MinuteOfDay) = default;

private:
    explicit constexpr MinuteOfDay(int minutes) : minutes_(minutes) {}
    int minutes_ = 0;
};

// A part of one day: from `start` until before `end`; start < end always.
class TimeRange {
public:
    // `empty_time_range` {start_minute, end_minute} when end <= start.
    [[nodiscard]] static Result<TimeRange> of(MinuteOfDay start, MinuteOfDay end);
    [[nodiscard]] static TimeRange whole_day(); // 00:00–24:00
    [[nodiscard]] constexpr MinuteOfDay start() const { return start_; }
    [[nodiscard]] constexpr MinuteOfDay end() const { return end_; }
    [[nodiscard]] constexpr std::chrono::minutes length() const {
        return std::chrono::minutes{end_.minutes() - start_.minutes()};
    }
    [[nodiscard]] constexpr bool overlaps(const TimeRange& other) const {
        return start_ < other.end_ && other.start_ < end_;
    }
    [[nodiscard]] constexpr bool contains(const TimeRange& other) const {
        return start_ <= other.start_ && other.end_ <= end_;
    }
    friend constexpr auto operator<=>(const TimeRange&, const TimeRange&) = default;

private:
    constexpr TimeRange(MinuteOfDay start, MinuteOfDay end) : start_(start), end_(end) {}
    MinuteOfDay start_;
    MinuteOfDay end_;
};

// Quarter hours of one day: indexes first … last, both included, 0 … 95.
class SlotRange {
public:
    static constexpr int slot_minutes = 15;
    static constexpr int slots_per_day = 96;
    // The slots that a time range touches: rounded outward.
    [[nodiscard]] static constexpr SlotRange covering(const TimeRange& range) {
        return SlotRange{range.start().minutes() / slot_minutes, (range.end().minutes() - 1) / slot_minutes};
    }
    [[nodiscard]] constexpr int first() const { return first_; }
    [[nodiscard]] constexpr int last() const { return last_; }
    [[nodiscard]] constexpr int count() const { return last_ - first_ + 1; }
    friend constexpr auto operator<=>(SlotRange, SlotRange) = default;

private:
    constexpr SlotRange(int first, int last) : first_(first), last_(last) {}
    int first_;
    int last_;
};

// A date and a minute of the town's clock.
struct LocalDateTime {
    LocalDate date;
    MinuteOfDay time;
    friend constexpr auto operator<=>(const LocalDateTime&, const LocalDateTime&) = default;
};

// Asia/Tokyo: UTC+9 all year (no daylight saving time since 1952).
[[nodiscard]] LocalDateTime to_town_time(Instant instant); // seconds are cut off
[[nodiscard]] Instant to_instant(const LocalDateTime& local);

} // namespace hiroba
