// 別表 as it is applied on one day: the prices, notes, equipment and tickets of a facility that hold for a use and a
// permit of that day. What the residents' fee page, the API and `hiroba town check` show.
#pragma once

#include "domain/booking/town.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace hiroba {

// On which days a price holds.
enum class PricedDays { every_day, weekday, weekend_or_holiday };
[[nodiscard]] std::string_view name_of(PricedDays days); // "every_day"

// The prices of one space, one per band of the table; none where the space does not have the band.
struct BandPriceRow {
    const Space* space = nullptr;
    const RateTable* rate = nullptr;
    std::vector<const PriceClass*> price_classes{}; // for these alone; empty: for whoever it is
    PricedDays days = PricedDays::every_day;
    std::vector<std::optional<Yen>> prices{};
};

// One price of a space that is used by the hour, the night or the visit.
enum class PriceUnit { minutes, night, visit };
[[nodiscard]] std::string_view name_of(PriceUnit unit); // "minutes"
struct UnitPriceRow {
    const Space* space = nullptr;
    const RateTable* rate = nullptr;
    std::vector<const PriceClass*> price_classes{}; // as above
    PricedDays days = PricedDays::every_day;
    PriceUnit unit = PriceUnit::minutes;
    std::optional<int> step_minutes{}; // of `minutes`
    Yen price{};
};

// A note (備考) and the spaces for which it is the one that holds.
template <class Row>
struct FeeNote {
    const Row* row = nullptr;
    std::vector<const Space*> spaces; // at least one
};

struct EquipmentPriceRow {
    const Equipment* equipment = nullptr;
    const EquipmentRate* rate = nullptr;
};
struct TicketPriceRow {
    const Ticket* ticket = nullptr;
    const TicketRate* rate = nullptr;
};

struct FeeTable {
    LocalDate day;
    std::vector<const TimeBand*> bands; // each once, in the order of the first space that has it
    std::vector<BandPriceRow> band_prices;
    std::vector<UnitPriceRow> unit_prices;
    std::vector<FeeNote<Surcharge>> surcharges;
    std::vector<FeeNote<Rehearsal>> rehearsals;
    std::vector<FeeNote<Extension>> extensions;
    std::vector<FeeNote<Climate>> climates;
    std::vector<FeeNote<Extra>> extras;
    std::vector<FeeNote<Rounding>> roundings;
    std::vector<FeeNote<Tax>> taxes;
    std::vector<EquipmentPriceRow> equipment;
    std::vector<TicketPriceRow> tickets;
};

// The pointers of the answer point into `facility`.
[[nodiscard]] FeeTable fee_table(const Facility& facility, LocalDate day);

// 施行日: the days on which the table becomes another one, ascending.
[[nodiscard]] std::vector<LocalDate> fee_table_days(const Facility& facility);

} // namespace hiroba
