#include "services/payment/start_payment.hpp"

#include "domain/finance/fiscal_year.hpp"
#include "persistence/engine/errors.hpp"
#include "persistence/repositories/idempotency.hpp"
#include "persistence/repositories/new_id.hpp"
#include "services/accounts/passwords.hpp"
#include "services/payment/posting.hpp"

#include <stdexcept>

namespace hiroba::services {
namespace {

using persistence::Attempt;
using persistence::Booking;
using persistence::Obligation;
using persistence::Session;

// What the payer reads on the provider's page: nothing about who, or what for.
std::string description(const TownInForce& town, const Booking& booking, const std::string& language) {
    const auto [facility, space] = find_space(town.town, booking.space);
    if (space == nullptr) return booking.space.value();
    const auto in = [&](const Text& text) { return language == "en" ? text.en : text.ja; };
    return in(facility->name) + " " + in(space->name) + " " + booking.date.iso8601() + " " + booking.start.hh_mm() +
           "-" + booking.end.hh_mm();
}

// What the transaction needs and must not make itself, for it may run more than once.
struct Prepared {
    AttemptId id;
    std::string attempt_ref;
    Instant now;
    Instant expires_at;
};

Result<Obligation> assess(Session& session, const TownInForce& town, const Booking& booking, Instant now) {
    const Facility* facility = find_facility(town.town, booking.facility);
    if (facility == nullptr) return refuse("unknown_facility", {{"facility", booking.facility.value()}});
    const LocalDate today = to_town_time(now).date;
    const Obligation obligation{
        ObligationId{persistence::new_id(now)}, booking.id, "owed", booking.total, facility->revenue_account, today,
        fiscal_year_of_receipt(today)};
    persistence::insert_obligation(session, obligation);
    post_assessed(session, obligation, now);
    return obligation;
}

// The first payment: the hold becomes a booking that awaits payment.
Result<Obligation> begin(Session& session, const TownInForce& town, const Booking& booking, Instant now) {
    if (!booking.details) return refuse("details_missing");
    const auto begun = persistence::advance(session, booking.id,
                                            {.event = BookingEvent::payment_started,
                                             .at = now,
                                             .by = booking.account,
                                             .new_deadline = now + payment_deadline,
                                             .only_if_valid_at = now});
    if (!begun) return tl::unexpected(begun.error());
    return assess(session, town, booking, now);
}

// Another payment after one that brought nothing.
Result<Obligation> begin_again(Session& session, const Booking& booking, Instant now) {
    if (*booking.expires_at <= now) return refuse("payment_due_passed");
    const auto newest = persistence::newest_attempt_of(session, booking.id);
    if (newest && newest->live)
        return refuse("attempt_in_progress", {{"attempt_id", std::to_string(newest->id.value())}});
    return *persistence::obligation_of(session, booking.id);
}

Result<Obligation> obligation_to_pay(Session& session, const TownInForce& town, const Booking& booking, Instant now) {
    switch (booking.state) {
    case BookingState::held:
        return begin(session, town, booking, now);
    case BookingState::awaiting_payment:
        return begin_again(session, booking, now);
    case BookingState::confirmed:
        return refuse("already_paid");
    case BookingState::cancelled:
    case BookingState::expired:
        return refuse("wrong_state", {{"state", std::string{name_of(booking.state)}}});
    }
    throw std::logic_error("no such booking state");
}

Result<Attempt> write_attempt(Session& session, const Context& context, const TownInForce& town, const Booking& booking,
                              const Obligation& obligation, const Prepared& prepared, const std::string& language) {
    const std::string back =
        context.public_url + "/" + language + "/bookings/" + std::to_string(booking.id.value()) + "/payment";
    auto body = context.gateway.prepare_start({.attempt_ref = prepared.attempt_ref,
                                               .amount = obligation.amount,
                                               .description = description(town, booking, language),
                                               .success_url = back,
                                               .cancel_url = back,
                                               .expires_at = prepared.expires_at,
                                               .locale = language,
                                               .payer_mail = std::nullopt});
    if (!body) return tl::unexpected(body.error());
    const Attempt attempt{.id = prepared.id,
                          .attempt_ref = prepared.attempt_ref,
                          .obligation = obligation.id,
                          .booking = booking.id,
                          .live = true,
                          .state = std::string{payments::name_of(payments::AttemptState::created)},
                          .provider = std::string{context.gateway.provider()},
                          .amount = obligation.amount,
                          .request_body = std::move(*body),
                          .provider_ref = std::nullopt,
                          .payment_ref = std::nullopt,
                          .redirect_url = std::nullopt,
                          .entrusted_at = std::nullopt,
                          .expires_at = prepared.expires_at,
                          .next_step_at = prepared.now,
                          .created_at = prepared.now};
    persistence::insert_attempt(session, attempt);
    return attempt;
}

} // namespace

Result<Attempt> start_payment(const Context& context, const persistence::Account& account,
                              const StartPaymentCommand& command) {
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    const Prepared prepared{AttemptId{persistence::new_id(now)}, random_uuid(), now, now + payment_page_length};
    const persistence::IdempotencyKey key{account.id, "payment", command.idempotency_key, command.request_hash};

    auto work = [&](Session& session) -> Result<Attempt> {
        persistence::lock_booking(session, command.booking);
        const auto booking = own_booking(session, account.id, command.booking);
        if (!booking) return tl::unexpected(booking.error());
        const auto known = persistence::remembered(session, key);
        if (!known) return tl::unexpected(known.error());
        if (*known) return *persistence::find_attempt(session, AttemptId{**known});
        const auto obligation = obligation_to_pay(session, *town, *booking, now);
        if (!obligation) return tl::unexpected(obligation.error());
        auto attempt = write_attempt(session, context, *town, *booking, *obligation, prepared, command.language);
        if (attempt) persistence::remember(session, key, attempt->id.value(), now);
        return attempt;
    };
    const auto once = [&] {
        auto attempt = context.database.transact(work);
        context.payment_bell.ring();
        context.push_bell.ring();
        return attempt;
    };
    try {
        return once();
    } catch (const persistence::DuplicateKey&) {
        return once(); // two starts at the same moment: the second now sees the first
    }
}

Result<Attempt> own_attempt(const Context& context, AccountId account, AttemptId id) {
    return context.database.read([&](Session& session) -> Result<Attempt> {
        auto attempt = persistence::find_attempt(session, id);
        if (!attempt || !own_booking(session, account, attempt->booking)) return refuse("attempt_not_found");
        return std::move(*attempt);
    });
}

} // namespace hiroba::services
