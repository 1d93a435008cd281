// Bookings: what was asked for, for whom, at which fee, and the life they live. Every change of a state goes
// through `advance`, which knows the table of domain/booking/booking_life.hpp.
#pragma once

#include "domain/booking/booking_life.hpp"
#include "domain/core/ids.hpp"
#include "domain/core/local_time.hpp"
#include "domain/core/yen.hpp"
#include "persistence/engine/session.hpp"
#include "persistence/repositories/claims.hpp"

#include <optional>
#include <string>
#include <vector>

namespace hiroba::persistence {

// What the resident says about the use; empty until the form is filled in.
struct BookingDetails {
    std::string purpose;
    std::optional<std::string> group_name;
    std::int64_t people = 0;
};

struct Booking {
    BookingId id;
    std::optional<std::string> number; // once confirmed
    AccountId account;
    FacilityCode facility;
    SpaceCode space;
    LocalDate date;
    MinuteOfDay start;
    MinuteOfDay end;
    std::optional<BandCode> band;
    std::optional<BookingDetails> details;
    Yen total;
    std::string quote_json;   // the lines of the fee as they were told; what is charged
    std::int64_t edition = 0; // of the town data that priced it
    BookingState state = BookingState::held;
    std::optional<Instant> expires_at; // of the hold, or until when it must be paid
    Instant created_at;
};

// A booking with the name of who made it, for the desk.
struct BookingOnBoard {
    Booking booking;
    std::string holder;
};

// At most this many bookings of one person at a time that are held or await payment: nobody blocks halls for nothing.
inline constexpr int unpaid_bookings_per_account = 3;

// Writes the booking as `held` until `expires_at` and claims what it occupies; holds whose time is over make room.
// Refused: `hold_limit_reached` {limit}, `already_taken`, `closed_day`.
[[nodiscard]] Result<void> insert_held(Session& session, const Booking& booking, const Occupation& occupation,
                                       Instant now);

// Whether insert_held would refuse with `already_taken` as things stand now. In a rush this answers those who come too
// late from a read, without a place in the queue of the writers; it decides nothing for the others.
[[nodiscard]] bool comes_too_late(Session& session, AccountId account, const Occupation& occupation, Instant now);

[[nodiscard]] std::optional<Booking> find_booking(Session& session, BookingId id);
// The person's bookings, the latest day of use first, `limit` at most.
[[nodiscard]] std::vector<Booking> bookings_of(Session& session, AccountId account, int limit);
// Bookings of a facility's day that occupy it, by space and time.
[[nodiscard]] std::vector<BookingOnBoard> board_of(Session& session, const FacilityCode& facility, LocalDate date);

// From here to the end of this unit of work nobody else moves the booking or begins or ends a payment of it. First of
// all in a unit of work that looks at its attempts before it decides: two of them must not decide at the same moment.
void lock_booking(Session& session, BookingId id);

void save_details(Session& session, BookingId id, const BookingDetails& details, Instant now);

// Moves the deadline of a hold whose time is not over; false when it is no such hold any more.
[[nodiscard]] bool move_hold_deadline(Session& session, BookingId id, Instant expires_at, Instant now);

struct Advance {
    BookingEvent event;
    Instant at;
    std::optional<AccountId> by = std::nullopt;             // empty: the system
    std::optional<Instant> new_deadline = std::nullopt;     // of the state that is entered
    std::optional<Instant> only_if_due_by = std::nullopt;   // the deadline has passed at this instant
    std::optional<Instant> only_if_valid_at = std::nullopt; // the deadline has not passed at this instant
};
// One step of the life: state, event row, claims (given back when the new state does not occupy), versions.
// Refused: `booking_not_found`; `wrong_state` {state, event} when the table has no such step or a condition does
// not hold (`hold_expired` when it is that of only_if_valid_at).
[[nodiscard]] Result<BookingState> advance(Session& session, BookingId id, const Advance& step);

// Gives a confirmed booking its number; false when the number is already somebody else's.
[[nodiscard]] bool give_number(Session& session, BookingId id, const std::string& number);

// Bookings in this state whose deadline has passed and that no live payment attempt keeps, oldest first.
[[nodiscard]] std::vector<BookingId> overdue_bookings(Session& session, BookingState state, Instant now, int limit);

} // namespace hiroba::persistence
