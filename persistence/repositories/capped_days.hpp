// 1日の限度: the days on which uses of one applicant in one facility count towards caps together. What each booking
// counts stands with it (`Booking::counted_in_cap`).
#pragma once

#include "persistence/repositories/bookings.hpp"

#include <vector>

namespace hiroba::persistence {

struct CappedDay {
    LocalDate date; // of use
    FacilityCode facility;
    AccountId account; // the applicant
    friend bool operator==(const CappedDay&, const CappedDay&) = default;
};

// The day of the booking's use. A capped use is of one day: nights have no cap.
[[nodiscard]] CappedDay capped_day_of(const Booking& booking);

// From here to the end of this unit of work nobody else prices uses of that day: two at the same instant must not both
// be charged what the cap leaves for one. Before counted_uses, and in the order of the dates.
void lock_capped_day(Session& session, const CappedDay& day);

struct CountedUse {
    BookingId booking;
    SpaceCode space;
    CountedInCap counted;
};
// Those that count, by booking.
[[nodiscard]] std::vector<CountedUse> counted_uses(Session& session, const CappedDay& day);

// One of its uses was given up or became less: the others are to be priced again by what the cap leaves now.
void mark_for_pricing(Session& session, const CappedDay& day);
struct DayToPrice {
    CappedDay day;
    std::int64_t marks = 0; // how often it was marked
};
// Those whose turn has come, in the order of their keys, after that one (none comes before the default one).
[[nodiscard]] std::vector<DayToPrice> days_to_price(Session& session, const CappedDay& after, Instant now, int limit);
// It was refused: not before that instant again, unless it is marked anew.
void put_pricing_off(Session& session, const DayToPrice& day, Instant until);
// It was done for what it was marked for by then; when it was marked again since, it stays to do.
void pricing_done(Session& session, const DayToPrice& day);

// What counts on a day on which nothing waits to be priced, of all applicants; those of one day after each other.
struct CountedOnDay {
    CappedDay day;
    std::int64_t edition = 0; // that priced it
    CountedUse use;
};
[[nodiscard]] std::vector<CountedOnDay> all_counted_uses(Session& session);

} // namespace hiroba::persistence
