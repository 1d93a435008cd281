// The route that an application's bookings take (決裁): whose posts, in which order, and whether it ends early (専決).
#pragma once

#include "services/booking/application_view.hpp"

#include <vector>

namespace hiroba::services {

struct CaseRoute {
    ApprovalRoute rule;          // of the space that asks for the longest way
    std::vector<PostCode> posts; // for this case, in order; empty: the desk decides alone
    [[nodiscard]] bool is_delegated() const { return posts.size() < rule.steps.size(); } // 専決
};
// Of these bookings of the application, in that matter. What a post may decide alone is measured by the whole
// application: all its uses that are not given up, refused or revoked.
[[nodiscard]] CaseRoute route_of(const TownInForce& town, const ApplicationView& view,
                                 const std::vector<BookingId>& bookings, ReviewMatter matter = ReviewMatter::permit);
// Of a change: of its permits among those that change, the longer way of what stands and of what is wanted.
[[nodiscard]] CaseRoute change_route(const TownInForce& town, const ApplicationView& stands,
                                     const ApplicationView& wanted, const std::vector<BookingId>& changing);
// Of all its bookings in that state.
[[nodiscard]] std::vector<BookingId> bookings_in(const ApplicationView& view, BookingState state);

} // namespace hiroba::services
