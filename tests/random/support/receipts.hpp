// What was acknowledged in a run, to whom: what everybody can act upon next, and what must be there in the end.
#pragma once

#include "persistence/repositories/waiting_list.hpp"
#include "services/booking/application_view.hpp"
#include "services/closures/closures.hpp"
#include "tests/random/support/draw.hpp"

#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace hiroba::test {

// What one answer said about a booking.
struct Seen {
    BookingState state;
    std::optional<Instant> deadline;
};

// What ends or moves a booking because somebody asked for it.
enum class Want { giving_back, refusal, revocation, change };

struct KnownApplication {
    ApplicationId id;
    AccountId account;
    std::vector<BookingId> bookings;
};
struct KnownBooking {
    BookingId id;
    ApplicationId application;
    AccountId account;
    SpaceCode space;
    LocalDate date;
    BookingState state = BookingState::held; // when it was last heard of
};
struct KnownPlace {
    WaitingId id;
    AccountId account;
};

class Receipts {
public:
    // Answers that came.
    void keep(const services::ApplicationView& view);
    void keep(const persistence::Booking& booking);
    void keep(const services::ClosureReport& report);
    void keep(const persistence::Waiting& place);
    // Somebody asked for it and was not simply refused. `subject`: the application, or one booking.
    void wanted(Want what, std::int64_t subject);
    void changed(BookingId booking); // one answer to one change of it alone

    // Things to act upon; of the newest ones, so that people meet.
    [[nodiscard]] std::optional<KnownApplication> application(Draw& draw) const;
    [[nodiscard]] std::optional<KnownApplication> application(ApplicationId id) const;
    [[nodiscard]] std::optional<KnownBooking> booking(Draw& draw) const;
    // Whose people are expected, there, or were missed on that day.
    [[nodiscard]] std::optional<KnownBooking> booking_on(LocalDate date, Draw& draw) const;
    [[nodiscard]] std::optional<BookingId> revoked(Draw& draw) const;
    [[nodiscard]] std::optional<ClosureId> closure(Draw& draw) const;
    [[nodiscard]] std::optional<KnownPlace> place(Draw& draw) const;
    void forget(ClosureId lifted);
    [[nodiscard]] std::size_t closures_in_force() const;

    // Afterwards, when nobody asks any more.
    [[nodiscard]] const std::map<BookingId, std::vector<Seen>>& seen() const { return seen_; }
    [[nodiscard]] const std::set<ClosureId>& closures() const { return all_closures_; }
    [[nodiscard]] const std::vector<KnownPlace>& places() const { return places_; }
    [[nodiscard]] bool knows(ApplicationId id) const { return applications_.contains(id); }
    [[nodiscard]] bool is_wanted(Want what, const persistence::Booking& booking) const;
    [[nodiscard]] int changes_of(BookingId booking) const;

private:
    void keep_unlocked(const persistence::Booking& booking);

    mutable std::mutex mutex_;
    std::map<ApplicationId, KnownApplication> applications_;
    std::vector<ApplicationId> open_; // of which something was not over when they were last heard of
    std::map<BookingId, KnownBooking> bookings_;
    std::map<BookingId, std::vector<Seen>> seen_;
    std::vector<ClosureId> closures_; // not lifted, as far as is known
    std::set<ClosureId> all_closures_;
    std::vector<KnownPlace> places_;
    std::vector<BookingId> revoked_;
    std::set<std::pair<Want, std::int64_t>> wants_;
    std::map<BookingId, int> changes_;
};

} // namespace hiroba::test
