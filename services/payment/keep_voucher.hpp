// 払込票: the number for a store that the provider tells of is kept, and with it the booking until its term.
#pragma once

#include "payments/port.hpp"
#include "persistence/repositories/payments.hpp"
#include "services/catalog/catalog.hpp"

namespace hiroba::services {

// What was told first holds; what it left empty is filled in later. From the first number on the application's unpaid
// bookings are kept at least as long as numbers can be paid at stores; the application is locked. Not for an attempt
// that is over, and not a number that has ended, which is of no use to anybody.
void keep_voucher(persistence::Session& session, const TownInForce& town, const persistence::Attempt& attempt,
                  const payments::Voucher& told, Instant now);

} // namespace hiroba::services
