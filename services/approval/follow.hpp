// What happens to an application's review when the application itself moves on. Inside a unit of work; the application
// is locked.
#pragma once

#include "domain/approval/review_life.hpp"
#include "persistence/engine/session.hpp"

#include <optional>
#include <set>

namespace hiroba::services {

// Something of it waits for a decision now: a review begins, unless one is open.
void begin_review(persistence::Session& session, ApplicationId application, Instant now);

struct LeftReview {
    ReviewEvent when_nothing_waits = ReviewEvent::lapsed; // `withdrawn` or `lapsed`
    std::set<BookingId> changed{};                        // that wait as before, but for something else
    std::optional<AccountId> by{};
};
// Bookings left the review by another way than its own decision, or changed: with nothing left to decide it ends; a
// draft about what is not applied for any more goes back to its drafter.
void follow_application(persistence::Session& session, ApplicationId application, const LeftReview& left, Instant now);

} // namespace hiroba::services
