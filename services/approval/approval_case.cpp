#include "services/approval/approval_case.hpp"

#include <algorithm>

namespace hiroba::services {
namespace {

using persistence::Booking;

ApprovalCase facts_of(const ApplicationView& view, const std::vector<BookingId>& bookings) {
    ApprovalCase facts;
    for (const Booking& booking : view.bookings)
        if (std::ranges::find(bookings, booking.id) != bookings.end()) facts.total += booking.total;
    if (view.application.details) {
        const persistence::ApplicationDetails& details = *view.application.details;
        facts.people = details.people;
        facts.with_admission = details.highest_admission.has_value() || details.is_commercial;
    }
    return facts;
}

} // namespace

CaseRoute route_of(const TownInForce& town, const ApplicationView& view, const std::vector<BookingId>& bookings,
                   ReviewMatter matter) {
    const ApprovalCase facts = facts_of(view, bookings);
    CaseRoute longest;
    for (const Booking& booking : view.bookings) {
        if (std::ranges::find(bookings, booking.id) == bookings.end()) continue;
        const auto [facility, space] = find_space(town.town, booking.space);
        if (space == nullptr) continue;
        const ApprovalRoute& rule = route_for(approval_of(*facility, *space), matter);
        auto posts = posts_for(rule, facts);
        if (posts.size() > longest.posts.size()) longest = {rule, std::move(posts)};
    }
    return longest;
}

std::vector<BookingId> bookings_in(const ApplicationView& view, BookingState state) {
    std::vector<BookingId> ids;
    for (const Booking& booking : view.bookings)
        if (booking.state == state) ids.push_back(booking.id);
    return ids;
}

} // namespace hiroba::services
