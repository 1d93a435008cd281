#include "services/approval/approval_case.hpp"

#include "services/booking/use_standing.hpp"

#include <algorithm>

namespace hiroba::services {
namespace {

using persistence::Booking;

// Of the whole application, whatever part of it is drafted: nobody's limit grows by drafting in pieces.
ApprovalCase facts_of(const ApplicationView& view) {
    ApprovalCase facts;
    for (const Booking& booking : view.bookings)
        if (!is_given_up(booking.state)) facts.total += booking.total;
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
    const ApprovalCase facts = facts_of(view);
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

CaseRoute change_route(const TownInForce& town, const ApplicationView& stands, const ApplicationView& wanted,
                       const std::vector<BookingId>& changing) {
    std::vector<BookingId> permits;
    for (const Booking& booking : stands.bookings)
        if (is_permit(booking.state) && std::ranges::find(changing, booking.id) != changing.end())
            permits.push_back(booking.id);
    CaseRoute before = route_of(town, stands, permits, ReviewMatter::change);
    CaseRoute after = route_of(town, wanted, permits, ReviewMatter::change);
    return after.posts.size() >= before.posts.size() ? after : before;
}

std::vector<BookingId> bookings_in(const ApplicationView& view, BookingState state) {
    std::vector<BookingId> ids;
    for (const Booking& booking : view.bookings)
        if (booking.state == state) ids.push_back(booking.id);
    return ids;
}

} // namespace hiroba::services
