// From a free slot to a filled-in form: hold, details, more time.
#pragma once

#include "domain/booking/space_use.hpp"
#include "persistence/repositories/accounts.hpp"
#include "services/booking/booking_view.hpp"
#include "services/context.hpp"

#include <string>

namespace hiroba::services {

inline constexpr std::chrono::minutes hold_length{10};
inline constexpr std::chrono::minutes longest_hold{30};

struct HoldCommand {
    UseRequest use;
    std::string idempotency_key;
    std::string request_hash; // of the content: the same key with another one is refused
};

// Holds the space for ten minutes at the fee of this moment. In this order:
// what check_use, check_window and quote_use refuse; `needs_desk` when the fee is nothing (free use is permitted at the
// desk); `idempotency_key_reused`; `hold_limit_reached`; `already_taken`; `closed_day`.
// A repeat with the same key answers the booking as it is now.
[[nodiscard]] Result<BookingView> hold_space(const Context& context, const persistence::Account& account,
                                             const HoldCommand& command);

struct DetailsCommand {
    BookingId booking;
    persistence::BookingDetails details;
    bool admission_or_commercial = false;
};

// While it is held: `booking_not_found`, `wrong_state`, `hold_expired`, `too_many_people`, `invalid_people`;
// `needs_desk` for a use with admission or sales, whose surcharges are decided at the desk.
[[nodiscard]] Result<BookingView> put_details(const Context& context, const persistence::Account& account,
                                              const DetailsCommand& command);

// Ten minutes from now, at most thirty after the hold began (`hold_extension_limit`).
[[nodiscard]] Result<BookingView> extend_hold(const Context& context, const persistence::Account& account,
                                              BookingId booking);

} // namespace hiroba::services
