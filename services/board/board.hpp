// The staff board: who uses which room of a building on one day, and everything about one of these bookings.
#pragma once

#include "persistence/repositories/accounts.hpp"
#include "persistence/repositories/bookings.hpp"
#include "persistence/repositories/closures.hpp"
#include "services/booking/application_view.hpp"
#include "services/context.hpp"

#include <vector>

namespace hiroba::services {

struct BoardSpace {
    SpaceCode space;
    std::vector<persistence::BookingForStaff> bookings; // by time
};

struct Board {
    std::int64_t version = 0;
    Instant as_of;
    bool closed = false;
    std::vector<persistence::Closure> closures;
    std::vector<BoardSpace> spaces; // every space of the facility, in its order
};

// `unknown_facility` {facility}. The look is logged: names are personal data. The same look again within a minute
// (the page follows every change) is not logged again.
[[nodiscard]] Result<Board> board_of_day(const Context& context, const persistence::Account& by,
                                         const FacilityCode& facility, LocalDate date);

// A booking with its application, its holder and its history. `booking_not_found`. The look is logged.
struct BookingFile {
    persistence::Booking booking;
    ApplicationView view;
    std::string holder;
    std::vector<persistence::BookingHistory> history;
};
[[nodiscard]] Result<BookingFile> booking_file(const Context& context, const persistence::Account& by, BookingId id);

// How much waits for a decision of the desk: applications under review and those whose reduction waits (200 at most of
// each), and bookings that were kept in the way of closures within a year. Numbers only, so it is no look at anybody
// and nothing is logged.
struct DeskCounters {
    std::int64_t reviews = 0;
    std::int64_t reductions = 0;
    std::int64_t kept = 0;
};
[[nodiscard]] DeskCounters what_waits(const Context& context);

// Logs that staff looked at these applications.
void log_application_looks(const Context& context, AccountId by, const std::vector<ApplicationId>& ids);

} // namespace hiroba::services
