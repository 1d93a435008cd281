// 内訳: the fee that stands on a paper adds up to the yen, whatever the ordinance rounds, reduces and taxes.
#include "domain/booking/priced_use.hpp"
#include "services/booking/fee_json.hpp"
#include "services/documents/press.hpp"
#include "services/issuing/paper_words.hpp"
#include "services/town/document_loader.hpp"
#include "services/town/town_loader.hpp"
#include "tests/documents/pdf_tools.hpp"
#include "tests/support/repository.hpp"

#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <numeric>
#include <rapidcheck.h>
#include <regex>

using namespace hiroba;
using namespace hiroba::services;
using namespace hiroba::test;
using persistence::Booking;

namespace {

Town town_in(const std::string& folder) { return load_town(in_repository(folder)).value(); }

const std::vector<Town>& towns() {
    static const std::vector<Town> all{town_in("ops/towns/hoshimigawa"), town_in("ops/towns/minatomori"),
                                       town_in("tests/services/towns/hanasato"),
                                       town_in("tests/ordinances/multiplicative_up")};
    return all;
}

// Any rounding at any step, and prices with or without tax.
FeeRules any_end_of(FeeRules rules) {
    const auto direction = [] {
        return *rc::gen::element(RoundingDirection::down, RoundingDirection::up, RoundingDirection::half_up);
    };
    rules.roundings.clear();
    for (const RoundingStep step : {RoundingStep::component, RoundingStep::total, RoundingStep::after_tax})
        if (step == RoundingStep::total || *rc::gen::arbitrary<bool>())
            rules.roundings.push_back({.scope = {},
                                       .step = step,
                                       .components = {},
                                       .unit = Yen{*rc::gen::element<std::int64_t>(1, 10, 50, 100, 1'000)},
                                       .direction = direction()});
    for (Tax& tax : rules.taxes) {
        tax.is_included = *rc::gen::arbitrary<bool>();
        tax.direction = direction();
    }
    return rules;
}

UseRequest any_use_of(const Facility& facility, const Space& space) {
    UseRequest request;
    request.space = space.code;
    request.date = LocalDate::parse("2026-04-01").value() + std::chrono::days{*rc::gen::inRange(0, 270)};
    if (const auto* by_band = std::get_if<ByBand>(&space.use)) {
        request.band = by_band->bands[*rc::gen::inRange<std::size_t>(0, by_band->bands.size())].code;
    } else if (std::holds_alternative<ByHour>(space.use)) {
        const auto start = *rc::gen::inRange(9 * 60, 20 * 60);
        request.time =
            TimeRange::of(*MinuteOfDay::of(start), *MinuteOfDay::of(*rc::gen::inRange(start + 1, 21 * 60))).value();
    } else {
        request.nights = *rc::gen::inRange(1, 3);
    }
    for (const Equipment& equipment : facility.equipment)
        if (is_for(equipment, space) && *rc::gen::arbitrary<bool>())
            request.equipment.push_back({equipment.code, *rc::gen::inRange<std::int64_t>(1, equipment.stock + 1)});
    request.terms.is_rehearsal = *rc::gen::weightedElement<bool>({{3, false}, {1, true}});
    request.terms.wants_climate = *rc::gen::arbitrary<bool>();
    request.terms.extension_minutes = *rc::gen::element(0, 0, 0, 15, 60);
    return request;
}

ApplicationTerms any_terms_in(const Town& town) {
    ApplicationTerms terms;
    if (*rc::gen::arbitrary<bool>()) terms.highest_admission = Yen{*rc::gen::inRange<std::int64_t>(0, 5'000)};
    terms.is_commercial = *rc::gen::weightedElement<bool>({{3, false}, {1, true}});
    if (!town.reductions.empty() && *rc::gen::arbitrary<bool>())
        terms.reduction = town.reductions[*rc::gen::inRange<std::size_t>(0, town.reductions.size())].code;
    return terms;
}

Booking booked(const SpaceUse& use, const Quote& quote) {
    Booking booking{};
    booking.facility = use.facility->code;
    booking.space = use.space->code;
    booking.start = use.start;
    booking.end = use.end;
    booking.band = use.band;
    booking.nights = use.nights;
    booking.total = quote.total;
    booking.quote_json = fee_json(quote).dump();
    return booking;
}

// A use that has a fee, of some town with roundings of its own; nothing when forty had none.
struct Priced {
    Town town;
    std::vector<Booking> bookings;
};
Priced any_priced() {
    Priced priced{towns()[*rc::gen::inRange<std::size_t>(0, towns().size())], {}};
    for (Facility& facility : priced.town.facilities)
        facility.fee_rules = any_end_of(facility.fee_rules);
    for (int again = 0; again < 40 && priced.bookings.size() < 3; ++again) {
        const auto& facilities = priced.town.facilities;
        const auto& facility = facilities[*rc::gen::inRange<std::size_t>(0, facilities.size())];
        const auto& space = facility.spaces[*rc::gen::inRange<std::size_t>(0, facility.spaces.size())];
        const auto use = check_priced_use(priced.town, any_use_of(facility, space));
        if (!use) continue;
        const auto quote = quote_use(priced.town, *use, *rc::gen::element(UserClass::in_town, UserClass::out_of_town),
                                     LocalDate::parse("2026-04-01").value(), any_terms_in(priced.town));
        if (quote) priced.bookings.push_back(booked(*use, *quote));
    }
    return priced;
}

// "-1,240円" → -1240, as somebody reads it who adds up the column.
std::int64_t read_yen(std::string words) {
    if (!words.ends_with("円")) throw std::runtime_error("no amount: " + words);
    words.resize(words.size() - std::string_view{"円"}.size());
    std::erase(words, ',');
    return std::stoll(words);
}

// Every amount of the column but the last.
std::int64_t column_of(const std::vector<FeeLine>& lines) {
    std::int64_t sum = 0;
    for (const FeeLine& line : lines)
        if (line.role != FeeLineRole::total && !line.amount.empty()) sum += read_yen(line.amount);
    return sum;
}

std::string printed_table(const std::vector<FeeLine>& lines) {
    const auto& all = shipped_templates();
    const auto shipped = std::ranges::find(all, name_of(DocumentKind::permit), &ShippedTemplate::name);
    DocumentTemplate form = read_template(DocumentKind::permit, std::string{shipped->text}).value();
    std::erase_if(form.blocks, [](const TemplateBlock& block) { return block.kind != BlockKind::fees; });
    DocumentContent content;
    content.fees = lines;
    static documents::Press press;
    return press
        .print(form, content,
               {.fonts = {"IPAexMincho", "IPAexGothic", "IPAmjMincho"},
                .author = "星見川町",
                .issued_at = Instant::from_epoch_ms(1'795'996'800'000),
                .reissue = {}})
        .value();
}

// What stands in the column of amounts, by where it is on the page: its right edge is that of the head 金額.
std::vector<std::int64_t> amounts_on(const std::string& pdf) {
    constexpr double amount_column = 56 + 483.276 * 0.75; // the first three columns' share of the width, and the margin
    constexpr double padding = 4;
    static const std::regex word{R"re(xMax="([0-9.]+)"[^>]*>(-?[0-9,]+円)</word>)re"};
    const std::string boxes = boxes_of(pdf);
    std::vector<std::int64_t> amounts;
    for (auto at = std::sregex_iterator{boxes.begin(), boxes.end(), word}; at != std::sregex_iterator{}; ++at)
        if (std::abs(std::stod((*at)[1]) - (amount_column - padding)) < 2) amounts.push_back(read_yen((*at)[2]));
    return amounts;
}

} // namespace

TEST_CASE("the fee on a paper adds up to its total, whatever is rounded, reduced and taxed") {
    CHECK(rc::check([] {
        const Priced priced = any_priced();
        if (priced.bookings.empty()) return;
        const auto lines = fee_lines(priced.town, priced.bookings);
        RC_ASSERT(lines.back().role == FeeLineRole::total);
        RC_ASSERT(read_yen(lines.back().amount) == fee_of(priced.bookings).amount());
        RC_ASSERT(column_of(lines) == read_yen(lines.back().amount));
        RC_ASSERT(std::ranges::count(lines, FeeLineRole::section, &FeeLine::role) == std::ssize(priced.bookings));
        for (const FeeLine& line : lines)
            RC_ASSERT((line.role == FeeLineRole::line || line.role == FeeLineRole::total) == !line.amount.empty());
    }));
}

TEST_CASE("what a component comes to stands in its heading: what its lines come to") {
    CHECK(rc::check([] {
        const Priced priced = any_priced();
        if (priced.bookings.empty()) return;
        std::int64_t told = 0;
        std::int64_t added = 0;
        for (const FeeLine& line : fee_lines(priced.town, priced.bookings)) {
            if (line.role == FeeLineRole::line) {
                added += read_yen(line.amount);
                continue;
            }
            if (told != 0) RC_ASSERT(told == added);
            added = 0;
            told = line.role == FeeLineRole::component ? read_yen(line.label.substr(line.label.rfind(' ') + 1)) : 0;
        }
    }));
}

TEST_CASE("the column of amounts that is printed adds up to the total below it") {
    int printed = 0;
    CHECK(rc::check([&] {
        if (printed == 8) return; // each is printed and read by other programs
        const Priced priced = any_priced();
        if (priced.bookings.size() < 3) return;
        ++printed;
        const auto amounts = amounts_on(printed_table(fee_lines(priced.town, priced.bookings)));
        RC_ASSERT(amounts.size() > 3U);
        RC_ASSERT(std::accumulate(amounts.begin(), amounts.end() - 1, std::int64_t{0}) == amounts.back());
        RC_ASSERT(amounts.back() == fee_of(priced.bookings).amount());
    }));
    CHECK(printed == 8);
}
