// What somebody asks for, checked against the rules and priced, before anyone asks whether it is taken.
#pragma once

#include "domain/booking/space_use.hpp"
#include "persistence/repositories/bookings.hpp"
#include "services/catalog/catalog.hpp"

namespace hiroba::services {

struct PreparedUse {
    UseRequest request;
    SpaceUse use;
    Quote quote;
    LocalDate priced_on; // the day whose annexes the quote is of
};

// Whose rules hold. Staff book when people stand before them: the window does not bind them, but what is over is over
// (`after_booking_window`), and what is more than `furthest_ahead` away `too_far_ahead` {most_days}.
struct Asking {
    UserClass user_class = UserClass::in_town;
    bool is_staff = false;
    bool is_official = false;       // 公用: nothing is owed
    ApplicationTerms terms{};       // what is declared of the application as a whole
    CountedBefore counted_before{}; // 1日の限度: by the applicant's other uses of that day
};

// What check_use, check_window and quote_use refuse. `town` must outlive the answer.
[[nodiscard]] Result<PreparedUse> prepare_use(const TownInForce& town, const UseRequest& request, const Asking& asking,
                                              Instant now);

// The same for something that is held or permitted already and is priced anew, on that day's annexes: nobody's window
// is asked. What check_use and quote_use refuse.
[[nodiscard]] Result<PreparedUse> price_again(const TownInForce& town, const UseRequest& request, const Asking& asking,
                                              LocalDate priced_on);

// The units and slots that it needs.
[[nodiscard]] persistence::Occupation occupation_of(const TownInForce& town, const SpaceUse& use);

// A held booking of the application, ready for insert_held or change_use. Official use counts against no quota.
[[nodiscard]] persistence::NewBooking new_booking(const TownInForce& town, const persistence::Application& application,
                                                  const PreparedUse& prepared, Instant expires_at, Instant now);

// The booking at its new fee.
[[nodiscard]] persistence::Booking priced_anew(persistence::Booking before, const Quote& quote);

// The request that a booking once was, so that it can be prepared again with something changed.
[[nodiscard]] UseRequest request_of(const persistence::Booking& booking, const TownInForce& town);
// The same for whatever has a start and an end: spaces by the hour are asked for with both, the others without.
[[nodiscard]] UseRequest with_its_time(UseRequest request, const LocalDateTime& start, const LocalDateTime& end,
                                       const TownInForce& town);

// What the booking occupies by the rules of the town in force: for claiming again after a revocation.
[[nodiscard]] Result<persistence::NewBooking> occupied_again(const TownInForce& town,
                                                             const persistence::Application& application,
                                                             const persistence::Booking& booking);

} // namespace hiroba::services
