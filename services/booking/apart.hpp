// The uses of one request keep apart from each other: what two of them want, nobody else has taken first.
#pragma once

#include "domain/booking/availability.hpp"

namespace hiroba::services {

// What the uses so far want, with preparation and cleaning.
class WantedTogether {
public:
    // One more, unless it wants what one before it wants, the room as a whole or in part: `uses_overlap` {date, space}.
    [[nodiscard]] Result<void> add(const SpaceUse& use);

private:
    Occupancy wanted_;
};

} // namespace hiroba::services
