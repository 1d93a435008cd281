#include "services/issuing/permits_in_force.hpp"

#include "domain/core/japanese_era.hpp"

#include <algorithm>
#include <map>

namespace hiroba::services {

using persistence::Booking;
using persistence::Decision;

bool is_permit(const Decision& decision) {
    return decision.kind == DecisionKind::permit || decision.kind == DecisionKind::conditional_permit ||
           decision.kind == DecisionKind::change_permit;
}

std::vector<const Decision*> permits_in_force(const ApplicationView& view, const std::vector<Booking>& bookings,
                                              const Decision* until) {
    std::map<BookingId, const Decision*> newest;
    for (const Decision& decision : view.decisions) {
        if (until != nullptr && decision.id == until->id) break;
        if (!is_permit(decision)) continue;
        if (decision.kind == DecisionKind::change_permit)
            for (auto& [booking, permit] : newest)
                permit = &decision;
        for (const BookingId booking : decision.bookings)
            newest[booking] = &decision;
    }
    std::vector<const Decision*> permits;
    for (const Decision& decision : view.decisions)
        if (std::ranges::any_of(bookings, [&](const Booking& booking) {
                const auto found = newest.find(booking.id);
                return found != newest.end() && found->second == &decision;
            }))
            permits.push_back(&decision);
    return permits;
}

void show_permits(const std::vector<const Decision*>& permits, DocumentContent& content) {
    std::string numbers;
    std::string dates;
    for (const Decision* permit : permits) {
        numbers += (numbers.empty() ? "" : "、") + permit->number;
        dates += (dates.empty() ? "" : "、") + era_date(permit->decided_on);
    }
    content.words["permit_number"] = numbers;
    content.words["permit_date"] = dates;
}

} // namespace hiroba::services
