// 定期利用: the dates of a weekly or monthly use within a season.
#pragma once

#include "domain/core/local_time.hpp"
#include "domain/core/refusal.hpp"

#include <optional>
#include <set>
#include <vector>

namespace hiroba {

enum class Repeats {
    daily,
    weekly,             // on the given weekdays, every `interval` weeks counted from the week (from Monday) of `first`
    monthly_by_date,    // on the day of the month of `first`; months without it are left out
    monthly_by_weekday, // on the same weekday of the month (the second Tuesday); the fifth where there is one
};
[[nodiscard]] std::string_view name_of(Repeats repeats);
[[nodiscard]] std::optional<Repeats> repeats_named(std::string_view name);

struct Recurrence {
    Repeats repeats = Repeats::weekly;
    LocalDate first;
    LocalDate last; // included
    int interval = 1;
    std::vector<std::chrono::weekday> weekdays = {}; // of weekly; empty: that of `first`
    std::set<LocalDate> left_out = {};
};

inline constexpr std::size_t most_dates_of_a_recurrence = 400;

// The dates, ascending. `period_reversed`, `invalid_interval` (1 … 12), `too_many_dates` {most}.
[[nodiscard]] Result<std::vector<LocalDate>> dates_of(const Recurrence& recurrence);

} // namespace hiroba
