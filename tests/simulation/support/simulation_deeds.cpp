// What everybody does, and what goes wrong.
#include "services/booking/cancel.hpp"
#include "services/booking/expire.hpp"
#include "services/booking/fill_in.hpp"
#include "services/booking/hold.hpp"
#include "services/booking/revoke.hpp"
#include "services/payment/payment_cases.hpp"
#include "services/payment/refunding.hpp"
#include "services/payment/start_payment.hpp"
#include "services/payment/withdraw.hpp"
#include "tests/simulation/support/ask.hpp"
#include "tests/simulation/support/simulation.hpp"

#include <algorithm>
#include <utility>

namespace hiroba::test {

using namespace std::chrono_literals;
using payments::RefundProgress;
using persistence::Session;
using services::Context;

namespace {

const std::vector<std::string> rooms{"big_room", "small_room", "council_room"};
const std::vector<std::string> bands{"morning", "afternoon", "evening"};

persistence::ApplicationDetails details() {
    return {.activity = std::nullopt,
            .purpose = "例会",
            .group_name = std::nullopt,
            .people = 8,
            .highest_admission = std::nullopt,
            .is_commercial = false,
            .reduction = std::nullopt};
}

} // namespace

void Simulation::keep(const services::ApplicationView& view, std::size_t who) {
    const ApplicationId id = view.application.id;
    if (!bookings_.contains(id)) known_.push_back({id, who});
    auto& ids = bookings_[id];
    ids.clear();
    for (const auto& booking : view.bookings) {
        ids.push_back(booking.id);
        const Use use{booking.space.value(), booking.band.value().value(), booking.start.date,
                      !booking.equipment.empty()};
        uses_[booking.id] = use;
        model_.told_use(booking.id, use, booking.total.amount());
        if (booking.state != BookingState::permitted) continue;
        model_.told_paid(booking.id);
        permits_.emplace_back(booking.id, Known{id, who});
    }
}

// Sent, and sent again by whoever got no answer, or is impatient.
void Simulation::send(const Request& request) {
    if (!request.uses.empty()) return send_hold(request);
    if (request.change) return send_change(request, *request.change);
    const auto& resident = people_.residents.at(request.who);
    const auto begun = ask([&](const Context& context) {
        return services::start_payment(context, resident,
                                       {request.application, "ja", request.key, request.key, request.method});
    });
    if (!begun || !*begun) return;
    model_.told_attempt((*begun)->id, request.key);
    attempts_.emplace_back((*begun)->id, request.who);
}

void Simulation::send_hold(const Request& request) {
    const auto& resident = people_.residents.at(request.who);
    const auto held = ask([&](const Context& context) {
        return services::hold_spaces(context, resident,
                                     {request.uses, services::Fitting::all, request.key, request.key});
    });
    if (!held || !*held) return;
    keep((*held)->view, request.who);
    const ApplicationId id = (*held)->view.application.id;
    const auto filled_in = ask([&](const Context& context) {
        return services::put_details(context, resident, {id, details()});
    });
    if (filled_in && *filled_in) keep(**filled_in, request.who);
}

void Simulation::send_change(const Request& request, const Change& change) {
    services::ChangeCommand command;
    command.application = request.application;
    command.booking = change.booking;
    command.space = SpaceCode{change.to.space};
    command.date = change.to.date;
    command.band = BandCode{change.to.band};
    command.equipment = std::vector<EquipmentWish>{};
    if (change.to.with_piano) command.equipment->push_back({EquipmentCode{"piano"}, 1});
    command.idempotency_key = request.key;
    command.request_hash = request.key;
    const services::Viewer viewer{change.by_staff.value_or(people_.residents.at(request.who).id),
                                  change.by_staff.has_value()};
    model_.asks_for_change(request.key, change.booking, change.to);
    const auto view =
        ask([&](const Context& context) { return options_.steps.change_application(context, viewer, command); });
    if (!view || !*view) return;
    model_.told_change(request.key);
    keep(**view, request.who);
    const bool is_set_off = std::ranges::any_of(
        (*view)->refunds, [](const persistence::Refund& refund) { return refund.state == RefundState::set_off; });
    if (is_set_off) note("and set off");
}

void Simulation::book() {
    constexpr int days_ahead = 12;
    constexpr int several = 40;
    Request request{.who = anybody(), .key = fresh_key(), .uses = {}};
    UseRequest use{.space = SpaceCode{draw_.one_of(rooms)},
                   .date = today() + std::chrono::days{draw_.between(2, days_ahead)},
                   .band = BandCode{draw_.one_of(bands)}};
    request.uses.push_back(use);
    if (draw_.in_hundred(several)) {
        use.date = use.date + std::chrono::days{1};
        request.uses.push_back(use);
    }
    requests_.push_back(request);
    const std::size_t before = known_.size();
    send(request);
    constexpr int goes_on_at_once = 75;
    if (known_.size() == before || !draw_.in_hundred(goes_on_at_once)) return;
    begin_payment_of(known_.back());
    if (!draw_.in_hundred(goes_on_at_once)) return;
    work();
    deed_ = "visit page";
    visit_page();
}

void Simulation::send_again() {
    if (const auto which = recent(requests_)) send(Request{requests_.at(*which)});
}

void Simulation::begin_payment() {
    if (const auto which = recent(known_)) begin_payment_of(Known{known_.at(*which)});
}

void Simulation::begin_payment_of(const Known& known) {
    const std::string during = std::exchange(deed_, "begin payment");
    static const std::vector methods{PaymentMethod::card, PaymentMethod::card, PaymentMethod::konbini,
                                     PaymentMethod::paypay};
    constexpr int at_the_counter = 20;
    if (draw_.in_hundred(at_the_counter)) {
        pay_later(known);
        deed_ = during;
        return;
    }
    const Request request{
        .who = known.who, .key = fresh_key(), .uses = {}, .application = known.id, .method = draw_.one_of(methods)};
    requests_.push_back(request);
    send(request);
    constexpr int clicks_twice = 15;
    if (draw_.in_hundred(clicks_twice)) send(request);
    deed_ = during;
}

// Pays, or finishes with a number for a store; sometimes another amount than was asked for, as a provider's own coupon
// makes it.
void Simulation::visit_page() {
    auto& at = provider();
    std::vector<std::size_t> payable;
    for (std::size_t page = 0; page < at.payments().size(); ++page)
        if (at.can_be_paid(page) || at.can_give_out_number(page)) payable.push_back(page);
    const auto which = recent(payable);
    constexpr int goes_away = 20;
    if (!which || draw_.in_hundred(goes_away)) return;
    constexpr int other_amount = 2;
    const std::size_t page = payable.at(*which);
    if (at.can_give_out_number(page)) {
        at.give_out_number(page);
        return note("takes a number");
    }
    const std::int64_t asked = at.payments().at(page).asked;
    const bool has_coupon = draw_.in_hundred(other_amount);
    at.pay(page, has_coupon ? asked - 50 : asked);
    note(has_coupon ? "with a coupon" : at.payments().at(page).closed_at ? "late" : "");
}

void Simulation::cancel() {
    const auto which = recent(known_);
    if (!which) return;
    const Known known = known_.at(*which);
    constexpr int a_part = 30;
    services::CancelCommand command{known.id, {}};
    const auto& of = bookings_.at(known.id);
    if (of.size() > 1 && draw_.in_hundred(a_part)) command.only.push_back(draw_.one_of(of));
    for (const BookingId id : command.only.empty() ? of : command.only)
        model_.gives_up(id, today());
    const AccountId who = people_.residents.at(known.who).id;
    const auto view = ask([&](const Context& context) {
        return services::cancel_application(context, {who, false}, command);
    });
    if (view && *view) keep(**view, known.who);
}

// The same hour in another room, another hour, another day, with the piano or without.
Use Simulation::another_use(const Use& use) {
    constexpr int days_ahead = 14;
    Use to = use;
    if (draw_.in_hundred(70)) to.band = draw_.one_of(bands);
    if (draw_.in_hundred(30)) to.space = draw_.one_of(rooms);
    if (draw_.in_hundred(30)) to.date = today() + std::chrono::days{draw_.between(2, days_ahead)};
    if (draw_.in_hundred(25)) to.with_piano = !to.with_piano;
    return to;
}

void Simulation::change_booking(BookingId booking, const Known& known) {
    Change change{booking, another_use(uses_.at(booking))};
    constexpr int at_the_desk = 30;
    if (draw_.in_hundred(at_the_desk)) change.by_staff = clerk().id;
    const Request request{.who = known.who, .key = fresh_key(), .uses = {}, .application = known.id, .change = change};
    requests_.push_back(request);
    send(request);
}

// Mostly of what is paid; some think again.
void Simulation::change() {
    constexpr int of_a_permit = 70;
    constexpr int thinks_again = 50;
    const auto permit = recent(permits_);
    const auto which = recent(known_);
    if (!which) return;
    const bool is_of_a_permit = permit && draw_.in_hundred(of_a_permit);
    const Known known = is_of_a_permit ? permits_.at(*permit).second : known_.at(*which);
    const BookingId booking = is_of_a_permit ? permits_.at(*permit).first : draw_.one_of(bookings_.at(known.id));
    change_booking(booking, known);
    if (draw_.in_hundred(thinks_again)) change_booking(booking, known);
}

// What the payer holds is called off, so that they can pay in another way.
void Simulation::withdraw() {
    const auto which = recent(attempts_);
    if (!which) return;
    const auto [attempt, who] = attempts_.at(*which);
    constexpr int by_the_desk = 30;
    const services::Viewer viewer = draw_.in_hundred(by_the_desk)
                                        ? services::Viewer{clerk().id, true}
                                        : services::Viewer{people_.residents.at(who).id, false};
    static_cast<void>(
        ask([&, id = attempt](const Context& context) { return services::withdraw_attempt(context, viewer, id); }));
}

void Simulation::look() {
    const auto which = recent(known_);
    if (!which) return;
    const Known known = known_.at(*which);
    const auto view = ask([&](const Context& context) {
        return context.database.read([&](Session& session) {
            return services::view_application(session, {people_.residents.at(known.who).id, false}, known.id);
        });
    });
    if (view && *view) keep(**view, known.who);
}

void Simulation::revoke() {
    const auto which = recent(known_);
    if (!which) return;
    const BookingId booking = draw_.one_of(bookings_.at(known_.at(*which).id));
    const AccountId by = clerk().id;
    static_cast<void>(ask([&](const Context& context) {
        return services::revoke_booking(context, {booking, by, "設備の故障"});
    }));
}

void Simulation::approve() {
    const AccountId by = clerk().id;
    const auto listed = ask([&](const Context& context) { return services::refunds_to_pay(context, by); });
    if (!listed) return;
    std::vector<RefundId> waiting;
    for (const auto& file : *listed)
        if (file.refund.refund.state == RefundState::due || file.refund.refund.state == RefundState::awaiting_second)
            waiting.push_back(file.refund.refund.id);
    if (waiting.empty()) return;
    const RefundId id = draw_.one_of(waiting);
    const auto approved = ask([&](const Context& context) { return services::approve_refund(context, by, id); });
    constexpr int clicks_twice = 20;
    if (approved && draw_.in_hundred(clicks_twice))
        static_cast<void>(ask([&](const Context& context) { return services::approve_refund(context, by, id); }));
}

// Sent again, paid by the bank, or (of one that nobody tells of) looked up on the provider's own pages.
void Simulation::work_on_failed_refund() {
    const AccountId by = clerk().id;
    const auto listed = ask([&](const Context& context) { return services::refunds_to_pay(context, by); });
    if (!listed) return;
    for (const auto& file : *listed) {
        const RefundId id = file.refund.refund.id;
        if (file.refund.refund.state == RefundState::in_doubt && draw_.in_hundred(50)) {
            const auto& ref = file.refund.payout.request.value().ref;
            const auto has_it = [&](const SimulatedProvider& at) {
                return std::ranges::find(at.refunds(), ref, &SimulatedProvider::GivenBack::ref) != at.refunds().end();
            };
            if (has_it(card_) || has_it(qr_)) continue;
            static_cast<void>(ask([&](const Context& context) {
                return services::report_not_refunded(context, by, id, "管理画面で確認");
            }));
            return;
        }
        if (file.refund.refund.state != RefundState::failed) continue;
        if (draw_.in_hundred(50))
            static_cast<void>(ask([&](const Context& context) { return services::retry_refund(context, by, id); }));
        else
            static_cast<void>(ask([&](const Context& context) {
                return services::pay_by_bank_transfer(context, by, {id, "支出命令 1", today()});
            }));
        return;
    }
}

void Simulation::settle_a_case() {
    const AccountId by = clerk().id;
    const auto listed = ask([&](const Context& context) { return services::waiting_cases(context, by); });
    if (!listed || listed->empty()) return;
    const auto& chosen = draw_.one_of(*listed);
    const auto file = ask([&](const Context& context) { return services::case_file(context, by, chosen.about.id); });
    if (!file || !*file || (*file)->possible.empty()) return;
    const services::SettleCase settlement{(*file)->about.id, by, draw_.one_of((*file)->possible), "確認した"};
    static_cast<void>(ask([&](const Context& context) { return services::settle_case(context, settlement); }));
}

// A refund that waited is paid, or one comes back, also days after it was paid.
void Simulation::let_bank_decide() {
    auto& at = qr_.refunds().empty() || (!card_.refunds().empty() && draw_.in_hundred(60)) ? card_ : qr_;
    const auto which = recent(at.refunds());
    if (!which) return;
    constexpr int fails = 45;
    const auto progress = draw_.in_hundred(fails) ? RefundProgress::failed : RefundProgress::succeeded;
    if (!at.bank_can_decide(*which, progress)) return;
    at.bank_decides(*which, progress);
    note(progress == RefundProgress::failed ? "fails" : "succeeds");
}

void Simulation::dispute() {
    std::vector<std::size_t> paid;
    for (std::size_t page = 0; page < card_.payments().size(); ++page)
        if (card_.payments()[page].paid_at && !card_.payments()[page].number) paid.push_back(page);
    if (paid.empty()) return;
    card_.dispute(draw_.one_of(paid));
    note("");
}

void Simulation::work() {
    constexpr int most_steps = 6;
    for (int steps = draw_.between(1, most_steps); steps > 0; --steps) {
        const int job = draw_.between(1, 12);
        const auto found = ask([&](const Context& context) {
            if (job <= 2) return options_.steps.apply_messages(context), true;
            return job <= 8 ? options_.steps.work_on_payments(context) : options_.steps.work_on_refunds(context);
        });
        if (!found) return;
    }
}

void Simulation::expire() {
    static_cast<void>(ask([](const Context& context) { return services::expire_overdue_bookings(context); }));
    static_cast<void>(ask([](const Context& context) { return services::end_past_uses(context); }));
}

void Simulation::catch_up() {
    static_cast<void>(ask([&](const Context& context) { return process_->catch_up().run(context, card_), true; }));
}

void Simulation::deliver(SimulatedProvider& from, std::size_t number) {
    const Sent message = from.outbox().at(number);
    const std::string name{from.provider()};
    const std::string body = SimulatedProvider::body_of(message);
    const auto answered = ask([&](const Context& context) {
        return options_.steps.receive_notice(context, {name, from.proof(), body});
    });
    if (!answered) return; // the provider sends it again
    if (*answered) model_.accepted_message(name, message.id);
    constexpr int comes_again = 20;
    if (draw_.in_hundred(comes_again)) return;
    from.outbox().erase(from.outbox().begin() + static_cast<std::ptrdiff_t>(number));
}

// Any of those under way: they overtake one another.
void Simulation::deliver() {
    auto& from = provider();
    if (!from.outbox().empty()) deliver(from, static_cast<std::size_t>(draw_.between(0, most(from.outbox()))));
}

void Simulation::lose_message() {
    auto& from = provider();
    if (from.outbox().empty()) return;
    from.outbox().erase(from.outbox().begin() + draw_.between(0, most(from.outbox())));
    note("");
}

// By somebody who knows a reference: without a signature; or to an address that is not secret any more, that it is
// paid.
void Simulation::forge() {
    auto& at = provider();
    const auto which = recent(at.payments());
    if (!which) return;
    const Sent message{"forged-" + fresh_key(), at.payments().at(*which).ref, "payment.paid", "", clock_.now()};
    const std::string name{at.provider()};
    const bool is_signed = at.capabilities().signs_its_messages;
    const auto answered = ask([&](const Context& context) {
        return options_.steps.receive_notice(
            context, {name, is_signed ? "forged" : at.proof(), SimulatedProvider::body_of(message)});
    });
    if (answered && is_signed) model_.refused_message(name, message.id);
}

void Simulation::let_time_pass() {
    const int how = draw_.between(1, 100);
    if (how <= 45)
        clock_.pass(std::chrono::seconds{draw_.between(1, 40)});
    else if (how <= 75)
        clock_.pass(std::chrono::seconds{draw_.between(60, 900)});
    else if (how <= 92)
        clock_.pass(std::chrono::minutes{draw_.between(20, 300)});
    else
        clock_.pass(std::chrono::hours{draw_.between(10, 60)});
    card_.tell_of_numbers_that_ended();
    note("");
}

// To the millisecond, and somebody is still on it, or stands with their number at the till of a store.
void Simulation::come_to_the_end_of_a_page() {
    auto& at = provider();
    const auto which = recent(at.payments());
    if (!which) return;
    const auto& page = at.payments().at(*which);
    const Instant end = page.number ? page.number->ends_at : page.closes_at;
    const Instant moment = end + std::chrono::milliseconds{draw_.between(-2, 1)};
    if (moment <= clock_.now()) return;
    clock_.set(moment);
    constexpr int pays = 60;
    const bool wants_to_pay = draw_.in_hundred(pays);
    if (wants_to_pay && at.can_be_paid(*which)) at.pay(*which, page.asked);
    if (wants_to_pay && at.can_be_paid_at_a_store(*which)) at.pay_at_a_store(*which);
    if (wants_to_pay && draw_.in_hundred(pays) && at.can_be_reported(*which)) at.report(*which);
    at.tell_of_numbers_that_ended();
    note(page.number ? "of a number" : "");
    work();
}

void Simulation::make_trouble() {
    const Trouble trouble =
        troubles.at(static_cast<std::size_t>(draw_.between(0, static_cast<int>(troubles.size()) - 1)));
    auto& at = provider();
    at.expect(trouble);
    static const std::vector progresses{RefundProgress::succeeded, RefundProgress::succeeded, RefundProgress::pending};
    at.refunds_get_to = draw_.one_of(progresses);
    if (at.lists_events() && draw_.in_hundred(10)) at.refunds_get_to = RefundProgress::needs_bank_account;
    note(std::string{name_of(trouble)});
}

// For minutes, or for longer than staff are to wait for it.
void Simulation::fall_silent() {
    constexpr int for_days = 30;
    provider().be_silent_until(clock_.now() + (draw_.in_hundred(for_days) ? std::chrono::hours{draw_.between(20, 80)}
                                                                          : std::chrono::hours{1}));
    note("");
}

void Simulation::strike() {
    constexpr int points_ahead = 5;
    constexpr int kills = 60;
    const Blow blow = draw_.in_hundred(kills) ? Blow::kill : blows.at(static_cast<std::size_t>(draw_.between(1, 4)));
    fate_.plan(blow, draw_.between(1, points_ahead));
    work();
}

} // namespace hiroba::test
