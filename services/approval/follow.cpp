#include "services/approval/follow.hpp"

#include "persistence/repositories/bookings.hpp"
#include "persistence/repositories/reviews.hpp"

#include <algorithm>
#include <stdexcept>

namespace hiroba::services {
namespace {

using persistence::Booking;
using persistence::Review;
using persistence::Session;

bool waits(const Booking& booking) { return booking.state == BookingState::under_review; }

bool is_about_something_else(const Review& review, const std::vector<Booking>& bookings,
                             const std::set<BookingId>& changed) {
    return std::ranges::any_of(review.draft->bookings, [&](BookingId id) {
        const auto booking = std::ranges::find(bookings, id, &Booking::id);
        return changed.contains(id) || booking == bookings.end() || !waits(*booking);
    });
}

void move(Session& session, const Review& review, ReviewEvent event, const LeftReview& left, Instant now) {
    persistence::ReviewAdvance step;
    step.event = event;
    step.at = now;
    step.by = left.by;
    if (!persistence::advance(session, review, step)) throw std::logic_error("an open review has no such step");
}

} // namespace

void begin_review(Session& session, ApplicationId application, Instant now) {
    if (!persistence::find_open_review(session, application)) (void)persistence::open_review(session, application, now);
}

void follow_application(Session& session, ApplicationId application, const LeftReview& left, Instant now) {
    const auto review = persistence::find_open_review(session, application);
    if (!review) return;
    const auto bookings = persistence::bookings_of_application(session, application);
    if (std::ranges::none_of(bookings, waits)) return move(session, *review, left.when_nothing_waits, left, now);
    if (review->state == ReviewState::in_approval && is_about_something_else(*review, bookings, left.changed))
        move(session, *review, ReviewEvent::facts_changed, left, now);
}

} // namespace hiroba::services
