// Bookings: one use of one space each, at which fee, and the life they live. Every change of a state goes
// through `advance`, which knows the table of domain/booking/booking_life.hpp.
#pragma once

#include "domain/booking/booking_life.hpp"
#include "domain/booking/equipment.hpp"
#include "domain/core/ids.hpp"
#include "domain/core/local_time.hpp"
#include "domain/core/yen.hpp"
#include "domain/fees/day_cap.hpp"
#include "domain/fees/terms.hpp"
#include "persistence/engine/session.hpp"
#include "persistence/repositories/applications.hpp"
#include "persistence/repositories/claims.hpp"
#include "persistence/repositories/idempotency.hpp"
#include "persistence/repositories/revenue_shares.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace hiroba::persistence {

struct Booking {
    BookingId id;
    ApplicationId application;
    AccountId account;
    FacilityCode facility;
    SpaceCode space;
    LocalDateTime start; // with early use
    LocalDateTime end;   // with extension
    std::optional<BandCode> band;
    std::optional<int> nights;
    std::vector<EquipmentWish> equipment;
    UseTerms terms{}; // what is declared of the use
    Yen total;        // the fee of the use as it is now
    // What obligations ask for it: the total once it is permitted, 0 when it was given up unpaid. After payment it
    // never falls (a refund gives back). Over an application, the sum is that of its owed and paid obligations.
    Yen charged;
    Yen paid; // of it, the money that came (column paid_yen). Over an application, the sum of its paid obligations
    std::string quote_json;                   // the lines of the fee as they were told
    std::int64_t edition = 0;                 // of the town data that priced it
    LocalDate priced_on{};                    // the day whose annexes did
    std::optional<ReductionCode> reduction{}; // the class that its fee has
    BookingState state = BookingState::held;
    std::optional<Instant> expires_at; // of the hold, the review, or until when it must be paid
    Instant created_at;
    // Of what was paid, at most this comes back when the applicant gives the booking up: moving a booking to a later
    // day does not win back what its first day had already forfeited.
    int refund_cap_percent = 100;
    std::optional<CountedInCap> counted_in_cap{}; // 1日の限度: what it counts towards a cap over the day
};

// A limit that the booking counts against, with how much it counts.
struct QuotaCharge {
    std::string counter; // "gym_month/2026-12"; one that ends in "/open" counts only until the use has ended
    std::int64_t amount = 1;
    std::int64_t limit = 1;
    std::string quota; // code, for the refusal
};

// Equipment to claim with the booking: any `quantity` units of the pool.
struct EquipmentClaim {
    EquipmentCode code;
    std::vector<UnitId> pool;
    std::int64_t quantity = 1;
};

struct NewBooking {
    Booking booking; // `held` until expires_at
    Occupation occupation;
    std::vector<EquipmentClaim> equipment;
    std::vector<QuotaCharge> quotas;
};

// A hold whose time is over makes room for whoever asks only so much later: the sweep (every five seconds, see
// services/cli/serve.cpp) comes first and gives the slots back by the release rule, to who waits before anybody else.
// Where no sweep comes, a forgotten hold still blocks nobody for longer than this.
inline constexpr std::chrono::seconds time_for_the_sweep{30};

struct HoldOptions {
    bool count_waiting = true; // staff and offers of the waiting list are not counted
    // So many applications of a resident wait for them at a time, by the town's rule: nobody blocks halls for nothing.
    std::int64_t most_waiting = 3;
};
// Writes the application with its bookings as `held` and claims what they occupy, all or nothing; holds whose time was
// over `time_for_the_sweep` ago make room. The bookings' quotas are counted.
// Refused, in this order: `suspended` {until_ms} and `hold_limit_reached` {limit} of those who are counted;
// `already_taken` {date, space}, `closure` {date, space}, `too_much_equipment` {equipment, free, date};
// `quota_reached` {quota, limit, counter}.
[[nodiscard]] Result<void> insert_held(Session& session, const Application& application,
                                       const std::vector<NewBooking>& bookings, const HoldOptions& options,
                                       Instant now);

[[nodiscard]] std::optional<Booking> find_booking(Session& session, BookingId id);
// By use date and time.
[[nodiscard]] std::vector<Booking> bookings_of_application(Session& session, ApplicationId id);
// The bookings of several applications, by application.
[[nodiscard]] std::vector<Booking> bookings_of_applications(Session& session, const std::vector<ApplicationId>& ids);

// The spaces with occupying bookings on or after that date, with how many.
[[nodiscard]] std::map<SpaceCode, std::int64_t> booked_spaces(Session& session, LocalDate from);

// The dates on which the person has occupying bookings of the facility's space between two dates.
[[nodiscard]] std::set<LocalDate> booked_dates(Session& session, AccountId account, const FacilityCode& facility,
                                               const SpaceCode& space, LocalDate first, LocalDate last);

// A booking with its application and the name of who made it, for staff.
struct BookingForStaff {
    Booking booking;
    Application application;
    std::string holder;
};
// Bookings of a facility that were in any occupying state (or no_show) on the date, by space and time.
[[nodiscard]] std::vector<BookingForStaff> board_of(Session& session, const FacilityCode& facility, LocalDate date);
// Bookings in one state, by use date (the oldest first), from `from` on.
[[nodiscard]] std::vector<BookingForStaff> bookings_in_state(Session& session, BookingState state, LocalDate from,
                                                             int limit);
// Bookings that occupy, with numbers above `last`, in the order of their numbers.
[[nodiscard]] std::vector<BookingForStaff> occupying_after(Session& session, BookingId last, int limit);
// These owners as bookings, the unknown ones left out.
[[nodiscard]] std::vector<BookingForStaff> bookings_with(Session& session, const std::vector<OwnerId>& owners);
// Occupying bookings of one of the facility's spaces that overlap the stretch of time, with their applications'
// activities.
[[nodiscard]] std::vector<BookingForStaff> overlapping(Session& session, const FacilityCode& facility,
                                                       const std::vector<SpaceCode>& spaces, const LocalDateTime& start,
                                                       const LocalDateTime& end);

// Gives every hold of the application more time; false when one of them is no hold any more.
[[nodiscard]] bool move_hold_deadline(Session& session, ApplicationId id, Instant expires_at, Instant now);

// Until when a permitted booking of a locked application must be paid: with the event "payment_planned". False when it
// does not wait for a payment.
[[nodiscard]] bool move_payment_deadline(Session& session, BookingId id, Instant due, AccountId by, Instant now);

struct Advance {
    BookingEvent event;
    Instant at;
    std::optional<AccountId> by = std::nullopt;             // empty: the system
    std::optional<std::string> note = std::nullopt;         // the reason of a refusal or revocation
    std::optional<Instant> new_deadline = std::nullopt;     // of the state that is entered
    std::optional<Instant> only_if_due_by = std::nullopt;   // the deadline has passed at this instant
    std::optional<Instant> only_if_valid_at = std::nullopt; // the deadline has not passed at this instant
    std::optional<OwnerId> hand_claims_to = std::nullopt;   // given back, but not free yet
};
// One step of the life: state, event row, claims (given back when the new state does not occupy), counters, versions.
// Refused: `booking_not_found`; `wrong_state` {state, event} when the table has no such step or a condition does
// not hold (`hold_expired` when it is that of only_if_valid_at). A step from a state that does not occupy into one
// that does needs `reclaim`.
[[nodiscard]] Result<BookingState> advance(Session& session, BookingId id, const Advance& step);
// The same for a revocation or no-show that is taken back: claims again what the booking occupied before.
// Refused like `claim` besides.
[[nodiscard]] Result<BookingState> advance_and_reclaim(Session& session, const NewBooking& again, const Advance& step);

// 変更: another date, space, time or equipment for a booking that occupies. The old claims are given back and the new
// ones made in this transaction; when that is refused, the caller's refusal undoes it all and the old booking stands.
// With a hold-back, it gets what the booking does not occupy any more; the bookings that change together share one, and
// each takes from it what the others gave up.
// State, deadline and application stay; quotas are counted anew. `note` says what it was before.
// Refused like insert_held, `booking_not_found`, `wrong_state`.
[[nodiscard]] Result<void> change_use(Session& session, const NewBooking& changed, std::optional<AccountId> by,
                                      const std::string& note, Instant now,
                                      std::optional<OwnerId> hand_claims_to = std::nullopt);
// The use of a locked application is priced anew: writes terms, fee, edition, day and reduction class as given. Time,
// space, equipment and claims stay (`change_use` changes those).
void save_fee(Session& session, const Booking& booking);
// Something that happened to a booking of a locked application and changed no state: "reduction_granted". Only of
// bookings that occupy or are over; the note says the rest.
void note_event(Session& session, BookingId id, std::string_view event, std::optional<AccountId> by,
                const std::string& note, Instant now);

// What obligations ask for the booking under one account, and what of it was paid.
struct BookingCharge {
    AccountCode account;
    Yen charged; // > 0
    Yen paid;
};
[[nodiscard]] std::vector<BookingCharge> charges_by_account(Session& session, BookingId id);
// What obligations ask for the booking, under each account (those of 0 left out): `charged` becomes their sum. Under no
// account less than was paid (ConstraintViolated).
void save_charge(Session& session, BookingId id, const RevenueShares& charged);
// An obligation of the application was paid: all that is charged for its bookings is paid now.
void save_paid(Session& session, ApplicationId id);
// What was paid for the application is given back: nothing of what is charged for its bookings is paid any more.
void save_unpaid(Session& session, ApplicationId id);
// So much of what is charged for the booking was paid in addition (充当).
void add_paid(Session& session, BookingId id, const RevenueShares& paid);

// Bookings in this state whose deadline has passed and that no live payment attempt keeps, the oldest first.
[[nodiscard]] std::vector<BookingId> overdue_bookings(Session& session, BookingState state, Instant now, int limit);
// Permitted or checked-in bookings whose use ended at or before that moment of the town's clock, oldest first.
[[nodiscard]] std::vector<BookingId> ended_bookings(Session& session, BookingState state, const LocalDateTime& by,
                                                    int limit);

// One line of a booking's history.
struct BookingHistory {
    std::string event;
    std::optional<std::string> from_state;
    std::string to_state;
    Instant at;
    std::optional<std::string> by; // display name; empty: the system
    std::optional<std::string> note;
    std::optional<AccountId> account; // of `by`
};
[[nodiscard]] std::vector<BookingHistory> history_of(Session& session, BookingId id);

// A slot that was given back and becomes free only later (or goes to the waiting list first).
struct HeldBack {
    OwnerId owner;
    Instant until;
};
// Writes the owner; claims are handed to it by `advance`.
[[nodiscard]] OwnerId insert_hold_back(Session& session, Instant until, Instant now);
[[nodiscard]] std::vector<HeldBack> held_back(Session& session, int limit);
// Its time is over: what it still has becomes free. False when it had ended already.
bool free_hold_back(Session& session, OwnerId owner, Instant now);
// What hold-backs have of this becomes free, for who is served with it in the same unit of work; the rest stays held
// back. One that has nothing left ends.
void take_from_hold_backs(Session& session, const Occupation& occupation, Instant now);

// 無断不使用: how often the person stayed away on dates between the two, both included.
[[nodiscard]] std::int64_t no_shows_of(Session& session, AccountId account, LocalDate first, LocalDate last);

} // namespace hiroba::persistence
