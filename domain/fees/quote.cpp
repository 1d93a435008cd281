#include "domain/fees/quote.hpp"

#include "domain/fees/contained_tax.hpp"
#include "domain/fees/detail/additional_fee.hpp"
#include "domain/fees/detail/facility_fee.hpp"
#include "domain/fees/detail/fee_part.hpp"
#include "domain/fees/fee_limit.hpp"

#include <numeric>

namespace hiroba {
namespace {

using fees::FeePart;

Refusal not_covered(LocalDate date) { return {"fee_not_covered", {{"date", date.iso8601()}}}; }

// The price class that holds; null where the facility tells none apart.
Result<const PriceClassCode*> price_class_of(const FeeRules& rules, const std::optional<PriceClassCode>& asked) {
    if (!asked) return rules.price_classes.empty() ? nullptr : &rules.price_classes.front().code;
    const auto found = std::ranges::find(rules.price_classes, *asked, &PriceClass::code);
    if (found == rules.price_classes.end()) return refuse("unknown_price_class", {{"price_class", asked->value()}});
    return &found->code;
}

Text rounding_label(const Rounding& rounding) {
    const auto unit = std::to_string(rounding.unit.amount());
    switch (rounding.direction) {
    case RoundingDirection::down:
        return {"端数 " + unit + "円未満切捨て", "Rounded down to a multiple of " + unit + " yen"};
    case RoundingDirection::up:
        return {"端数 " + unit + "円未満切上げ", "Rounded up to a multiple of " + unit + " yen"};
    case RoundingDirection::half_up:
        return {"端数 " + unit + "円未満四捨五入", "Rounded to the nearest multiple of " + unit + " yen"};
    }
    return {};
}

struct RuleLookup {
    const FeeRules& rules;
    const SpaceCode& space;
    const FeeDates& dates;

    [[nodiscard]] const Rounding* rounding_of(FeeComponent component) const {
        const auto of_components = [](const Rounding& some) { return some.step == RoundingStep::component; };
        const auto* own = find_row(rules.roundings, space, dates, [&](const Rounding& some) {
            return of_components(some) && std::ranges::find(some.components, component) != some.components.end();
        });
        if (own != nullptr) return own;
        return find_row(rules.roundings, space, dates,
                        [&](const Rounding& some) { return of_components(some) && some.components.empty(); });
    }
    [[nodiscard]] const Rounding* rounding_at(RoundingStep step) const {
        return find_row(rules.roundings, space, dates, [&](const Rounding& some) { return some.step == step; });
    }
    [[nodiscard]] const Tax* tax() const { return find_row(rules.taxes, space, dates); }
};

// The components of one fee on their way to a quote.
class Calculation {
public:
    Calculation(const RuleLookup& rules, const AccountCodes& accounts)
        : rules_(rules), accounts_(accounts),
          parts_{part_for(FeeComponent::facility, accounts), part_for(FeeComponent::additional, accounts),
                 part_for(FeeComponent::equipment, accounts)} {}

    [[nodiscard]] FeePart& part(FeeComponent component) { return parts_[index_of(component)]; }
    [[nodiscard]] const ByComponent<FeePart>& parts() const { return parts_; }

    // Takes what is added from here on as something else than the fee before the reduction.
    void reduce_by(const ReductionClass* reduction) {
        for (const auto component : fee_components)
            quote_.components[index_of(component)].before_reduction = part(component).shown();
        if (reduction == nullptr) return;
        quote_.reduction = reduction->code;
        for (const auto component : fee_components) {
            const int percent = reduction->percent[index_of(component)];
            auto& reduced = part(component);
            if (percent == 0 || reduced.exact() == ExactYen{}) continue;
            const auto before = reduced.shown();
            const Text label{"減免 " + reduction->name.ja, "Reduction: " + reduction->name.en};
            reduced.add(LineKind::reduction, fees::with_percent(label, percent), 1, before, -percent,
                        reduced.exact().percent(-percent), reduction->article);
            quote_.components[index_of(component)].reduction = reduced.shown() - before;
        }
    }

    void count_in_cap(const std::optional<CountedInCap>& counted) { quote_.counted_in_cap = counted; }

    // Rounding, tax, sums. Refused when the rules in force say nothing of tax.
    Result<Quote> finish() {
        const auto* tax = rules_.tax();
        if (tax == nullptr) return tl::unexpected(not_covered(rules_.dates.date_of_use));
        for (const auto component : fee_components) {
            const auto* rounding = rules_.rounding_of(component);
            if (rounding == nullptr) continue;
            auto& rounded = part(component);
            rounded.round_to(rounded.exact().rounded(rounding->unit, rounding->direction), rounding_label(*rounding),
                             rounding->scope.article);
        }
        round_sum(RoundingStep::total);
        if (!tax->is_included) add_tax(*tax);
        const bool rounded_after_tax = round_sum(RoundingStep::after_tax);
        for (auto& some : parts_)
            if (some.exact() != ExactYen{some.shown()}) return tl::unexpected(not_covered(rules_.dates.date_of_use));
        sum_up();
        if (is_too_large()) return tl::unexpected(fee_too_large());
        quote_.tax_included = tax->is_included || rounded_after_tax ? contained_tax(quote_.total, *tax) : tax_added();
        return std::move(quote_);
    }

private:
    static FeePart part_for(FeeComponent component, const AccountCodes& accounts) {
        return {component, accounts[index_of(component)]};
    }

    // A reduction does not hide what it takes away.
    [[nodiscard]] bool is_too_large() const {
        return quote_.total > most_fee || std::ranges::any_of(quote_.lines, [](const QuoteLine& line) {
                   return line.amount > most_fee || line.unit_price > most_fee;
               });
    }

    // The sum becomes a multiple of the unit; what that changes belongs to the greatest component, and what is more
    // than all of it to the next one.
    bool round_sum(RoundingStep step) {
        const auto* rounding = rules_.rounding_at(step);
        if (rounding == nullptr) return false;
        ExactYen exact;
        Yen shown;
        for (auto& some : parts_) {
            exact += some.exact();
            shown += some.shown();
            some.round_to(some.shown(), {}, {});
        }
        auto change = exact.rounded(rounding->unit, rounding->direction) - shown;
        while (change != Yen{}) {
            auto& greatest = *std::ranges::max_element(parts_, {}, [](const FeePart& some) { return some.shown(); });
            const auto borne = std::max(change, -greatest.shown());
            greatest.round_to(greatest.shown() + borne, rounding_label(*rounding), rounding->scope.article);
            change = change - borne;
        }
        return true;
    }

    void add_tax(const Tax& tax) {
        for (const auto component : fee_components) {
            auto& taxed = part(component);
            const auto exact = taxed.exact().percent(tax.percent).rounded(Yen{1}, tax.direction);
            if (exact == Yen{}) continue;
            const auto before = taxed.shown();
            taxed.add(LineKind::tax, fees::with_percent({"消費税及び地方消費税", "Consumption tax"}, tax.percent), 1,
                      before, tax.percent, ExactYen{exact}, tax.scope.article);
            quote_.components[index_of(component)].tax_added = taxed.shown() - before;
        }
    }

    [[nodiscard]] Yen tax_added() const {
        Yen sum;
        for (const auto& component : quote_.components)
            sum += component.tax_added;
        return sum;
    }

    void sum_up() {
        std::size_t lines = 0;
        for (const auto& some : parts_)
            lines += some.lines().size();
        quote_.lines.reserve(lines);
        for (const auto component : fee_components) {
            auto& some = part(component);
            auto& fee = quote_.components[index_of(component)];
            fee.component = component;
            fee.account = accounts_[index_of(component)];
            fee.total = some.shown();
            fee.rounding = fee.total - fee.before_reduction - fee.reduction - fee.tax_added;
            quote_.total += fee.total;
            std::ranges::move(some.lines(), std::back_inserter(quote_.lines));
            if (fee.total != Yen{}) book(fee);
        }
    }

    void book(const ComponentFee& fee) {
        const auto known = std::ranges::find(quote_.accounts, fee.account, &AccountTotal::account);
        if (known == quote_.accounts.end())
            quote_.accounts.push_back({fee.account, fee.total});
        else
            known->total += fee.total;
    }

    RuleLookup rules_;
    const AccountCodes& accounts_;
    ByComponent<FeePart> parts_;
    Quote quote_;
};

ExactYen reduced_by(const ReductionClass& reduction, const ByComponent<FeePart>& parts) {
    ExactYen sum;
    for (const auto component : fee_components)
        sum += parts[index_of(component)].exact().percent(reduction.percent[index_of(component)]);
    return sum;
}

// Why the class that was asked for does not apply.
Text why_not(const Refusal& refusal, const Text& name) {
    if (refusal.code == "reduction_not_with_admission")
        return {"減免 " + name.ja + "：入場料等を徴収するため適用なし",
                "Reduction “" + name.en + "”: not where admission is charged"};
    if (refusal.code == "reduction_not_with_commercial")
        return {"減免 " + name.ja + "：営利のため適用なし", "Reduction “" + name.en + "”: not for commercial use"};
    return {"減免 " + name.ja + "：この利用者区分には適用なし",
            "Reduction “" + name.en + "”: not for this class of users"};
}

// 2以上に該当するとき: the class whose reduction is the greatest in yen, of equal ones the first by its code.
class ReductionChoice {
public:
    ReductionChoice(const PricedUse& use, const ByComponent<FeePart>& parts) : use_(use), parts_(parts) {}

    void consider(const ReductionClass& reduction) {
        const auto reduced = reduced_by(reduction, parts_);
        const bool better =
            best_ == nullptr ? reduced > ExactYen{}
                             : reduced > reduced_ || (reduced == reduced_ && comes_before(reduction.code, best_->code));
        if (!better) return;
        best_ = &reduction;
        reduced_ = reduced;
    }
    // Nothing when it applies.
    [[nodiscard]] Result<void> check(const ReductionClass& reduction) const {
        return check_reduction(reduction, {.user_class = use_.user_class,
                                           .charges_admission = fees::charges_admission(*use_.application),
                                           .is_commercial = use_.application->is_commercial,
                                           .is_registered_group = true}); // what staff decide by the register
    }
    [[nodiscard]] const ReductionClass* best() const { return best_; }

private:
    const PricedUse& use_;
    const ByComponent<FeePart>& parts_;
    const ReductionClass* best_ = nullptr;
    ExactYen reduced_;
};

Result<const ReductionClass*> choose_reduction(const PricedUse& use, Calculation& calculation) {
    ReductionChoice choice{use, calculation.parts()};
    for (const auto& code : use.application->standing_reductions) {
        const auto* standing = find_reduction(*use.reductions, code, use.dates);
        if (standing != nullptr && choice.check(*standing)) choice.consider(*standing);
    }
    const auto& asked = use.application->reduction;
    if (!asked) return choice.best();
    const auto* reduction = find_reduction(*use.reductions, *asked, use.dates);
    if (reduction == nullptr) return refuse("unknown_reduction", {{"reduction", asked->value()}});
    if (const auto applies = choice.check(*reduction); !applies)
        calculation.part(FeeComponent::facility).note(why_not(applies.error(), reduction->name), reduction->article);
    else
        choice.consider(*reduction);
    return choice.best();
}

} // namespace

Result<Quote> quote(const PricedUse& use) {
    const auto price_class = price_class_of(*use.rules, use.terms->price_class);
    if (!price_class) return tl::unexpected(price_class.error());
    Calculation calculation{{*use.rules, *use.space, use.dates}, *use.accounts};
    const auto basic = fees::add_facility_fee(use, *price_class, calculation.part(FeeComponent::facility));
    if (!basic) return tl::unexpected(basic.error());
    if (auto added = fees::add_additional_fee(use, *basic, calculation.part(FeeComponent::additional)); !added)
        return tl::unexpected(added.error());
    if (auto added = fees::add_equipment_fee(use, calculation.part(FeeComponent::equipment)); !added)
        return tl::unexpected(added.error());
    const auto reduction = choose_reduction(use, calculation);
    if (!reduction) return tl::unexpected(reduction.error());
    calculation.reduce_by(*reduction);
    calculation.count_in_cap(basic->counted_in_cap);
    return calculation.finish();
}

std::string_view name_of(LineKind kind) {
    switch (kind) {
    case LineKind::basic:
        return "basic";
    case LineKind::note:
        return "note";
    case LineKind::day_cap:
        return "day_cap";
    case LineKind::rehearsal:
        return "rehearsal";
    case LineKind::early:
        return "early";
    case LineKind::extension:
        return "extension";
    case LineKind::surcharge:
        return "surcharge";
    case LineKind::climate:
        return "climate";
    case LineKind::extra:
        return "extra";
    case LineKind::equipment:
        return "equipment";
    case LineKind::reduction:
        return "reduction";
    case LineKind::tax:
        return "tax";
    case LineKind::rounding:
        return "rounding";
    case LineKind::ticket:
        return "ticket";
    }
    return {};
}

Result<Quote> quote_ticket(const Ticket& ticket, const FeeRules& rules, const AccountCodes& accounts,
                           const std::optional<PriceClassCode>& price_class, std::int64_t quantity, LocalDate sold_on) {
    constexpr std::int64_t most = 9'999;
    const auto known = price_class_of(rules, price_class);
    if (!known) return tl::unexpected(known.error());
    if (quantity < 1 || quantity > most) return refuse("invalid_quantity", {{"ticket", ticket.code.value()}});
    const FeeDates dates{sold_on, sold_on};
    const TicketRate* rate = nullptr;
    for (const auto& some : ticket.rates) {
        if (!holds(some.in_force, dates)) continue;
        if (some.price_class && (*known == nullptr || *some.price_class != **known)) continue;
        const auto rank = [](const TicketRate& one) {
            return std::pair{one.price_class.has_value(), one.in_force.from};
        };
        if (rate == nullptr || rank(*rate) < rank(some)) rate = &some;
    }
    if (rate == nullptr) return tl::unexpected(not_covered(sold_on));
    const auto& spaces = ticket.terms.spaces;
    const SpaceCode any{spaces.empty() ? SpaceCode{} : spaces.front()};
    Calculation calculation{{rules, any, dates}, accounts};
    calculation.part(FeeComponent::facility)
        .add(LineKind::ticket, ticket.name, quantity, rate->price, {}, ExactYen{rate->price} * quantity, rate->article);
    calculation.reduce_by(nullptr);
    return calculation.finish();
}

} // namespace hiroba
