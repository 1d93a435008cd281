// コンビニの支払期限: until when a number for a store may be paid.
#pragma once

#include "domain/core/instant.hpp"
#include "services/booking/application_view.hpp"
#include "services/catalog/catalog.hpp"

#include <optional>

namespace hiroba::services {

// Of the provider's page; Stripe allows 30 minutes at least, counted from when it gets the request.
inline constexpr std::chrono::minutes payment_page_length{35};

// So many whole days after the one on which the payer finishes on the provider's page, which may be as late as its end:
// never beyond the term of the method for a fee that is owed from `owed_from` on for a use that begins at `start`.
// Nothing when not even the next day is left.
[[nodiscard]] std::optional<int> voucher_days(const TownInForce& town, const FacilityCode& facility, Instant owed_from,
                                              Instant start, Instant now);
// For what is left to pay of the application, from the day of its assessment on, so that nobody gains time by choosing
// again; of what nothing is assessed yet, from now on.
[[nodiscard]] std::optional<int> voucher_days(const TownInForce& town, const ApplicationView& view, Instant now);

} // namespace hiroba::services
