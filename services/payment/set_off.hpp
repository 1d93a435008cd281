// 充当: what is due to be given back pays what the same application owes besides, as long as nobody has begun to pay
// it.
#pragma once

#include "persistence/repositories/payments.hpp"
#include "persistence/repositories/refunds.hpp"

#include <vector>

namespace hiroba::services {

// So much of a refund that is due.
struct DuePart {
    persistence::Refund refund;
    Yen amount;
};
// What of the application's refunds can pay `need`: the oldest first. What somebody has approved already may be on its
// way and is left alone, and what was overpaid goes back as it came.
[[nodiscard]] std::vector<DuePart> due_parts(persistence::Session& session, ApplicationId application, Yen need);
[[nodiscard]] Yen sum_of(const std::vector<DuePart>& parts);

// The part pays the obligation. The refund is written anew in two, on the same grounds: what is set off, and what is
// still due of it. The application is locked.
void set_off_part(persistence::Session& session, const DuePart& part, const persistence::Obligation& pays, Instant now);

} // namespace hiroba::services
