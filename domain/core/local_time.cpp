#include "domain/core/local_time.hpp"

#include "domain/core/utf8.hpp"

#include <array>
#include <cstdio>

namespace hiroba {
namespace {

using namespace std::chrono;

constexpr milliseconds tokyo_offset = hours{9};

// A number of exactly `text.size()` ASCII digits, or -1.
int digits(std::string_view text) {
    int value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return -1;
        value = value * 10 + (c - '0');
    }
    return text.empty() ? -1 : value;
}

std::string formatted(const char* pattern, int a, unsigned b, unsigned c) {
    std::array<char, 40> buffer{};
    const int length = std::snprintf(buffer.data(), buffer.size(), pattern, a, b, c);
    return {buffer.data(), static_cast<std::size_t>(length)};
}

} // namespace

Result<LocalDate> LocalDate::of(int year, unsigned month, unsigned day) {
    const year_month_day date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
    const auto spelled = [&] { return formatted("%04d-%02u-%02u", year, month, day); };
    if (year < 1900 || year > 2999 || !date.ok()) return refuse("invalid_date", {{"value", spelled()}});
    return LocalDate{sys_days{date}};
}

Result<LocalDate> LocalDate::parse(std::string_view iso8601) {
    const auto invalid = [&] { return refuse("invalid_date", {{"value", std::string{beginning_of(iso8601, 20)}}}); };
    if (iso8601.size() != 10 || iso8601[4] != '-' || iso8601[7] != '-') return invalid();
    const int year = digits(iso8601.substr(0, 4));
    const int month = digits(iso8601.substr(5, 2));
    const int day = digits(iso8601.substr(8, 2));
    if (year < 0 || month < 0 || day < 0) return invalid();
    return of(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
}

std::string LocalDate::iso8601() const {
    const auto date = ymd();
    return formatted("%04d-%02u-%02u", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

Result<YearMonth> YearMonth::parse(std::string_view iso8601) {
    const auto invalid = [&] { return refuse("invalid_month", {{"value", std::string{beginning_of(iso8601, 20)}}}); };
    if (iso8601.size() != 7) return invalid();
    const auto first = LocalDate::parse(std::string{iso8601} + "-01");
    if (!first) return invalid();
    return YearMonth{first->ymd().year() / first->ymd().month()};
}

std::string YearMonth::iso8601() const { return first_day().iso8601().substr(0, 7); }

Result<MinuteOfDay> MinuteOfDay::of(std::int64_t minutes) {
    if (minutes < 0 || minutes > end_of_day) return refuse("invalid_time", {{"value", minutes}});
    return MinuteOfDay{static_cast<int>(minutes)};
}

Result<MinuteOfDay> MinuteOfDay::parse(std::string_view hh_mm) {
    const auto invalid = [&] { return refuse("invalid_time", {{"value", std::string{beginning_of(hh_mm, 20)}}}); };
    if (hh_mm.size() != 5 || hh_mm[2] != ':') return invalid();
    const int hour = digits(hh_mm.substr(0, 2));
    const int minute = digits(hh_mm.substr(3, 2));
    if (hour < 0 || minute < 0 || minute > 59 || hour * 60 + minute > end_of_day) return invalid();
    return MinuteOfDay{hour * 60 + minute};
}

std::string MinuteOfDay::hh_mm() const {
    return formatted("%02d:%02u", minutes_ / 60, static_cast<unsigned>(minutes_ % 60), 0U);
}

TimeRange TimeRange::whole_day() { return {MinuteOfDay{}, *MinuteOfDay::of(MinuteOfDay::end_of_day)}; }

Result<TimeRange> TimeRange::of(MinuteOfDay start, MinuteOfDay end) {
    if (end <= start)
        return refuse("empty_time_range",
                      {{"start_minute", std::int64_t{start.minutes()}}, {"end_minute", std::int64_t{end.minutes()}}});
    return TimeRange{start, end};
}

LocalDateTime to_town_time(Instant instant) {
    const sys_time<milliseconds> local{milliseconds{instant.epoch_ms()} + tokyo_offset};
    const auto day = floor<days>(local);
    const auto minute = duration_cast<minutes>(local - day).count();
    return {LocalDate{day}, *MinuteOfDay::of(minute)};
}

Instant to_instant(const LocalDateTime& local) {
    const auto at = sys_time<milliseconds>{local.date.days()} + minutes{local.time.minutes()} - tokyo_offset;
    return Instant::from_epoch_ms(at.time_since_epoch().count());
}

} // namespace hiroba
