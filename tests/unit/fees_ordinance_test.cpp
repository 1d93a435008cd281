// The laws that every fee obeys, and the pure rules of refunds.
#include "domain/booking/priced_use.hpp"
#include "domain/fees/exact_yen.hpp"
#include "tests/unit/sample_town.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace hiroba;
using namespace hiroba::test;
using enum UserClass;

namespace {

// Anything that somebody may ask of Hoshimigawa, sensible or not.
struct Asked {
    UseRequest request;
    UserClass user_class = in_town;
    ApplicationTerms terms;
    LocalDate permitted_on;

    [[nodiscard]] Result<Quote> quote() const {
        const auto use = check_priced_use(hoshimigawa(), request);
        if (!use) return tl::unexpected(use.error());
        return quote_use(hoshimigawa(), *use, user_class, permitted_on, terms);
    }
};

UseTerms any_use_terms() {
    UseTerms terms;
    terms.is_rehearsal = *rc::gen::weightedElement<bool>({{3, false}, {1, true}});
    terms.wants_climate = *rc::gen::arbitrary<bool>();
    terms.early_minutes = *rc::gen::element(0, 0, 0, 1, 30, 60);
    terms.extension_minutes = *rc::gen::element(0, 0, 0, 15, 60, 61);
    if (*rc::gen::weightedElement<bool>({{4, false}, {1, true}}))
        terms.extras.push_back({ExtraCode{*rc::gen::element<std::string>("lights", "night_lights", "laser")},
                                *rc::gen::inRange<std::int64_t>(0, 200)});
    if (*rc::gen::weightedElement<bool>({{4, false}, {1, true}})) terms.price_class = PriceClassCode{"high_school"};
    return terms;
}

ApplicationTerms any_application_terms() {
    ApplicationTerms terms;
    if (*rc::gen::arbitrary<bool>()) terms.highest_admission = Yen{*rc::gen::inRange<std::int64_t>(0, 5'000)};
    terms.is_commercial = *rc::gen::weightedElement<bool>({{3, false}, {1, true}});
    if (*rc::gen::arbitrary<bool>()) terms.reduction = ReductionCode{"g" + std::to_string(*rc::gen::inRange(1, 11))};
    if (*rc::gen::arbitrary<bool>()) terms.standing_reductions = {ReductionCode{"g5"}, ReductionCode{"g2"}};
    return terms;
}

Asked any_asked() {
    const auto& facilities = hoshimigawa().facilities;
    const auto& facility = facilities[*rc::gen::inRange<std::size_t>(0, facilities.size())];
    const auto& space = facility.spaces[*rc::gen::inRange<std::size_t>(0, facility.spaces.size())];
    Asked asked;
    asked.request.space = space.code;
    asked.request.date = date("2026-01-01") + std::chrono::days{*rc::gen::inRange(0, 700)};
    if (const auto* by_band = std::get_if<ByBand>(&space.use)) {
        asked.request.band = by_band->bands[*rc::gen::inRange<std::size_t>(0, by_band->bands.size())].code;
    } else {
        const auto start = *rc::gen::inRange(9 * 60, 21 * 60);
        asked.request.time =
            TimeRange::of(*MinuteOfDay::of(start), *MinuteOfDay::of(*rc::gen::inRange(start + 1, 22 * 60))).value();
    }
    for (const auto& equipment : facility.equipment)
        if (is_for(equipment, space) && *rc::gen::weightedElement<bool>({{4, false}, {1, true}}))
            asked.request.equipment.push_back(
                {equipment.code, *rc::gen::inRange<std::int64_t>(1, equipment.stock + 1)});
    asked.request.terms = any_use_terms();
    asked.user_class = *rc::gen::element(in_town, out_of_town);
    asked.terms = any_application_terms();
    asked.permitted_on = date("2025-03-25") + std::chrono::days{*rc::gen::inRange(0, 700)};
    return asked;
}

// Something that has a fee, nearly always.
Asked any_priced() {
    auto asked = any_asked();
    for (int again = 0; again < 40 && !asked.quote(); ++again)
        asked = any_asked();
    return asked;
}

Yen sum_of(const std::vector<QuoteLine>& lines, std::optional<FeeComponent> component = std::nullopt) {
    Yen sum;
    for (const auto& line : lines)
        if (!component || line.component == *component) sum += line.amount;
    return sum;
}

// What the line says, worked out again from what it shows, in hundredths of a yen.
std::int64_t shown_hundredths(const QuoteLine& line) {
    return line.unit_price.amount() * line.quantity * line.percent.value_or(100);
}

bool has_reduction(const Quote& quote) {
    return std::ranges::any_of(quote.components, [](const ComponentFee& fee) { return fee.reduction != Yen{}; });
}

// A class that applies, of components that cost nothing.
bool takes_nothing_off(const Asked& asked) {
    auto alone = asked;
    alone.terms.reduction.reset();
    const auto* reduction =
        find_reduction(hoshimigawa().reductions, *asked.terms.reduction, {asked.request.date, asked.permitted_on});
    const auto fee = alone.quote();
    if (reduction == nullptr || !fee) return false;
    return std::ranges::all_of(fee_components, [&](FeeComponent component) {
        return reduction->percent[index_of(component)] == 0 ||
               fee->components[index_of(component)].before_reduction == Yen{};
    });
}

} // namespace

TEST_CASE("no fee is negative; lines add up to components, accounts and total; no component is reduced above itself") {
    CHECK(rc::check([] {
        const auto asked = any_priced();
        const auto quote = asked.quote();
        if (!quote) {
            RC_TAG("refused");
            RC_ASSERT_FALSE(quote.error().code.empty());
            return;
        }
        RC_TAG("priced");
        RC_ASSERT(quote->total >= Yen{});
        RC_ASSERT(sum_of(quote->lines) == quote->total);
        Yen of_accounts;
        for (const auto& account : quote->accounts) {
            RC_ASSERT(account.total > Yen{});
            of_accounts += account.total;
        }
        RC_ASSERT(of_accounts == quote->total);
        RC_ASSERT(quote->tax_included == Yen{quote->total.amount() / 11});
        for (const auto component : fee_components) {
            const auto& fee = quote->components[index_of(component)];
            RC_ASSERT(fee.component == component);
            RC_ASSERT(sum_of(quote->lines, component) == fee.total);
            RC_ASSERT(fee.total == fee.before_reduction + fee.reduction + fee.tax_added + fee.rounding);
            RC_ASSERT(fee.reduction <= Yen{});
            RC_ASSERT(-fee.reduction <= fee.before_reduction);
            RC_ASSERT(fee.total.amount() % 10 == 0);
            RC_ASSERT(fee.rounding <= Yen{});
            RC_ASSERT(fee.rounding > Yen{-10});
        }
    }));
}

TEST_CASE("every line can be worked out again by hand, names its article in both languages, and bears an account") {
    CHECK(rc::check([] {
        const auto quote = any_priced().quote();
        if (!quote) return;
        RC_ASSERT_FALSE(quote->lines.empty());
        for (const auto& line : quote->lines) {
            RC_ASSERT_FALSE(line.label.ja.empty());
            RC_ASSERT_FALSE(line.label.en.empty());
            RC_ASSERT_FALSE(line.article.ja.empty());
            RC_ASSERT_FALSE(line.article.en.empty());
            RC_ASSERT_FALSE(line.account.value().empty());
            const auto apart = line.amount.amount() * 100 - shown_hundredths(line);
            RC_ASSERT(std::abs(apart) < 200); // fractions of a yen are carried along from line to line
        }
    }));
}

TEST_CASE("an explanation is complete: whatever is declared has its line, and whatever changes the fee as well") {
    CHECK(rc::check([] {
        const auto asked = any_priced();
        const auto quote = asked.quote();
        if (!quote) return;
        const auto lines_of = [&](const Quote& fee, LineKind kind) {
            return static_cast<std::size_t>(std::ranges::count(fee.lines, kind, &QuoteLine::kind));
        };
        const auto& terms = asked.request.terms;
        RC_ASSERT(lines_of(*quote, LineKind::basic) >= 1U);
        RC_ASSERT(lines_of(*quote, LineKind::rehearsal) == (terms.is_rehearsal ? 1U : 0U));
        RC_ASSERT(lines_of(*quote, LineKind::early) == (terms.early_minutes > 0 ? 1U : 0U));
        RC_ASSERT(lines_of(*quote, LineKind::extension) == (terms.extension_minutes > 0 ? 1U : 0U));
        RC_ASSERT(lines_of(*quote, LineKind::climate) == (terms.wants_climate ? 1U : 0U));
        RC_ASSERT(lines_of(*quote, LineKind::extra) == terms.extras.size());
        RC_ASSERT(lines_of(*quote, LineKind::equipment) == asked.request.equipment.size());
        RC_ASSERT((lines_of(*quote, LineKind::reduction) > 0) ==
                  (quote->reduction.has_value() && has_reduction(*quote)));
        if (quote->total == Yen{} && lines_of(*quote, LineKind::reduction) == 0)
            RC_ASSERT(lines_of(*quote, LineKind::note) + lines_of(*quote, LineKind::rounding) >= 1U);
        if (asked.terms.reduction && quote->reduction != asked.terms.reduction && !quote->reduction)
            RC_ASSERT(lines_of(*quote, LineKind::note) >= 1U || takes_nothing_off(asked));
        auto plain = asked;
        plain.terms.highest_admission.reset();
        plain.terms.is_commercial = false;
        plain.terms.reduction.reset();
        plain.terms.standing_reductions.clear();
        auto surcharged = asked;
        surcharged.terms.reduction.reset();
        surcharged.terms.standing_reductions.clear();
        const auto without = plain.quote();
        const auto with = surcharged.quote();
        if (without && with && without->components[0].before_reduction != with->components[0].before_reduction)
            RC_ASSERT(lines_of(*with, LineKind::surcharge) > lines_of(*without, LineKind::surcharge));
    }));
}

TEST_CASE("the same question has the same answer") {
    CHECK(rc::check([] {
        const auto asked = any_priced();
        const bool is_same = asked.quote() == asked.quote();
        RC_ASSERT(is_same);
    }));
}

TEST_CASE("a reduction never makes a fee dearer, and is the greatest of those that apply") {
    CHECK(rc::check([] {
        auto asked = any_priced();
        const auto reduced = asked.quote();
        if (!reduced) return;
        auto alone = asked;
        alone.terms.reduction.reset();
        alone.terms.standing_reductions.clear();
        RC_ASSERT(reduced->total <= alone.quote()->total);
        for (const auto& code : asked.terms.standing_reductions) {
            alone.terms.standing_reductions = {code};
            RC_ASSERT(reduced->total <= alone.quote()->total);
        }
    }));
}

TEST_CASE("who uses a room by the hour for longer never pays less, extension and climate included") {
    CHECK(rc::check([] {
        auto asked = any_priced();
        if (!asked.request.time || asked.request.time->end().minutes() >= 22 * 60) return;
        const auto shorter = asked.quote();
        asked.request.time =
            TimeRange::of(asked.request.time->start(), *MinuteOfDay::of(asked.request.time->end().minutes() + 1))
                .value();
        const auto longer = asked.quote();
        if (!shorter || !longer) return;
        RC_ASSERT(longer->total >= shorter->total);
    }));
}

TEST_CASE("rounding goes down, up or to the nearer multiple, and whole multiples stay") {
    struct Row {
        std::int64_t hundredths;
        std::int64_t down;
        std::int64_t up;
        std::int64_t half_up;
    };
    for (const auto& [hundredths, down, up, half_up] : {Row{0, 0, 0, 0},
                                                        {1, 0, 10, 0},
                                                        {499, 0, 10, 0},
                                                        {500, 0, 10, 10},
                                                        {1'000, 10, 10, 10},
                                                        {1'001, 10, 20, 10},
                                                        {-1, -10, 0, 0},
                                                        {-500, -10, 0, 0}}) {
        CAPTURE(hundredths);
        const auto exact = ExactYen{Yen{hundredths}}.percent(1);
        CHECK(exact.rounded(Yen{10}, RoundingDirection::down) == Yen{down});
        CHECK(exact.rounded(Yen{10}, RoundingDirection::up) == Yen{up});
        CHECK(exact.rounded(Yen{10}, RoundingDirection::half_up) == Yen{half_up});
    }
}

TEST_CASE("seven shares in a row lose nothing") {
    auto share = ExactYen{Yen{1'000'000'000}};
    for (int time = 0; time < 7; ++time)
        share = share.percent(1);
    CHECK(share * 100'000 == ExactYen{Yen{1}}); // 10^9 yen × 10^-14 × 10^5
}

TEST_CASE("a class of which two apply equally is the one with the lower number") {
    CHECK(comes_before(ReductionCode{"g2"}, ReductionCode{"g10"}));
    CHECK_FALSE(comes_before(ReductionCode{"g10"}, ReductionCode{"g2"}));
    auto request = by_band("small_meeting", "2026-06-10", "morning");
    const auto use = check_use(hoshimigawa(), request).value();
    ApplicationTerms terms{.reduction = ReductionCode{"g9"}, .standing_reductions = {ReductionCode{"g5"}}};
    const auto quote = quote_use(hoshimigawa(), use, in_town, date("2026-05-01"), terms).value();
    CHECK(quote.reduction == ReductionCode{"g5"});
    CHECK(quote.total == Yen{230});
}

TEST_CASE("G1 alone goes with admission and with commercial use") {
    const auto use = check_use(hoshimigawa(), by_band("small_hall", "2026-06-10", "afternoon")).value();
    for (int number = 1; number <= 9; ++number) {
        CAPTURE(number);
        ApplicationTerms terms{.highest_admission = Yen{800}, .reduction = ReductionCode{"g" + std::to_string(number)}};
        const auto quote = quote_use(hoshimigawa(), use, in_town, date("2026-05-01"), terms).value();
        CHECK(quote.total == Yen{number == 1 ? 0 : 6'880});
        terms.highest_admission.reset();
        terms.is_commercial = true;
        CHECK(quote_use(hoshimigawa(), use, in_town, date("2026-05-01"), terms)->total == Yen{number == 1 ? 0 : 8'600});
    }
}

TEST_CASE("a class that does not apply is told in a line of nothing") {
    const auto use = check_use(hoshimigawa(), by_band("small_hall", "2026-06-10", "afternoon")).value();
    const ApplicationTerms terms{.highest_admission = Yen{800}, .reduction = ReductionCode{"g5"}};
    const auto quote = quote_use(hoshimigawa(), use, in_town, date("2026-05-01"), terms).value();
    CHECK_FALSE(quote.reduction);
    const auto note = std::ranges::find(quote.lines, LineKind::note, &QuoteLine::kind);
    REQUIRE(note != quote.lines.end());
    CHECK(note->label.ja ==
          "減免 G5 登録社会教育関係団体・文化協会・スポーツ協会加盟団体：入場料等を徴収するため適用なし");
}

TEST_CASE("several accounts receive what is theirs of one fee") {
    auto request = by_hour("ground", "2026-06-10", range("18:00", "20:00"));
    request.terms.extras = {{ExtraCode{"night_lights"}, 90}};
    const auto quote =
        quote_use(hoshimigawa(), check_use(hoshimigawa(), request).value(), in_town, date("2026-05-01")).value();
    CHECK(quote.accounts == std::vector<AccountTotal>{{AccountCode{"01-14-01-07-02-03"}, Yen{1'040}},
                                                      {AccountCode{"01-14-01-07-02-02"}, Yen{4'710}}});
}

TEST_CASE("what the ordinance does not cover is refused by name, never priced at zero") {
    struct Row {
        std::string_view name;
        UseRequest request;
        UseTerms use_terms;
        ApplicationTerms terms;
        std::string_view refusal;
    };
    const auto room = by_band("small_meeting", "2026-06-10", "morning");
    const auto arena = by_hour("arena_half_a", "2026-06-10", range("09:00", "11:00"));
    const auto hall = by_band("community_assembly", "2026-06-10", "evening");
    for (const auto& row : {
             Row{"a price class where there is none",
                 room,
                 {.price_class = PriceClassCode{"general"}},
                 {},
                 "unknown_price_class"},
             {"a price class nobody knows",
              arena,
              {.price_class = PriceClassCode{"senior"}},
              {},
              "unknown_price_class"},
             {"a rehearsal in a room", room, {.is_rehearsal = true}, {}, "rehearsal_not_offered"},
             {"an extension in the gymnasium", arena, {.extension_minutes = 30}, {}, "extension_not_offered"},
             {"an extension of two hours", room, {.extension_minutes = 120}, {}, "extension_too_long"},
             {"an extension of less than nothing", room, {.extension_minutes = -1}, {}, "extension_too_long"},
             {"cooling in early June", room, {.wants_climate = true}, {}, "climate_not_offered"},
             {"cooling in the gymnasium", arena, {.wants_climate = true}, {}, "climate_not_offered"},
             {"lights in a room", room, {.extras = {{ExtraCode{"lights"}, 60}}}, {}, "extra_not_offered"},
             {"lights for longer than the use", arena, {.extras = {{ExtraCode{"lights"}, 121}}}, {}, "extra_too_long"},
             {"lights for nothing", arena, {.extras = {{ExtraCode{"lights"}, 0}}}, {}, "invalid_quantity"},
             {"lights twice",
              arena,
              {.extras = {{ExtraCode{"lights"}, 60}, {ExtraCode{"lights"}, 60}}},
              {},
              "duplicate_extra"},
             {"selling in a community hall", hall, {}, {.is_commercial = true}, "commercial_not_permitted"},
             {"admission in a community hall", hall, {}, {.highest_admission = Yen{1}}, "admission_not_permitted"},
             {"a reduction nobody knows", room, {}, {.reduction = ReductionCode{"g99"}}, "unknown_reduction"},
         }) {
        CAPTURE(row.name);
        auto request = row.request;
        request.terms = row.use_terms;
        const auto use = check_priced_use(hoshimigawa(), request);
        const auto refusal =
            use ? refusal_of(quote_use(hoshimigawa(), *use, in_town, date("2026-05-01"), row.terms)) : use.error().code;
        CHECK(refusal == row.refusal);
    }
}

TEST_CASE("early use and extension are part of the time that is occupied") {
    auto request = by_band("small_meeting", "2026-06-10", "evening");
    request.terms.early_minutes = 20;
    request.terms.extension_minutes = 40;
    const auto use = check_use(hoshimigawa(), request).value();
    CHECK(use.start == LocalDateTime{date("2026-06-10"), time("17:40")});
    CHECK(use.end == LocalDateTime{date("2026-06-10"), time("22:40")});
    CHECK(used_slots(use).front().slots == SlotRange::covering(range("17:40", "22:40")));
    const auto quote = quote_use(hoshimigawa(), use, in_town, date("2026-05-01")).value();
    CHECK(quote.total == Yen{1'240}); // 780 + 2 × 234 = 1,248
    request.terms.extension_minutes = 0;
    request.band = BandCode{"morning"};
    request.terms.early_minutes = 61;
    CHECK(refusal_of(check_use(hoshimigawa(), request)) == "extension_too_long");
}

TEST_CASE("a later version begins on its day, by the permit or by the use as its transition says") {
    std::vector<EquipmentRate> rates{{date("2026-04-01"), {}, EquipmentCharge::per_use, Yen{100}}};
    EquipmentRate later{date("2026-10-01"), {}, EquipmentCharge::per_use, Yen{200}};
    const auto price = [&](std::string_view used, std::string_view permitted) {
        auto all = rates;
        all.push_back(later);
        const auto* rate = find_rate(all, FeeDates{date(used), date(permitted)});
        return rate == nullptr ? Yen{-1} : rate->price;
    };
    CHECK(price("2026-12-01", "2026-03-31") == Yen{-1});
    CHECK(price("2026-12-01", "2026-09-30") == Yen{100});
    CHECK(price("2026-12-01", "2026-10-01") == Yen{200});
    later.in_force.decided_by = DecidingDate::use;
    CHECK(price("2026-12-01", "2026-09-30") == Yen{200});
    CHECK(price("2026-09-30", "2026-09-30") == Yen{100});
    rates[0].in_force.until = date("2026-04-30");
    CHECK(price("2026-09-30", "2026-05-01") == Yen{-1});
    CHECK(price("2026-09-30", "2026-04-30") == Yen{100});
}

TEST_CASE("tax is added where the ordinance says so, and the sum rounded where it says that") {
    static const SpaceCode space{"room"};
    static const AccountCodes accounts{AccountCode{"1"}, AccountCode{"2"}, AccountCode{"3"}};
    const Holidays holidays;
    const std::vector<Season> seasons;
    const std::vector<ReductionClass> reductions;
    const std::vector<RateTable> rates{{date("2025-04-01"), {"a", "a"}, HourPrice{Yen{1'005}, 60}}};
    const UseTerms use_terms;
    const ApplicationTerms terms;
    FeeRules rules;
    rules.taxes = {{.percent = 10, .is_included = false}};
    const auto total = [&] {
        return quote({.space = &space,
                      .rates = &rates,
                      .rules = &rules,
                      .accounts = &accounts,
                      .seasons = &seasons,
                      .holidays = &holidays,
                      .reductions = &reductions,
                      .dates = {date("2026-05-01"), date("2026-05-01")},
                      .period = PricedHours{},
                      .length = std::chrono::minutes{60},
                      .what = {"室", "Room"},
                      .terms = &use_terms,
                      .application = &terms});
    };
    CHECK(total()->total == Yen{1'105}); // 1,005 + 100
    CHECK(total()->tax_included == Yen{100});
    rules.taxes[0].direction = RoundingDirection::up;
    CHECK(total()->total == Yen{1'106});
    CHECK(total()->tax_included == Yen{101});
    rules.roundings = {{.step = RoundingStep::total, .unit = Yen{10}, .direction = RoundingDirection::down}};
    CHECK(total()->total == Yen{1'100}); // 1,000 + 100
    rules.roundings.push_back(
        {.step = RoundingStep::after_tax, .unit = Yen{1'000}, .direction = RoundingDirection::up});
    CHECK(total()->total == Yen{2'000});
    CHECK(total()->components[0].account == AccountCode{"1"});
    rules.taxes.clear();
    CHECK(refusal_of(total()) == "fee_not_covered");
}

TEST_CASE("a sum that is rounded to nothing leaves no component below nothing") {
    static const SpaceCode space{"room"};
    static const AccountCodes accounts{AccountCode{"1"}, AccountCode{"2"}, AccountCode{"3"}};
    const Holidays holidays;
    const std::vector<Season> seasons;
    const std::vector<ReductionClass> reductions;
    const std::vector<RateTable> rates{{date("2025-04-01"), {"a", "a"}, HourPrice{Yen{300}, 60}}};
    const UseTerms use_terms;
    const ApplicationTerms terms;
    const Equipment lamp{EquipmentCode{"lamp"},
                         {"a", "a"},
                         1,
                         {},
                         {{date("2025-04-01"), {"a", "a"}, EquipmentCharge::per_use, Yen{250}}}};
    FeeRules rules;
    rules.taxes = {{.percent = 10}};
    rules.roundings = {{.step = RoundingStep::total, .unit = Yen{1'000}, .direction = RoundingDirection::down}};
    const auto fee = quote({.space = &space,
                            .rates = &rates,
                            .rules = &rules,
                            .accounts = &accounts,
                            .seasons = &seasons,
                            .holidays = &holidays,
                            .reductions = &reductions,
                            .dates = {date("2026-05-01"), date("2026-05-01")},
                            .period = PricedHours{},
                            .length = std::chrono::minutes{60},
                            .what = {"室", "Room"},
                            .terms = &use_terms,
                            .application = &terms,
                            .equipment = {{&lamp, 1}}})
                         .value();
    CHECK(fee.total == Yen{0});
    CHECK(fee.components[0].rounding == Yen{-300});
    CHECK(fee.components[2].rounding == Yen{-250});
    CHECK(fee.accounts.empty());
}

TEST_CASE("refunds are by cause, rounded as the rule says, and never more than was paid") {
    const RefundRule rule{
        {{7, 100}, {1, 50}}, {{RefundCause::town, 100}, {RefundCause::rain, 80}}, Yen{10}, RoundingDirection::down, {}};
    const auto used = date("2026-12-20");
    const auto percent = [&](RefundCause cause, std::string_view on) {
        return refund_percent(rule, cause, date(on), used);
    };
    CHECK(percent(RefundCause::user, "2026-12-13") == 100);
    CHECK(percent(RefundCause::user, "2026-12-14") == 50);
    CHECK(percent(RefundCause::user, "2026-12-20") == 0);
    CHECK(percent(RefundCause::town, "2026-12-20") == 100);
    CHECK(percent(RefundCause::rain, "2026-12-20") == 80);
    CHECK(percent(RefundCause::disaster, "2026-12-20").error() ==
          Refusal{"refund_cause_not_covered", {{"cause", "disaster"}}});
    CHECK(refund_of(rule, Yen{470}, 50) == Yen{230});
    auto upwards = rule;
    upwards.direction = RoundingDirection::up;
    CHECK(refund_of(upwards, Yen{470}, 50) == Yen{240});
    CHECK(refund_of(upwards, Yen{475}, 100) == Yen{475});
}

TEST_CASE(
    "of a fee that is paid in part, the percent applies to the fee, and what is kept comes out of what was paid") {
    const RefundRule rule{{{7, 100}, {1, 50}}, {}, Yen{10}, RoundingDirection::down, {}};
    struct Row {
        std::int64_t fee, paid, percent, back;
    };
    for (const Row& row : {Row{3'000, 1'000, 100, 1'000}, Row{3'000, 1'000, 50, 0}, Row{3'000, 1'000, 80, 400},
                           Row{3'000, 1'500, 50, 0}, Row{3'000, 1'510, 50, 10}, Row{3'000, 3'000, 50, 1'500},
                           Row{470, 470, 50, 230}, Row{470, 300, 50, 60}, Row{3'000, 0, 100, 0}, Row{0, 0, 50, 0}}) {
        CAPTURE(row.fee);
        CAPTURE(row.paid);
        CHECK(refund_of(rule, {Yen{row.fee}, Yen{row.paid}}, static_cast<int>(row.percent)) == Yen{row.back});
    }
}

TEST_CASE(
    "law: a part brings no more back than was paid, keeps no more than the terms, and counts whole when it is all") {
    CHECK(rc::check([] {
        const RefundRule rule{{},
                              {},
                              Yen{*rc::gen::element(1, 10, 100)},
                              *rc::gen::element(RoundingDirection::down, RoundingDirection::up),
                              {}};
        const Yen fee{*rc::gen::inRange(0, 100'000)};
        const Yen paid{*rc::gen::inRange<std::int64_t>(0, fee.amount() + 1)};
        const int percent = *rc::gen::inRange(0, 101);
        const Yen back = refund_of(rule, {fee, paid}, percent);
        RC_ASSERT(back >= Yen{0} && back <= paid);
        RC_ASSERT(paid - back <= fee - refund_of(rule, fee, percent)); // what is kept
        RC_ASSERT(refund_of(rule, {fee, fee}, percent) == refund_of(rule, fee, percent));
        RC_ASSERT(refund_of(rule, {fee, paid}, 100) == paid);
    }));
}

TEST_CASE("a refund meets an extra charge: only the difference is paid") {
    CHECK(set_off(Yen{500}, Yen{300}) == SetOff{Yen{300}, Yen{0}, Yen{200}});
    CHECK(set_off(Yen{300}, Yen{500}) == SetOff{Yen{300}, Yen{200}, Yen{0}});
    CHECK(set_off(Yen{0}, Yen{500}) == SetOff{Yen{0}, Yen{500}, Yen{0}});
    CHECK(set_off(Yen{500}, Yen{500}) == SetOff{Yen{500}, Yen{0}, Yen{0}});
}

TEST_CASE("an amount is spread to the yen, the largest remainders first") {
    CHECK(spread(Yen{100}, {Yen{1}, Yen{1}, Yen{1}}) == std::vector{Yen{34}, Yen{33}, Yen{33}});
    CHECK(spread(Yen{230}, {Yen{78'000}, Yen{0}, Yen{19'000}}) == std::vector{Yen{185}, Yen{0}, Yen{45}});
    CHECK(rc::check([] {
        const auto amount = Yen{*rc::gen::inRange<std::int64_t>(0, 1'000'000'000)};
        std::vector<Yen> weights{Yen{1}};
        for (const auto yen :
             *rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(0, 1'000'000'000)))
            weights.emplace_back(yen);
        Yen sum;
        for (const auto share : spread(amount, weights)) {
            RC_ASSERT(share >= Yen{});
            sum += share;
        }
        RC_ASSERT(sum == amount);
    }));
}

TEST_CASE("tickets are priced by class, by the book") {
    const auto& gym = hoshimigawa().facilities[1];
    const auto price = [&](std::size_t ticket, std::optional<PriceClassCode> price_class, std::int64_t quantity) {
        return quote_ticket(gym.tickets[ticket], gym.fee_rules, gym.account_codes, price_class, quantity,
                            date("2026-05-01"));
    };
    CHECK(price(0, {}, 1)->total == Yen{210});
    CHECK(price(0, PriceClassCode{"high_school"}, 3)->total == Yen{300});
    CHECK(price(1, {}, 2)->total == Yen{4'200});
    CHECK(refusal_of(price(1, {}, 0)) == "invalid_quantity");
    CHECK(refusal_of(price(1, PriceClassCode{"senior"}, 1)) == "unknown_price_class");
}
