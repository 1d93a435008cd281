// 備考: what the notes of an annex add to its prices, as data: surcharges, rehearsals, extension, cooling and heating,
// lights, rounding, tax. One set for each facility; its rows can name the spaces they are for.
#pragma once

#include "domain/core/yen.hpp"
#include "domain/fees/component.hpp"
#include "domain/fees/in_force.hpp"
#include "domain/fees/rates.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace hiroba {

// 加算: what makes a use dearer.
enum class SurchargeKind { admission, commercial, out_of_town };
[[nodiscard]] std::string_view name_of(SurchargeKind kind); // "admission"

// Two or more surcharges at once: their rates are summed (割合を合算), or the factors multiplied (重複は乗ずる).
enum class Composition { additive, multiplicative };

// 入場料等: the share from one yen more than `above` on.
struct AdmissionTier {
    Yen above;
    int percent = 0;
    friend bool operator==(const AdmissionTier&, const AdmissionTier&) = default;
};

struct Surcharge {
    Scope scope = {};
    SurchargeKind kind = SurchargeKind::admission;
    Text label = {};
    int percent = 0;                       // of the basic fee: 100 = twice. Not of `admission`
    std::vector<AdmissionTier> tiers = {}; // of `admission` only, ascending
    bool only_without_admission = false;   // 入場料等を徴収しないが営利: not where admission is charged
    friend bool operator==(const Surcharge&, const Surcharge&) = default;
};

// 準備・練習: a share of the basic fee instead of the whole one.
struct Rehearsal {
    Scope scope = {};
    Text label = {};
    int percent = 100;
    std::vector<SurchargeKind> without = {}; // surcharges that do not apply then
    friend bool operator==(const Rehearsal&, const Rehearsal&) = default;
};

// 延長・繰上げ: for each step begun beyond the first free minutes, a share of something.
enum class ExtensionBase {
    adjoining_band, // 直前(直後)の単独区分: the single band next to the extra time
    step_price,     // the price of one hour or half hour
    basic_fee,      // the basic fee of the whole use
};
struct Extension {
    Scope scope = {};
    Text early_label = {};
    Text label = {};
    ExtensionBase base = ExtensionBase::adjoining_band;
    int percent = 0;
    int step_minutes = 60;
    int free_minutes = 0;
    bool after_rehearsal = false;                  // the share is of the reduced price of a rehearsal
    std::vector<SurchargeKind> surcharged_by = {}; // the surcharges that count for the extra time as well
    friend bool operator==(const Extension&, const Extension&) = default;
};

// 冷暖房料: a share of the basic fee (before surcharges), or so much for each hour begun of the use, early use and
// extension included.
struct ClimateRatio {
    int percent = 0;
    bool after_rehearsal = false;
    friend bool operator==(const ClimateRatio&, const ClimateRatio&) = default;
};
struct ClimateHours {
    Yen per_hour;
    friend bool operator==(const ClimateHours&, const ClimateHours&) = default;
};
struct Climate {
    Scope scope = {};
    Text label = {};
    std::vector<SeasonCode> seasons; // at least one; it is offered on their dates
    std::variant<ClimateRatio, ClimateHours> charge;
    friend bool operator==(const Climate&, const Climate&) = default;
};

// 照明・ナイター: never multiplied, never capped.
struct Extra {
    Scope scope = {};
    ExtraCode code;
    Text name;
    Yen price;
    std::optional<int> step_minutes; // for so many minutes, begun; none: for each piece
    friend bool operator==(const Extra&, const Extra&) = default;
};

// 端数: where an amount becomes a multiple of `unit`.
enum class RoundingStep {
    component, // each component, after its reduction
    total,     // the sum of the components, before tax that is added
    after_tax, // the sum with the tax that is added
};
enum class RoundingDirection { down, up, half_up };
struct Rounding {
    Scope scope = {};
    RoundingStep step = RoundingStep::component;
    std::vector<FeeComponent> components = {}; // of `component` only; empty: each of them
    Yen unit{1};
    RoundingDirection direction = RoundingDirection::down;
    friend bool operator==(const Rounding&, const Rounding&) = default;
};

// 消費税: contained in the prices, or added to them.
struct Tax {
    Scope scope = {};
    int percent = 0;
    bool is_included = true;
    RoundingDirection direction = RoundingDirection::down; // of the tax, to whole yen
    friend bool operator==(const Tax&, const Tax&) = default;
};

struct FeeRules {
    Composition composition = Composition::additive;
    std::vector<PriceClass> price_classes = {}; // the first is the default; empty: prices are for everybody
    std::vector<Surcharge> surcharges = {};
    std::vector<Rehearsal> rehearsals = {};
    std::vector<Extension> extensions = {};
    std::vector<Climate> climates = {};
    std::vector<Extra> extras = {};
    std::vector<Rounding> roundings = {};
    std::vector<Tax> taxes = {};
    friend bool operator==(const FeeRules&, const FeeRules&) = default;
};

// 指定管理者 (地方自治法244条の2第8項): the fees are its own revenue, and its receipts bear its own number.
struct DesignatedManager {
    Text name;
    std::string registration_number; // 適格請求書発行事業者: "T" and 13 digits
    friend bool operator==(const DesignatedManager&, const DesignatedManager&) = default;
};

[[nodiscard]] std::string_view name_of(Composition composition);
[[nodiscard]] std::string_view name_of(ExtensionBase base);
[[nodiscard]] std::string_view name_of(RoundingStep step);
[[nodiscard]] std::string_view name_of(RoundingDirection direction);

} // namespace hiroba
