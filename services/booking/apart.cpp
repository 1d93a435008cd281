#include "services/booking/apart.hpp"

namespace hiroba::services {

Result<void> WantedTogether::add(const SpaceUse& use) {
    if (!check_free(use, wanted_))
        return refuse("uses_overlap", {{"date", use.start.date.iso8601()}, {"space", use.space->code.value()}});
    for (const DaySlots& day : occupied_slots(use))
        for (const UnitCode& unit : use.space->units)
            wanted_[day.date][unit].taken |= mask_of(day.slots);
    return {};
}

} // namespace hiroba::services
