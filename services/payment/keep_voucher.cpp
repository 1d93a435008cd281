#include "services/payment/keep_voucher.hpp"

#include "persistence/repositories/applications.hpp"
#include "persistence/repositories/bookings.hpp"
#include "persistence/repositories/voucher_filling.hpp"
#include "services/payment/payment_due.hpp"

#include <stdexcept>

namespace hiroba::services {
namespace {

using persistence::Attempt;
using persistence::Booking;
using persistence::Session;

void keep_until_term(Session& session, const TownInForce& town, const Attempt& attempt, Instant now) {
    const auto application = persistence::find_application(session, attempt.application).value();
    const auto obligation = persistence::find_obligation(session, attempt.obligation).value();
    const Instant assessed = to_instant({obligation.assessed_on, MinuteOfDay{}});
    auto unpaid = persistence::bookings_of_application(session, attempt.application); // by time of use
    std::erase_if(unpaid, [](const Booking& booking) { return booking.state != BookingState::permitted_unpaid; });
    for (const Booking& booking : unpaid) {
        const Instant due = payment_due_by(town, application.facility, PaymentMethod::konbini, assessed,
                                           to_instant(unpaid.front().start));
        if (!booking.expires_at || due <= *booking.expires_at) continue;
        if (!persistence::move_payment_deadline(session, booking.id, due, application.account, now))
            throw std::logic_error("a booking of a locked application was moved by somebody else");
    }
}

} // namespace

void keep_voucher(Session& session, const TownInForce& town, const Attempt& attempt, const payments::Voucher& told,
                  Instant now) {
    if (!attempt.live || told.expires_at <= now) return;
    persistence::Voucher voucher{attempt.id, told.url, told.expires_at, told.payer_mail, now, {}};
    for (const payments::StoreNumber& number : told.stores)
        voucher.stores.push_back({number.store, number.payment_code, number.confirmation_number});
    if (const auto known = persistence::find_voucher(session, attempt.id))
        return persistence::fill_in_voucher(session, *known, voucher);
    if (persistence::insert_voucher(session, voucher)) keep_until_term(session, town, attempt, now);
}

} // namespace hiroba::services
