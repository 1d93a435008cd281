// The staff board: who uses which room of a building on one day.
#pragma once

#include "persistence/repositories/accounts.hpp"
#include "persistence/repositories/bookings.hpp"
#include "services/context.hpp"

#include <vector>

namespace hiroba::services {

struct BoardSpace {
    SpaceCode space;
    std::vector<persistence::BookingOnBoard> bookings; // by time
};

struct Board {
    std::int64_t version = 0;
    Instant as_of;
    bool closed = false;
    std::vector<BoardSpace> spaces; // every space of the facility, in its order
};

// `unknown_facility` {facility}. The look is logged: names are personal data. The same look again within a minute
// (the page follows every change) is not logged again.
[[nodiscard]] Result<Board> board_of_day(const Context& context, const persistence::Account& by,
                                         const FacilityCode& facility, LocalDate date);

} // namespace hiroba::services
