// Rows that other rows lean on: units, accounts, owners, bookings, obligations.
#pragma once

#include "persistence/engine/database.hpp"
#include "persistence/repositories/accounts.hpp"
#include "persistence/repositories/bookings.hpp"
#include "persistence/repositories/payments.hpp"

#include <string_view>
#include <vector>

namespace hiroba::test {

inline const LocalDate the_day = *LocalDate::parse("2026-12-01");
inline constexpr Instant a_moment = Instant::from_epoch_ms(1'795'000'000'000);

// Units 1, 2 and 3 of the facility "kirara", and an edition of the town that bookings can name.
void register_units(persistence::Database& database);
[[nodiscard]] persistence::Account make_account(persistence::Database& database, std::int64_t number);

// On the_day.
[[nodiscard]] persistence::Occupation occupation(const std::vector<std::int64_t>& units, MinuteOfDay from,
                                                 MinuteOfDay until);
[[nodiscard]] persistence::Occupation occupation(const std::vector<std::int64_t>& units, std::string_view from,
                                                 std::string_view until);

// An owner without a booking, confirmed.
void insert_owner(persistence::Session& session, BookingId id);
[[nodiscard]] std::int64_t claimed_by(persistence::Database& database, BookingId owner);

// A booking of unit 1 for 470 yen as `insert_held` takes it, held for ten minutes.
[[nodiscard]] persistence::Booking booking_of(std::int64_t id, AccountId account);
// What `booking` owes, and the first attempt to pay it.
[[nodiscard]] persistence::Obligation obligation_for(const persistence::Booking& booking);
[[nodiscard]] persistence::Attempt attempt_for(const persistence::Obligation& obligation, std::int64_t id);

} // namespace hiroba::test
