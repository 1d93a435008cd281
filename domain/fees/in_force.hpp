// 施行日・経過措置: when a row of the ordinance holds, and for which spaces.
#pragma once

#include "domain/core/ids.hpp"
#include "domain/core/local_time.hpp"
#include "domain/core/text.hpp"

#include <algorithm>
#include <optional>
#include <tuple>
#include <vector>

namespace hiroba {

// 附則: which date is compared with the day a version comes into force. With `permission`, a permit given before keeps
// the fee of before, whatever the day of use.
enum class DecidingDate { permission, use };

struct FeeDates {
    LocalDate date_of_use;
    LocalDate permitted_on;
};

// A version holds from its first day on, until its last day or until the next version does.
struct InForce {
    InForce() = default; // from ever on
    InForce(LocalDate first_day) : from(first_day) {}

    LocalDate from;
    std::optional<LocalDate> until = std::nullopt; // included
    DecidingDate decided_by = DecidingDate::permission;
    friend bool operator==(const InForce&, const InForce&) = default;
};
[[nodiscard]] inline bool holds(const InForce& version, const FeeDates& dates) {
    const auto date = version.decided_by == DecidingDate::use ? dates.date_of_use : dates.permitted_on;
    return version.from <= date && (!version.until || date <= *version.until);
}
// Whether the two claim a day each: both begin on the same day, or one that says when it ends goes on after the other
// has begun. (One that does not say ends where the next begins.)
[[nodiscard]] bool overlap(const InForce& a, const InForce& b);

// What every rule of an annex begins with: when, where, and the article it stands in.
struct Scope {
    InForce in_force = {};
    std::vector<SpaceCode> spaces = {}; // empty: every space that no other row of its kind names (その他の室)
    Text article = {};
    friend bool operator==(const Scope&, const Scope&) = default;
};
[[nodiscard]] bool names(const Scope& scope, const SpaceCode& space);

// Of the rows that `fits`, the one that holds for the space: a row that names it before one that names none, the newest
// first. Null when there is none.
template <class Row, class Fits>
[[nodiscard]] const Row* find_row(const std::vector<Row>& rows, const SpaceCode& space, const FeeDates& dates,
                                  Fits&& fits) {
    const Row* found = nullptr;
    for (const Row& row : rows) {
        if (!holds(row.scope.in_force, dates) || !fits(row)) continue;
        const bool named = names(row.scope, space);
        if (!named && !row.scope.spaces.empty()) continue;
        const auto rank = [](const Row& some) {
            return std::pair{!some.scope.spaces.empty(), some.scope.in_force.from};
        };
        if (found == nullptr || rank(*found) < rank(row)) found = &row;
    }
    return found;
}
template <class Row>
[[nodiscard]] const Row* find_row(const std::vector<Row>& rows, const SpaceCode& space, const FeeDates& dates) {
    return find_row(rows, space, dates, [](const Row&) { return true; });
}

} // namespace hiroba
