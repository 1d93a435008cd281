// Rows that other rows lean on: units, accounts, owners, applications with bookings, obligations.
#pragma once

#include "persistence/engine/database.hpp"
#include "persistence/repositories/accounts.hpp"
#include "persistence/repositories/bookings.hpp"
#include "persistence/repositories/payments.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace hiroba::test {

inline const LocalDate the_day = *LocalDate::parse("2026-12-01");
inline constexpr Instant a_moment = Instant::from_epoch_ms(1'795'000'000'000); // 2026-11-18 in the town
inline constexpr std::int64_t projectors = 4;                                  // units 11 … 14

inline const AccountCode the_account{"01-14"}; // under which everything is charged

// Units 1, 2 and 3 of the facility "kirara" and its projectors, and an edition of the town that bookings can name.
void register_units(persistence::Database& database);
[[nodiscard]] persistence::Account make_account(persistence::Database& database, std::int64_t number);

[[nodiscard]] LocalDate day(std::string_view iso8601);
[[nodiscard]] TimeRange time(std::string_view from, std::string_view until);
// On the_day.
[[nodiscard]] persistence::Occupation occupation(const std::vector<std::int64_t>& units, MinuteOfDay from,
                                                 MinuteOfDay until);
[[nodiscard]] persistence::Occupation occupation(const std::vector<std::int64_t>& units, std::string_view from,
                                                 std::string_view until);

// An owner without a booking: a slot held back for long.
void insert_owner(persistence::Session& session, OwnerId id);
[[nodiscard]] std::int64_t claimed_by(persistence::Database& database, OwnerId owner);
[[nodiscard]] OwnerId owner_of(BookingId id);

// What is known of a unit on the_day; free and open when nothing is.
[[nodiscard]] UnitDay unit_day(persistence::Database& database, std::int64_t unit);
[[nodiscard]] DayMask slots(std::string_view from, std::string_view until);
[[nodiscard]] std::string code_of(const Result<void>& result); // of the refusal; "" when nothing was refused
[[nodiscard]] std::int64_t used(persistence::Database& database, AccountId account, const std::string& counter);

// One use for 470 yen as `insert_held` takes it, held for ten minutes: of units, on a day, for a time.
struct Wish {
    std::int64_t id = 10;
    std::vector<std::int64_t> units{1};
    LocalDate date = the_day;
    TimeRange time = *TimeRange::of(*MinuteOfDay::of(9 * 60), *MinuteOfDay::of(12 * 60));
    std::int64_t application = 0; // 0: of the same number
    std::int64_t projectors = 0;  // to borrow
    std::vector<persistence::QuotaCharge> quotas{};
};
[[nodiscard]] persistence::NewBooking new_booking(const Wish& wish, AccountId account);
[[nodiscard]] persistence::Application application_of(std::int64_t id, AccountId account);
// insert_held of an application with these bookings, whose number is that of the first.
[[nodiscard]] Result<void> hold(persistence::Database& database, AccountId account, const std::vector<Wish>& wishes,
                                const persistence::HoldOptions& options = {});
[[nodiscard]] Result<void> hold(persistence::Session& session, AccountId account, const std::vector<Wish>& wishes,
                                const persistence::HoldOptions& options = {});

[[nodiscard]] Result<BookingState> step(persistence::Database& database, std::int64_t booking,
                                        const persistence::Advance& how);
[[nodiscard]] persistence::Booking booking(persistence::Database& database, std::int64_t id);
[[nodiscard]] BookingState state(persistence::Database& database, std::int64_t id);

// The decision that permits all bookings of the application.
void decide_permit(persistence::Session& session, ApplicationId id);
// The decision that orders this refund of the application, in the series of the permits.
void decide_refund(persistence::Session& session, ApplicationId id, RefundId refund);
// Its review and its permit are as its bookings say: what the services do beside `advance`.
void keep_review(persistence::Session& session, ApplicationId id);
// The application is permitted: what its holds cost is owed.
void permit(persistence::Database& database, std::int64_t application);
// What is owed is paid by an attempt of the same number as its obligation.
void pay(persistence::Database& database, std::int64_t application);
// What is owed is given up, with the bookings that wait for it.
void give_up(persistence::Database& database, std::int64_t application, BookingEvent event);

// What the application's bookings cost, under the application's number, and the first attempt to pay it.
[[nodiscard]] persistence::RevenueShares charged(Yen amount); // all of it under the_account
[[nodiscard]] persistence::Obligation obligation_for(std::int64_t application, Yen amount);
[[nodiscard]] persistence::Attempt attempt_for(const persistence::Obligation& obligation, std::int64_t id);

} // namespace hiroba::test
