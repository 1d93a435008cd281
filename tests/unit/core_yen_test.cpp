#include "domain/core/yen.hpp"
#include "tests/unit/sample_town.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using hiroba::floor_to;
using hiroba::Yen;

TEST_CASE("amounts round down to a multiple of the unit, below zero as well") {
    struct Row {
        std::int64_t amount;
        std::int64_t unit;
        std::int64_t rounded;
    };
    for (const auto& [amount, unit, rounded] : {Row{705, 10, 700},
                                                {700, 10, 700},
                                                {9, 10, 0},
                                                {0, 10, 0},
                                                {24'948, 10, 24'940},
                                                {1'234, 1, 1'234},
                                                {1'299, 100, 1'200},
                                                {-1, 10, -10},
                                                {-10, 10, -10}}) {
        CAPTURE(amount);
        CAPTURE(unit);
        CHECK(floor_to(Yen{amount}, Yen{unit}) == Yen{rounded});
    }
}

TEST_CASE("rounding down takes off less than one unit") {
    CHECK(rc::check([] {
        const Yen amount{*rc::gen::inRange<std::int64_t>(-1'000'000'000'000, 1'000'000'000'000)};
        const Yen unit{*rc::gen::inRange<std::int64_t>(1, 1'001)};
        const auto rounded = floor_to(amount, unit);
        RC_ASSERT(rounded.amount() % unit.amount() == 0);
        RC_ASSERT(rounded <= amount && amount - rounded < unit);
    }));
}
