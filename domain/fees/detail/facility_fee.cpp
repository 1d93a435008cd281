#include "domain/fees/detail/facility_fee.hpp"

#include <array>

namespace hiroba::fees {
namespace {

using std::chrono::days;

Refusal not_here(std::string_view code, const PricedUse& use) { return {code, {{"space", use.space->value()}}}; }

Refusal not_covered(const PricedUse& use) { return {"fee_not_covered", {{"date", use.dates.date_of_use.iso8601()}}}; }

Yen price_on(const DayPrice& price, LocalDate date, const Holidays& holidays) {
    return is_weekend_or_holiday(date, holidays) ? price.weekend_or_holiday : price.weekday;
}

bool is_among(const std::vector<SurchargeKind>& kinds, SurchargeKind kind) {
    return std::ranges::find(kinds, kind) != kinds.end();
}

// "8時間分", "5000円": what a cap leaves at most.
Text words_of(const DayCap& cap) {
    if (const auto* most = std::get_if<Yen>(&cap.most)) {
        const auto yen = std::to_string(most->amount());
        return {yen + "円", yen + " yen"};
    }
    constexpr int minutes_per_hour = 60;
    const auto minutes = std::get<std::chrono::minutes>(cap.most).count();
    const bool is_hours = minutes % minutes_per_hour == 0;
    const auto length = std::to_string(is_hours ? minutes / minutes_per_hour : minutes);
    return {length + (is_hours ? "時間分" : "分"), length + (is_hours ? " hours" : " minutes")};
}

// 1日8時間分を限度: why less is charged than it is used for.
Text cap_label(const DayCap& cap, bool by_other_uses) {
    const auto most = words_of(cap);
    if (!by_other_uses) return {"上限 " + most.ja, "Charged for " + most.en + " at most"};
    return {"1日の上限 " + most.ja + "（同じ日の他の使用と合算）",
            "Daily cap of " + most.en + " reached, together with other uses of that day"};
}

// One surcharge that applies: its rule and its share.
struct Applied {
    const Surcharge* surcharge = nullptr;
    int percent = 0;
};

class FacilityFee {
public:
    FacilityFee(const PricedUse& use, const RateTable& rate, FeePart& part) : use_(use), rate_(rate), part_(part) {}

    Result<BasicFee> add() {
        std::visit([&](const auto& prices) { add_basic(prices); }, rate_.prices);
        cap_money();
        const auto whole = part_.exact();
        if (whole == ExactYen{}) add_why_free();
        if (auto rehearsed = add_rehearsal(); !rehearsed) return tl::unexpected(rehearsed.error());
        const auto after_rehearsal = part_.exact();
        if (auto extended = add_extra_times(whole); !extended) return tl::unexpected(extended.error());
        if (auto surcharged = add_surcharges(after_rehearsal); !surcharged) return tl::unexpected(surcharged.error());
        return BasicFee{whole, after_rehearsal, counted_in_cap(whole)};
    }

private:
    // What other uses of the day count towards the cap of this price.
    [[nodiscard]] CountedInCap counted_before() const {
        if (rate_.day_cap->reach == CapReach::space) return use_.counted_before.in_space;
        return rate_.day_cap->reach == CapReach::facility ? use_.counted_before.in_facility : CountedInCap{};
    }

    [[nodiscard]] std::optional<CountedInCap> counted_in_cap(ExactYen basic) const {
        if (!rate_.day_cap || rate_.day_cap->reach == CapReach::use) return std::nullopt;
        return CountedInCap{charged_minutes_, basic.whole()};
    }

    // Of so many steps, those that a cap of time leaves: of one use alone, and after the others of the day.
    [[nodiscard]] std::int64_t steps_left(std::int64_t used, int step_minutes, std::int64_t before) const {
        const auto most = std::get<std::chrono::minutes>(rate_.day_cap->most).count();
        return std::min(used, std::max<std::int64_t>(most - before, 0) / step_minutes);
    }

    void cap_money() {
        if (!rate_.day_cap || !std::holds_alternative<Yen>(rate_.day_cap->most)) return;
        const auto before = counted_before().basic;
        const auto left = std::max(std::get<Yen>(rate_.day_cap->most) - before, Yen{});
        const auto basic = part_.shown();
        if (basic <= left) return;
        part_.add(LineKind::day_cap, cap_label(*rate_.day_cap, before > Yen{}), 1, left - basic, {},
                  ExactYen{left - basic}, rate_.article);
    }

    void add_units(std::int64_t quantity, Yen unit, const Text& label) {
        part_.add(LineKind::basic, label, quantity, unit, {}, ExactYen{unit} * quantity, rate_.article);
    }

    void add_basic(const BandPrices& prices) {
        const auto& price = prices.at(*std::get<PricedBand>(use_.period).code);
        add_units(1, price_on(price, use_.dates.date_of_use, *use_.holidays), use_.what);
    }

    void add_basic(const HourPrice& price) {
        const auto used = begun(use_.length.count(), price.step_minutes);
        const auto per_step = price_on(price.per_step, use_.dates.date_of_use, *use_.holidays);
        charged_minutes_ = used * price.step_minutes;
        const bool is_capped = rate_.day_cap && std::holds_alternative<std::chrono::minutes>(rate_.day_cap->most);
        if (!is_capped) return add_units(used, per_step, use_.what);
        const auto alone = steps_left(used, price.step_minutes, 0);
        add_units(alone, per_step, use_.what);
        if (alone < used) part_.note(cap_label(*rate_.day_cap, false), rate_.article);
        const auto left = steps_left(alone, price.step_minutes, counted_before().minutes);
        charged_minutes_ = left * price.step_minutes;
        if (left < alone)
            part_.add(LineKind::day_cap, cap_label(*rate_.day_cap, true), left - alone, per_step, {},
                      ExactYen{per_step} * (left - alone), rate_.article);
    }

    void add_basic(const VisitPrice& price) {
        add_units(1, price_on(price.per_visit, use_.dates.date_of_use, *use_.holidays), use_.what);
    }

    void add_basic(const NightPrice& price) {
        const auto nights = std::get<PricedNights>(use_.period).nights;
        std::int64_t at_weekends = 0;
        for (int night = 0; night < nights; ++night)
            at_weekends += is_weekend_or_holiday(use_.dates.date_of_use + days{night}, *use_.holidays) ? 1 : 0;
        const auto& [weekday, weekend] = price.per_night;
        if (weekday == weekend || at_weekends == 0) return add_units(nights, weekday, use_.what);
        if (at_weekends < nights) add_units(nights - at_weekends, weekday, use_.what);
        add_units(at_weekends, weekend, {use_.what.ja + "（土日休日）", use_.what.en + " (weekend or holiday)"});
    }

    void add_why_free() {
        if (!part_.lines().empty() && part_.lines().back().kind == LineKind::day_cap) return; // that line says it
        if (rate_.only_for == UserClass::in_town)
            part_.note({"町内の方は無料", "Free for residents"}, rate_.article);
        else
            part_.note({"無料", "Free of charge"}, rate_.article);
    }

    Result<void> add_rehearsal() {
        if (!use_.terms->is_rehearsal) return {};
        rehearsal_ = find_row(use_.rules->rehearsals, *use_.space, use_.dates);
        if (rehearsal_ == nullptr) return tl::unexpected(not_here("rehearsal_not_offered", use_));
        constexpr int whole = 100;
        const auto basic = part_.exact();
        part_.add(LineKind::rehearsal, with_percent(rehearsal_->label, rehearsal_->percent), 1, basic.whole(),
                  rehearsal_->percent - whole, basic.percent(rehearsal_->percent - whole), rehearsal_->scope.article);
        return {};
    }

    Result<void> add_extra_times(ExactYen basic) {
        const auto& terms = *use_.terms;
        if (terms.early_minutes == 0 && terms.extension_minutes == 0) return {};
        extension_ = find_row(use_.rules->extensions, *use_.space, use_.dates);
        if (extension_ == nullptr) return tl::unexpected(not_here("extension_not_offered", use_));
        const auto* band = std::get_if<PricedBand>(&use_.period);
        if (auto early = add_extra_time(LineKind::early, extension_->early_label, terms.early_minutes, basic,
                                        band == nullptr ? nullptr : band->first);
            !early)
            return early;
        return add_extra_time(LineKind::extension, extension_->label, terms.extension_minutes, basic,
                              band == nullptr ? nullptr : band->last);
    }

    Result<void> add_extra_time(LineKind kind, const Text& label, int minutes, ExactYen basic, const BandCode* band) {
        if (minutes == 0) return {};
        auto base = base_of_extra_time(basic, band);
        if (!base) return tl::unexpected(not_covered(use_));
        if (rehearsal_ != nullptr && extension_->after_rehearsal) base = base->percent(rehearsal_->percent);
        const auto charged = std::max(minutes - extension_->free_minutes, 0);
        const auto steps = begun(charged, extension_->step_minutes);
        part_.add(kind, with_percent(with_minutes(label, minutes), extension_->percent), steps, base->whole(),
                  extension_->percent, base->percent(extension_->percent) * steps, extension_->scope.article);
        return {};
    }

    // What the extra time is a share of; nothing when the annex has no such price.
    [[nodiscard]] std::optional<ExactYen> base_of_extra_time(ExactYen basic, const BandCode* band) const {
        if (extension_->base == ExtensionBase::basic_fee) return basic;
        if (extension_->base == ExtensionBase::step_price) {
            const auto* price = std::get_if<HourPrice>(&rate_.prices);
            if (price == nullptr) return std::nullopt;
            return ExactYen{price_on(price->per_step, use_.dates.date_of_use, *use_.holidays)};
        }
        const auto* prices = std::get_if<BandPrices>(&rate_.prices);
        if (prices == nullptr || band == nullptr) return std::nullopt;
        const auto found = prices->find(*band);
        if (found == prices->end()) return std::nullopt;
        return ExactYen{price_on(found->second, use_.dates.date_of_use, *use_.holidays)};
    }

    [[nodiscard]] const Surcharge* surcharge_for(SurchargeKind kind) const {
        return find_row(use_.rules->surcharges, *use_.space, use_.dates,
                        [&](const Surcharge& some) { return some.kind == kind; });
    }

    // 入場料等, 営利, 町外: whether it applies, and by how much.
    Result<std::optional<Applied>> applied(SurchargeKind kind) const {
        const auto& terms = *use_.application;
        const auto* surcharge = surcharge_for(kind);
        if (kind == SurchargeKind::admission) {
            if (!charges_admission(terms)) return std::nullopt;
            if (surcharge == nullptr) return tl::unexpected(not_here("admission_not_permitted", use_));
            int percent = 0;
            for (const auto& tier : surcharge->tiers)
                if (tier.above < *terms.highest_admission) percent = tier.percent;
            return Applied{surcharge, percent};
        }
        if (kind == SurchargeKind::commercial) {
            if (!terms.is_commercial) return std::nullopt;
            if (surcharge == nullptr) return tl::unexpected(not_here("commercial_not_permitted", use_));
            if (surcharge->only_without_admission && charges_admission(terms)) return std::nullopt;
            return Applied{surcharge, surcharge->percent};
        }
        if (use_.user_class != UserClass::out_of_town || rate_.only_for || surcharge == nullptr) return std::nullopt;
        return Applied{surcharge, surcharge->percent};
    }

    Result<void> add_surcharges(ExactYen basic) {
        auto extra_time = part_.exact() - basic;
        for (const auto kind : {SurchargeKind::admission, SurchargeKind::commercial, SurchargeKind::out_of_town}) {
            const auto found = applied(kind);
            if (!found) return tl::unexpected(found.error());
            if (!*found || (rehearsal_ != nullptr && is_among(rehearsal_->without, kind))) continue;
            const auto& [surcharge, percent] = **found;
            const bool on_extra_time = extension_ != nullptr && is_among(extension_->surcharged_by, kind);
            const auto base = on_extra_time ? basic + extra_time : basic;
            if (percent == 0 || base == ExactYen{}) continue;
            part_.add(LineKind::surcharge, with_percent(surcharge->label, percent), 1, base.whole(), percent,
                      base.percent(percent), surcharge->scope.article);
            if (use_.rules->composition == Composition::additive) continue;
            basic += basic.percent(percent);
            if (on_extra_time) extra_time += extra_time.percent(percent);
        }
        return {};
    }

    const PricedUse& use_;
    const RateTable& rate_;
    FeePart& part_;
    const Rehearsal* rehearsal_ = nullptr;
    const Extension* extension_ = nullptr;
    std::int64_t charged_minutes_ = 0; // of a price by the hour
};

} // namespace

bool charges_admission(const ApplicationTerms& terms) {
    return terms.highest_admission && *terms.highest_admission > Yen{};
}

Result<BasicFee> add_facility_fee(const PricedUse& use, const PriceClassCode* price_class, FeePart& part) {
    const auto* rate = find_rate(*use.rates, {use.user_class, price_class, use.dates, use.seasons});
    if (rate == nullptr || !covers(*rate, use.period, use.dates.date_of_use, *use.holidays))
        return tl::unexpected(not_covered(use));
    return FacilityFee{use, *rate, part}.add();
}

} // namespace hiroba::fees
