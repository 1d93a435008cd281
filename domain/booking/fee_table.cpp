#include "domain/booking/fee_table.hpp"

#include "domain/fees/quote.hpp"

#include <algorithm>
#include <set>

namespace hiroba {
namespace {

using std::chrono::days;

struct DayPrices {
    PricedDays days;
    Yen DayPrice::*price;
};

std::vector<DayPrices> prices_of(bool told_apart) {
    if (!told_apart) return {{PricedDays::every_day, &DayPrice::weekday}};
    return {{PricedDays::weekday, &DayPrice::weekday}, {PricedDays::weekend_or_holiday, &DayPrice::weekend_or_holiday}};
}

bool is_told_apart(const DayPrice& price) { return price.weekday != price.weekend_or_holiday; }

bool is_same_row(const RateTable& a, const RateTable& b) {
    return a.only_for == b.only_for && a.price_class == b.price_class && a.seasons == b.seasons;
}
bool is_same_row(const TicketRate& a, const TicketRate& b) { return a.price_class == b.price_class; }

// Whether the row is the newest of its kind that holds on that day.
template <class Row>
bool is_newest(const std::vector<Row>& rows, const Row& row, const FeeDates& dates) {
    return holds(row.in_force, dates) && std::ranges::none_of(rows, [&](const Row& other) {
               return is_same_row(other, row) && holds(other.in_force, dates) &&
                      row.in_force.from < other.in_force.from;
           });
}

// Notes of one kind: of each space only one holds.
bool is_same_note(const Surcharge& a, const Surcharge& b) { return a.kind == b.kind; }
bool is_same_note(const Rehearsal&, const Rehearsal&) { return true; }
bool is_same_note(const Extension&, const Extension&) { return true; }
bool is_same_note(const Climate& a, const Climate& b) { return a.seasons == b.seasons; }
bool is_same_note(const Extra& a, const Extra& b) { return a.code == b.code; }
bool is_same_note(const Rounding& a, const Rounding& b) { return a.step == b.step && a.components == b.components; }
bool is_same_note(const Tax&, const Tax&) { return true; }

class TableOfDay {
public:
    TableOfDay(const Facility& facility, LocalDate day) : facility_(facility), dates_{day, day} { table_.day = day; }

    FeeTable table() {
        add_bands();
        for (const Space& space : facility_.spaces)
            for (const RateTable& rate : space.rates)
                if (is_newest(space.rates, rate, dates_)) add_prices(space, rate);
        const FeeRules& rules = facility_.fee_rules;
        table_.surcharges = notes(rules.surcharges);
        table_.rehearsals = notes(rules.rehearsals);
        table_.extensions = notes(rules.extensions);
        table_.climates = notes(rules.climates);
        table_.extras = notes(rules.extras);
        table_.roundings = notes(rules.roundings);
        table_.taxes = notes(rules.taxes);
        for (const Equipment& equipment : facility_.equipment)
            if (const auto* rate = find_rate(equipment.rates, dates_)) table_.equipment.push_back({&equipment, rate});
        for (const Ticket& ticket : facility_.tickets)
            for (const TicketRate& rate : ticket.rates)
                if (is_newest(ticket.rates, rate, dates_)) table_.tickets.push_back({&ticket, &rate});
        return std::move(table_);
    }

private:
    void add_bands() {
        for (const Space& space : facility_.spaces) {
            const auto* use = std::get_if<ByBand>(&space.use);
            if (use == nullptr) continue;
            for (const TimeBand& band : use->bands)
                if (std::ranges::find(table_.bands, band.code, &TimeBand::code) == table_.bands.end())
                    table_.bands.push_back(&band);
        }
    }

    // A row that names no class is for those that have no row of their own.
    [[nodiscard]] std::vector<const PriceClass*> price_classes_of(const Space& space, const RateTable& rate) const {
        std::vector<const PriceClass*> classes;
        const auto& all = facility_.fee_rules.price_classes;
        for (const PriceClass& some : all) {
            const auto is_its_own = [&](const RateTable& other) {
                return other.price_class == some.code && other.only_for == rate.only_for &&
                       other.seasons == rate.seasons && holds(other.in_force, dates_);
            };
            if (rate.price_class ? rate.price_class == some.code : std::ranges::none_of(space.rates, is_its_own))
                classes.push_back(&some);
        }
        if (classes.size() == all.size()) classes.clear();
        return classes;
    }

    void add_prices(const Space& space, const RateTable& rate) {
        if (const auto* bands = std::get_if<BandPrices>(&rate.prices)) return add_band_prices(space, rate, *bands);
        UnitPriceRow row{.space = &space, .rate = &rate, .price_classes = price_classes_of(space, rate)};
        if (const auto* hours = std::get_if<HourPrice>(&rate.prices)) {
            row.step_minutes = hours->step_minutes;
            return add_unit_prices(row, hours->per_step);
        }
        if (const auto* nights = std::get_if<NightPrice>(&rate.prices)) {
            row.unit = PriceUnit::night;
            return add_unit_prices(row, nights->per_night);
        }
        row.unit = PriceUnit::visit;
        add_unit_prices(row, std::get<VisitPrice>(rate.prices).per_visit);
    }

    void add_band_prices(const Space& space, const RateTable& rate, const BandPrices& prices) {
        const bool told_apart = std::ranges::any_of(prices, [](const auto& one) { return is_told_apart(one.second); });
        for (const auto& [on_days, price] : prices_of(told_apart)) {
            BandPriceRow row{.space = &space,
                             .rate = &rate,
                             .price_classes = price_classes_of(space, rate),
                             .days = on_days,
                             .prices = {}};
            for (const TimeBand* band : table_.bands) {
                const auto found = prices.find(band->code);
                row.prices.push_back(found == prices.end() ? std::nullopt : std::optional{found->second.*price});
            }
            table_.band_prices.push_back(std::move(row));
        }
    }

    void add_unit_prices(UnitPriceRow row, const DayPrice& day_price) {
        for (const auto& [on_days, price] : prices_of(is_told_apart(day_price))) {
            row.days = on_days;
            row.price = day_price.*price;
            table_.unit_prices.push_back(row);
        }
    }

    template <class Row>
    std::vector<FeeNote<Row>> notes(const std::vector<Row>& rows) const {
        std::vector<FeeNote<Row>> found;
        for (const Row& row : rows) {
            FeeNote<Row> note{&row, {}};
            for (const Space& space : facility_.spaces)
                if (find_row(rows, space.code, dates_, [&](const Row& some) { return is_same_note(some, row); }) ==
                    &row)
                    note.spaces.push_back(&space);
            if (!note.spaces.empty()) found.push_back(std::move(note));
        }
        return found;
    }

    const Facility& facility_;
    FeeDates dates_;
    FeeTable table_;
};

class DaysOfChange {
public:
    void add(const InForce& version) {
        days_.insert(version.from);
        if (version.until) days_.insert(*version.until + days{1});
    }
    template <class Rows>
    void add_rates(const Rows& rates) {
        for (const auto& rate : rates)
            add(rate.in_force);
    }
    template <class Rows>
    void add_notes(const Rows& rows) {
        for (const auto& row : rows)
            add(row.scope.in_force);
    }
    // What has held from ever on begins no new table.
    [[nodiscard]] std::vector<LocalDate> ascending() {
        if (days_.size() > 1) days_.erase(InForce{}.from);
        return {days_.begin(), days_.end()};
    }

private:
    std::set<LocalDate> days_;
};

} // namespace

std::string_view name_of(PricedDays days) {
    switch (days) {
    case PricedDays::every_day:
        return "every_day";
    case PricedDays::weekday:
        return "weekday";
    case PricedDays::weekend_or_holiday:
        return "weekend_or_holiday";
    }
    return {};
}

std::string_view name_of(PriceUnit unit) {
    switch (unit) {
    case PriceUnit::minutes:
        return "minutes";
    case PriceUnit::night:
        return "night";
    case PriceUnit::visit:
        return "visit";
    }
    return {};
}

FeeTable fee_table(const Facility& facility, LocalDate day) { return TableOfDay(facility, day).table(); }

std::vector<LocalDate> fee_table_days(const Facility& facility) {
    DaysOfChange changes;
    for (const Space& space : facility.spaces)
        changes.add_rates(space.rates);
    for (const Equipment& equipment : facility.equipment)
        changes.add_rates(equipment.rates);
    for (const Ticket& ticket : facility.tickets)
        changes.add_rates(ticket.rates);
    const FeeRules& rules = facility.fee_rules;
    changes.add_notes(rules.surcharges);
    changes.add_notes(rules.rehearsals);
    changes.add_notes(rules.extensions);
    changes.add_notes(rules.climates);
    changes.add_notes(rules.extras);
    changes.add_notes(rules.roundings);
    changes.add_notes(rules.taxes);
    return changes.ascending();
}

} // namespace hiroba
