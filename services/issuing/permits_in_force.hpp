// 許可書: which permit holds for which use, as the decisions follow one another.
#pragma once

#include "domain/documents/content.hpp"
#include "services/booking/application_view.hpp"

#include <vector>

namespace hiroba::services {

// The decision permits uses: its paper is a permit, or a changed one.
[[nodiscard]] bool is_permit(const persistence::Decision& decision);

// The permits that hold for these uses, the oldest first, as far as decided before `until` (null: all decisions). A
// change permit takes the place of every permit before it, because its paper lists all that is permitted.
[[nodiscard]] std::vector<const persistence::Decision*>
permits_in_force(const ApplicationView& view, const std::vector<persistence::Booking>& bookings,
                 const persistence::Decision* until = nullptr);

// `permit_number` and `permit_date` of those permits.
void show_permits(const std::vector<const persistence::Decision*>& permits, DocumentContent& content);

} // namespace hiroba::services
