#include "services/payment/start_payment.hpp"

#include "persistence/repositories/attempt_history.hpp"
#include "persistence/repositories/idempotency.hpp"
#include "persistence/repositories/new_id.hpp"
#include "services/accounts/passwords.hpp"
#include "services/booking/hold.hpp"
#include "services/booking/permit.hpp"
#include "services/once_more.hpp"
#include "services/payment/offered_methods.hpp"

#include <algorithm>
#include <vector>

namespace hiroba::services {
namespace {

using persistence::Attempt;
using persistence::Booking;
using persistence::Obligation;
using persistence::Session;

// What is charged and not paid; of a first payment, as long as nothing is charged, what is held.
std::vector<Booking> paid_for(const ApplicationView& view) {
    std::vector<Booking> bookings;
    std::ranges::copy_if(view.bookings, std::back_inserter(bookings),
                         [](const Booking& booking) { return booking.charged > booking.paid; });
    if (bookings.empty())
        std::ranges::copy_if(view.bookings, std::back_inserter(bookings),
                             [](const Booking& booking) { return booking.state == BookingState::held; });
    return bookings;
}

// What the payer reads on the provider's page: nothing about who, or what for.
std::string description(const TownInForce& town, const ApplicationView& view, const std::string& language) {
    const auto in = [&](const Text& text) { return language == "en" ? text.en : text.ja; };
    const auto bookings = paid_for(view);
    const Booking& first = bookings.front();
    const auto [facility, space] = find_space(town.town, first.space);
    std::string what = space == nullptr ? first.space.value() : in(facility->name) + " " + in(space->name);
    what += " " + first.start.date.iso8601() + " " + first.start.time.hh_mm() + "-" + first.end.time.hh_mm();
    if (bookings.size() == 1) return what;
    const auto others = std::to_string(bookings.size() - 1);
    return what + (language == "en" ? " and " + others + " more" : " ほか" + others + "件");
}

// What the transaction needs and must not make itself, for it may run more than once.
struct Prepared {
    AttemptId id;
    std::string attempt_ref;
    Instant now;
    Instant expires_at;
};

std::vector<BookingId> held_bookings(const ApplicationView& view) {
    std::vector<BookingId> ids;
    for (const auto& booking : view.bookings)
        if (booking.state == BookingState::held) ids.push_back(booking.id);
    return ids;
}

// The first payment: what is held becomes a permit that is not paid yet.
Result<void> begin(Session& session, const TownInForce& town, const ApplicationView& view, Instant now) {
    const auto held = valid_hold(session, view.application.account, view.application.id, now);
    if (!held) return tl::unexpected(held.error());
    if (!view.application.details) return refuse("details_missing");
    if (is_reviewed(town, view)) return refuse("needs_review");
    return permit(session, town, view, held_bookings(view),
                  {.by = view.application.account, .only_if_valid_at = now, .paying_now = true}, now);
}

// Another payment after one that brought nothing, of what a change added, or of what staff permitted.
Result<void> begin_again(const ApplicationView& view, Instant now) {
    const auto due = deadline_of(view, BookingState::permitted_unpaid);
    if (due && *due <= now) return refuse("payment_due_passed");
    if (has_live_attempt(view))
        return refuse("attempt_in_progress", {{"attempt_id", std::to_string(view.attempt->id.value())}});
    return {};
}

} // namespace

Result<Obligation> obligation_to_pay(Session& session, const TownInForce& town, const ApplicationView& view,
                                     Instant now) {
    const ApplicationState state = state_of(view.bookings);
    // What waits for staff owes nothing yet; what they permitted of the application before is paid meanwhile.
    const bool is_reviewed_only = state == ApplicationState::under_review && owed(view) == Yen{0};
    if (state == ApplicationState::over || is_reviewed_only)
        return refuse("wrong_state", {{"state", std::string{name_of(state)}}});
    const auto begun = state == ApplicationState::held ? begin(session, town, view, now) : begin_again(view, now);
    if (!begun) return tl::unexpected(begun.error());
    auto owed = persistence::owed_obligation_of(session, view.application.id);
    if (!owed) return refuse(paid(view) > Yen{0} ? "already_paid" : "nothing_owed");
    return std::move(*owed);
}

namespace {

Result<PaymentMethod> method_to_use(const Context& context, const TownInForce& town, const ApplicationView& view,
                                    Yen amount, std::optional<PaymentMethod> wish, Instant now) {
    const auto offered = offered_methods(town, context.gateways, view, amount, now);
    if (offered.empty()) return refuse("method_not_offered");
    if (!wish) return offered.front();
    if (std::ranges::find(offered, *wish) == offered.end()) return refuse("method_not_offered");
    return *wish;
}

// Each of them asks the provider for a page; who needs more on one day is no payer.
constexpr int most_attempts_a_day = 20;

Result<void> within_the_days_limit(Session& session, ApplicationId application, Instant now) {
    const LocalDate today = to_town_time(now).date;
    const Instant since = to_instant({today, MinuteOfDay{}});
    const Instant until = to_instant({today + std::chrono::days{1}, MinuteOfDay{}});
    if (persistence::attempts_since(session, application, since) < most_attempts_a_day) return {};
    return refuse("too_many_attempts", {{"until_ms", until.epoch_ms()}});
}

Result<Attempt> write_attempt(Session& session, const Context& context, const TownInForce& town,
                              const ApplicationView& view, const Obligation& obligation, const Prepared& prepared,
                              const StartPaymentCommand& command) {
    const std::string& language = command.language;
    const Yen amount = persistence::rest_of(obligation);
    const auto method = method_to_use(context, town, view, amount, command.method, prepared.now);
    if (!method) return tl::unexpected(method.error());
    const bool at_a_store = *method == PaymentMethod::konbini;
    if (auto allowed = within_the_days_limit(session, view.application.id, prepared.now); !allowed)
        return tl::unexpected(allowed.error());
    const auto& gateway = *context.gateways.offering(*method, amount);
    const std::string back = context.public_url + "/" + language + "/applications/" +
                             std::to_string(view.application.id.value()) + "/payment";
    auto body = gateway.prepare_start({.attempt_ref = prepared.attempt_ref,
                                       .amount = amount,
                                       .description = description(town, view, language),
                                       .success_url = back,
                                       .cancel_url = back,
                                       .expires_at = prepared.expires_at,
                                       .locale = language,
                                       .payer_mail = std::nullopt,
                                       .method = *method,
                                       .voucher_days = at_a_store ? *voucher_days(town, view, prepared.now) : 0});
    if (!body) return tl::unexpected(body.error());
    const Attempt attempt{.id = prepared.id,
                          .attempt_ref = prepared.attempt_ref,
                          .obligation = obligation.id,
                          .application = view.application.id,
                          .live = true,
                          .state = std::string{payments::name_of(payments::AttemptState::created)},
                          .provider = std::string{gateway.provider()},
                          .method = std::string{name_of(*method)},
                          .amount = amount,
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

    const auto work = [&](Session& session) -> Result<Attempt> {
        persistence::lock_application(session, command.application);
        const auto view = view_application(session, {account.id, false}, command.application);
        if (!view) return tl::unexpected(view.error());
        const auto known = persistence::remembered(session, key);
        if (!known) return tl::unexpected(known.error());
        if (*known) return *persistence::find_attempt(session, AttemptId{**known});
        const auto obligation = obligation_to_pay(session, *town, *view, now);
        if (!obligation) return tl::unexpected(obligation.error());
        auto attempt = write_attempt(session, context, *town, *view, *obligation, prepared, command);
        if (attempt) persistence::remember(session, key, attempt->id.value(), now);
        return attempt;
    };
    auto attempt = once_more_for_the_same_request(context, work);
    context.payment_bell.ring();
    context.push_bell.ring();
    return attempt;
}

} // namespace hiroba::services
