#include "services/booking/cancel.hpp"
#include "services/booking/change.hpp"
#include "services/booking/fill_in.hpp"
#include "services/booking/hold.hpp"
#include "services/booking/permit.hpp"
#include "services/booking/reductions.hpp"
#include "services/payment/inbox.hpp"
#include "services/payment/start_payment.hpp"
#include "services/waiting/waiting.hpp"
#include "tests/random/support/actor.hpp"

#include <algorithm>

namespace hiroba::test {

using services::Viewer;

void Actor::hold() {
    constexpr int takes_what_fits = 40;
    const SentHold sent{anybody(), wishes(), world_.fresh_key(), "hash"};
    world_.remember(sent);
    const auto fitting = draw_.in_hundred(takes_what_fits) ? services::Fitting::those_that_fit : services::Fitting::all;
    const auto held = ask([&] {
        return services::hold_spaces(context_, sent.account, {sent.uses, fitting, sent.key, sent.hash});
    });
    if (!held || !*held) return;
    receipts_.keep((*held)->view);
    own_ = (*held)->view.application.id;
    go_on();
}

// Most people go on at once; what the others began is there for everybody to meddle with.
void Actor::go_on() {
    constexpr int goes_on = 75;
    if (!draw_.in_hundred(goes_on)) return;
    deed_ = "fill in";
    fill_in();
    if (!draw_.in_hundred(goes_on)) return;
    const bool pays = draw_.in_hundred(60);
    deed_ = pays ? "start payment" : "submit";
    pays ? start_payment() : submit();
}

// The same request once more, perhaps through another office, perhaps while the first is on its way; or another one
// under the same key.
void Actor::hold_again() {
    auto sent = world_.sent_before(draw_);
    if (!sent) return;
    constexpr int with_other_content = 20;
    const bool other = draw_.in_hundred(with_other_content);
    if (other) sent->hash = "other";
    const auto held = ask([&] {
        return services::hold_spaces(context_, sent->account,
                                     {sent->uses, services::Fitting::all, sent->key, sent->hash});
    });
    if (!held || !*held) return;
    receipts_.keep((*held)->view);
    if ((*held)->view.application.account != sent->account.id) world_.fail("a key answered with somebody else's hold");
}

void Actor::fill_in() {
    const auto known = application();
    if (!known) return;
    services::DetailsCommand command{known->id, details()};
    for (const BookingId booking : known->bookings)
        if (draw_.in_hundred(20)) command.uses.push_back({booking, {.wants_climate = true}, std::nullopt});
    const auto view = ask([&] { return services::put_details(context_, account(known->account), command); });
    if (view && *view) receipts_.keep(**view);
}

void Actor::submit() {
    const auto known = application();
    if (!known) return;
    const auto view = ask([&] { return services::submit_application(context_, account(known->account), known->id); });
    if (view && *view) receipts_.keep(**view);
}

void Actor::start_payment() {
    const auto known = application();
    if (!known) return;
    const services::StartPaymentCommand command{known->id, "ja", world_.fresh_key(), "hash"};
    const auto attempt = ask([&] { return services::start_payment(context_, account(known->account), command); });
    if (attempt && *attempt && (*attempt)->application != known->id)
        world_.fail("an attempt to pay for another application");
}

void Actor::visit_payment_page() {
    const auto ref = world_.provider.visit_page(draw_, office_.clock.now());
    if (!ref) return;
    constexpr int message_is_lost = 30;
    if (draw_.in_hundred(message_is_lost)) return;
    const std::string notice = PlayedProvider::notice("event-" + world_.fresh_key(), *ref);
    constexpr int message_comes_twice = 10;
    for (int times = draw_.in_hundred(message_comes_twice) ? 2 : 1; times > 0; --times)
        static_cast<void>(ask([&] { return services::receive_notice(context_, {"played", "signed", notice}); }));
}

void Actor::cancel_as(const Viewer& viewer, const KnownApplication& known) {
    services::CancelCommand command{known.id, {}};
    constexpr int whole = 50;
    if (!draw_.in_hundred(whole))
        for (const BookingId booking : known.bookings)
            if (draw_.in_hundred(50)) command.only.push_back(booking);
    const auto view = ask([&] { return services::cancel_application(context_, viewer, command); });
    const bool done = view && *view;
    if (done) receipts_.keep(**view);
    if (may_have_happened(done)) receipts_.wanted(Want::giving_back, known.id.value());
}

void Actor::cancel() {
    if (const auto known = application()) cancel_as({known->account, false}, *known);
}

// Another day, time, place or equipment: the parts of a random use that fit together.
void Actor::change_as(const Viewer& viewer, const KnownBooking& known) {
    const auto scope = draw_.one_of(
        std::vector{services::ChangeScope::one, services::ChangeScope::following, services::ChangeScope::all});
    const UseRequest to = draw_.in_hundred(40) ? wish() : any_use(draw_, world_.town, known.space, wish().date);
    services::ChangeCommand command{.application = known.application,
                                    .booking = known.id,
                                    .scope = scope,
                                    .space = to.space,
                                    .date = std::nullopt,
                                    .band = to.band,
                                    .time = to.time,
                                    .nights = to.nights,
                                    .equipment = std::nullopt,
                                    .idempotency_key = world_.fresh_key(),
                                    .request_hash = "hash"};
    if (scope == services::ChangeScope::one && draw_.in_hundred(60)) command.date = to.date;
    if (draw_.in_hundred(40)) command.equipment = to.equipment;
    if (draw_.in_hundred(20))
        static_cast<void>(ask([&] { return services::preview_change(context_, viewer, command); }));
    const auto view = ask([&] { return services::change_application(context_, viewer, command); });
    const bool done = view && *view;
    if (may_have_happened(done)) receipts_.wanted(Want::change, known.application.value());
    if (!done) return;
    receipts_.keep(**view);
    if (scope == services::ChangeScope::one) receipts_.changed(known.id);
}

void Actor::change() {
    const auto of = application();
    if (!of || of->bookings.empty()) return;
    const BookingId id = draw_.one_of(of->bookings);
    const UseRequest anything = wish();
    change_as({of->account, false}, {id, of->id, of->account, anything.space, anything.date});
}

void Actor::extend() {
    const auto known = application();
    if (!known) return;
    const auto view = ask([&] { return services::extend_hold(context_, account(known->account), known->id); });
    if (view && *view) receipts_.keep(**view);
}

void Actor::join_waiting_list() {
    const auto& who = anybody();
    const UseRequest use = wish();
    const auto place = ask([&] { return services::join_waiting_list(context_, who, use); });
    if (place && *place) receipts_.keep((*place)->waiting);
}

void Actor::leave_waiting_list() {
    const auto known = receipts_.place(draw_);
    if (!known) return;
    const auto left = ask([&] { return services::leave_waiting_list(context_, account(known->account), known->id); });
    if (!may_have_happened(left && *left)) return;
    const auto place = ask([&] {
        return context_.database.read(
            [&](persistence::Session& session) { return persistence::find_waiting(session, known->id); });
    });
    if (place && *place && (*place)->offer) receipts_.wanted(Want::giving_back, (*place)->offer->value());
}

void Actor::ask_reduction() {
    const auto known = application();
    const auto code = reduction();
    if (!known || !code) return;
    const auto view = ask([&] { return services::ask_reduction(context_, account(known->account), known->id, *code); });
    if (view && *view) receipts_.keep(**view);
}

// Where offers of the waiting list are found.
void Actor::look_at_own() {
    const auto& who = anybody();
    constexpr int newest = 5;
    const auto views = ask([&] {
        return context_.database.read(
            [&](persistence::Session& session) { return services::views_of(session, who.id, newest); });
    });
    if (!views) return;
    for (const auto& view : *views) {
        if (view.application.account != who.id) world_.fail("somebody else's application among one's own");
        receipts_.keep(view);
    }
}

} // namespace hiroba::test
