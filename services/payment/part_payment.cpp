#include "services/payment/part_payment.hpp"

#include "domain/fees/refund.hpp"
#include "services/payment/charges.hpp"
#include "services/payment/posting.hpp"

#include <algorithm>
#include <stdexcept>

namespace hiroba::services {
namespace {

using persistence::Booking;
using persistence::Obligation;
using persistence::RevenueShares;
using persistence::Session;

bool is_part_paid(const std::optional<Obligation>& owed) { return owed && owed->paid > Yen{0}; }

// So much of what is left to pay for the booking, account by account.
RevenueShares under_accounts(Session& session, const Booking& booking, Yen part) {
    RevenueShares left;
    for (const auto& charge : persistence::charges_by_account(session, booking.id))
        if (charge.charged > charge.paid) left.push_back({charge.account, charge.charged - charge.paid});
    return spread_over(part, left);
}

} // namespace

std::map<BookingId, Yen> parts_of(const std::vector<Booking>& bookings, const std::optional<Obligation>& owed) {
    std::map<BookingId, Yen> parts;
    if (!is_part_paid(owed)) return parts;
    std::vector<Yen> left;
    left.reserve(bookings.size());
    for (const Booking& booking : bookings)
        left.push_back(booking.charged - booking.paid);
    const auto amounts = spread(owed->paid, left);
    for (std::size_t i = 0; i < bookings.size(); ++i)
        if (amounts[i] > Yen{0}) parts.emplace(bookings[i].id, amounts[i]);
    return parts;
}

RevenueShares part_of(Session& session, const Booking& booking) {
    if (booking.charged == booking.paid) return {};
    const auto owed = persistence::owed_obligation_of(session, booking.application);
    if (!is_part_paid(owed)) return {};
    const auto parts = parts_of(persistence::bookings_of_application(session, booking.application), owed);
    const auto part = parts.find(booking.id);
    return part == parts.end() ? RevenueShares{} : under_accounts(session, booking, part->second);
}

Result<void> settle_part(Session& session, ApplicationId application, Instant now) {
    const auto owed = persistence::owed_obligation_of(session, application);
    if (!is_part_paid(owed)) return {};
    const auto attempt = persistence::newest_attempt_of(session, application);
    if (attempt && attempt->live)
        return refuse("attempt_in_progress", {{"attempt_id", std::to_string(attempt->id.value())}});
    const auto bookings = persistence::bookings_of_application(session, application);
    std::map<AccountCode, Yen> paid;
    for (const auto& [booking, part] : parts_of(bookings, owed)) {
        const auto shares = under_accounts(session, *std::ranges::find(bookings, booking, &Booking::id), part);
        persistence::add_paid(session, booking, shares);
        for (const auto& share : shares)
            paid[share.account] += share.amount;
    }
    RevenueShares kept;
    RevenueShares fallen_away;
    for (const auto& [account, amount] : owed->shares) {
        if (paid[account] > Yen{0}) kept.push_back({account, paid[account]});
        if (amount > paid[account]) fallen_away.push_back({account, amount - paid[account]});
    }
    if (persistence::sum_of(kept) != owed->paid || !persistence::reduce_to_paid(session, owed->id, kept))
        throw std::logic_error("a part was paid that is not of what its bookings owe");
    post_reduced(session, *owed, fallen_away, now);
    return {};
}

} // namespace hiroba::services
