// 1日の限度に算入: what uses of one applicant on one day count towards a cap, so that the next one is charged only what
// the cap leaves.
#pragma once

#include "domain/core/ids.hpp"
#include "domain/core/local_time.hpp"
#include "domain/core/yen.hpp"

#include <cstdint>
#include <map>
#include <utility>

namespace hiroba {

// Of the basic price, before anything is multiplied or reduced: the time and the money that were charged. Both are 0 or
// more; of a price by the visit or the band the time is 0.
struct CountedInCap {
    std::int64_t minutes = 0;
    Yen basic;
    friend bool operator==(const CountedInCap&, const CountedInCap&) = default;
};
[[nodiscard]] inline CountedInCap operator+(const CountedInCap& a, const CountedInCap& b) {
    return {a.minutes + b.minutes, a.basic + b.basic};
}

// What other uses of the day count already, by how far a cap reaches.
struct CountedBefore {
    CountedInCap in_space;
    CountedInCap in_facility;
    friend bool operator==(const CountedBefore&, const CountedBefore&) = default;
};

// What the uses of one applicant in one facility count, day by day and space by space.
class CountedDays {
public:
    void add(LocalDate date, const SpaceCode& space, const CountedInCap& counted) {
        auto& sum = sums_[{date, space}];
        sum = sum + counted;
    }
    [[nodiscard]] CountedBefore on(LocalDate date, const SpaceCode& space) const {
        CountedBefore before;
        for (const auto& [key, counted] : sums_) {
            if (key.first != date) continue;
            before.in_facility = before.in_facility + counted;
            if (key.second == space) before.in_space = before.in_space + counted;
        }
        return before;
    }

private:
    std::map<std::pair<LocalDate, SpaceCode>, CountedInCap> sums_;
};

} // namespace hiroba
