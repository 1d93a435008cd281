// 充当: what is to be given back pays what the same application owes besides, as long as nobody has begun to pay it.
#pragma once

#include "persistence/repositories/payments.hpp"
#include "persistence/repositories/refunds.hpp"
#include "services/booking/application_view.hpp"
#include "services/payment/charges.hpp"

#include <map>
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

// The obligation that is paid by what is set off at the moment it is assessed.
[[nodiscard]] persistence::Obligation assess_set_off(persistence::Session& session, const TownInForce& town,
                                                     const persistence::Application& application,
                                                     const std::map<AccountCode, Yen>& accounts, Instant now);

// What becomes of a refund: of what is given back, what pays an older difference (充当), and what is to be paid out.
struct DividedRefund {
    Yen set_off;
    Yen due;
    [[nodiscard]] Yen total() const { return set_off + due; }
};

// Orders the refund like order_refund, for a booking of the locked application; but what its permits that stand
// still owe, an older difference of this use or of another, is paid by it first and owed no more. While
// somebody is at the payment page, it is left to them. What is being given up with the booking owes nothing any more by
// now. Of a revocation nothing is set off so: it may be taken back, and its refund with it. Answers how it was divided.
// Refused like `reassess`.
[[nodiscard]] Result<DividedRefund> order_refund_beyond_debts(persistence::Session& session, const TownInForce& town,
                                                              const persistence::Booking& booking,
                                                              const RefundOrder& order, Instant now);
// What of a booking's charge is not paid, and what of that is an older difference that such a refund pays first.
struct Unpaid {
    Yen amount;
    Yen older_difference;
};
[[nodiscard]] Unpaid unpaid_of(const ApplicationView& view, const persistence::Booking& booking);
// How a refund of so much would be divided at this moment; nothing is written.
[[nodiscard]] DividedRefund divided_by_debts(persistence::Session& session, ApplicationId application, Yen amount);

} // namespace hiroba::services
