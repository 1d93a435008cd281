// What an applicant declares about a use and that the ordinance sets a price on.
#pragma once

#include "domain/core/ids.hpp"
#include "domain/core/yen.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace hiroba {

// Lights and the like: minutes of what is charged by time, else a number of pieces.
struct ExtraWish {
    ExtraCode code;
    std::int64_t amount = 0;
    friend bool operator==(const ExtraWish&, const ExtraWish&) = default;
};

// Declared for each use.
struct UseTerms {
    std::optional<PriceClassCode> price_class = std::nullopt; // none: the first of the facility
    bool is_rehearsal = false;                                // 準備・練習のため舞台のみ
    bool wants_climate = false;         // 冷暖房: cooling or heating, whichever the season of the date offers
    int early_minutes = 0;              // 繰上げ: before the band or time asked for
    int extension_minutes = 0;          // 延長: after it
    std::vector<ExtraWish> extras = {}; // each code once
    friend bool operator==(const UseTerms&, const UseTerms&) = default;
};

// Declared once for an application, for all of its uses.
struct ApplicationTerms {
    std::optional<Yen> highest_admission = std::nullopt; // 入場料等の最高額; none (or 0): nobody pays to come in
    bool is_commercial = false;                          // 営利・宣伝
    std::optional<ReductionCode> reduction = std::nullopt; // 減免, as asked for
    std::vector<ReductionCode> standing_reductions = {};   // those the group has anyway; the best of all is applied
    friend bool operator==(const ApplicationTerms&, const ApplicationTerms&) = default;
};

} // namespace hiroba
