// コンビニ払い: the payer finishes on the provider's page with a number for a store, and pays there within days, or
// does not. Meanwhile the booking is kept, and nobody else pays for it before the number is proved to be of no use.
#include "persistence/repositories/refund_payouts.hpp"
#include "persistence/repositories/vouchers.hpp"
#include "services/booking/expire.hpp"
#include "services/booking/revoke.hpp"
#include "services/finance/trial_balance.hpp"
#include "services/issuing/content_json.hpp"
#include "services/issuing/issue.hpp"
#include "services/payment/offered_methods.hpp"
#include "services/payment/pay_later.hpp"
#include "services/payment/posting.hpp"
#include "services/payment/refunding.hpp"
#include "services/payment/settle_attempt.hpp"
#include "services/payment/withdraw.hpp"
#include "tests/services/support/town_hall.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace hiroba;
using namespace hiroba::services;
using namespace hiroba::test;
using namespace std::chrono_literals;
using payments::GatewayFault;
using payments::RefundProgress;
using persistence::Account;
using persistence::Attempt;
using persistence::Session;

namespace {

Yen balance(TownHall& hall, std::string_view account) {
    for (const auto& line : trial_balance(hall.database).accounts)
        if (line.account == account) return line.debit - line.credit;
    return Yen{0};
}

// It is 10 November 2026, 10:00; the use is on 1 December unless asked otherwise: seven days after the permission come
// first, and end with the 17th.
const Instant end_of_the_term = at("2026-11-18 00:00");
const Instant end_of_the_number = at("2026-11-17 23:59");

Attempt begun(TownHall& hall, const Account& who, const UseRequest& use = TownHall::small_meeting()) {
    const auto held = hall.hold(who, use).value();
    static_cast<void>(hall.fill_in(who, held.booking.application).value());
    const Attempt attempt = hall.start(who, held.booking.application, "", PaymentMethod::konbini).value();
    hall.work();
    return hall.attempt(attempt.id);
}

// The payer has the number; the provider has told so.
Attempt number_given_out(TownHall& hall, const Account& who, const UseRequest& use = TownHall::small_meeting()) {
    const Attempt attempt = begun(hall, who, use);
    hall.store_provider.give_out(attempt.attempt_ref, end_of_the_number);
    hall.work_after(15s);
    return hall.attempt(attempt.id);
}

std::optional<persistence::Voucher> voucher(TownHall& hall, AttemptId id) {
    return hall.database.read([&](Session& session) { return persistence::find_voucher(session, id); });
}

std::size_t calls(const TownHall& hall, std::string_view what) {
    return static_cast<std::size_t>(std::ranges::count(hall.store_provider.calls(), what, &PlayedProvider::Call::what));
}

void tell(TownHall& hall, const Attempt& attempt) {
    CHECK(receive_notice(hall.context, {"played_store", "signed",
                                        PlayedProvider::notice("event-" + hall.fresh_key(), attempt.attempt_ref)}));
    hall.work();
}

void pay_at_the_store(TownHall& hall, const Attempt& attempt) {
    hall.store_provider.pay(attempt.attempt_ref, hall.clock.now());
    tell(hall, attempt);
}

std::int64_t days_asked_for(const Attempt& attempt) {
    return nlohmann::json::parse(attempt.request_body).at("voucher_days").get<std::int64_t>();
}

} // namespace

TEST_CASE("who wants to pay at a store gets a number that holds to the end of the method's term, and keeps it") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const Attempt attempt = number_given_out(hall, who);
        CHECK(days_asked_for(attempt) == 7);
        CHECK(attempt.state == "awaiting_user");
        CHECK(attempt.method == "konbini");
        CHECK_FALSE(attempt.redirect_url);
        CHECK(attempt.expires_at == end_of_the_number + store_report);
        const auto kept = voucher(hall, attempt.id);
        REQUIRE(kept);
        CHECK(kept->expires_at == end_of_the_number);
        REQUIRE(kept->stores.size() == 2);
        CHECK(kept->stores[0].store == "lawson");
        CHECK(kept->stores[0].payment_code == "12345678901");
        CHECK(kept->stores[0].confirmation_number == "0900000000");
        CHECK(kept->stores[1].confirmation_number.empty());
        CHECK(hall.booking(attempt.application).expires_at == end_of_the_term);
        CHECK(hall.application(attempt.application).voucher.has_value());
    });
}

TEST_CASE("days later the booking still waits; paid at the store it is permitted, once the provider tells") {
    in_the_town_hall([](TownHall& hall) {
        const Attempt attempt = number_given_out(hall, hall.resident());
        hall.work_after(24h * 5);
        CHECK(expire_overdue_bookings(hall.context) == 0);
        CHECK(hall.attempt(attempt.id).state == "awaiting_user");
        CHECK(calls(hall, "cancel") == 0);
        pay_at_the_store(hall, attempt);
        CHECK(hall.attempt(attempt.id).state == "paid");
        CHECK(hall.booking(attempt.application).state == BookingState::permitted);
        CHECK(balance(hall, "provider_clearing:played_store") == Yen{470});
        CHECK(balance(hall, receivable_account) == Yen{0});
        CHECK(hall.attempt(attempt.id).entrusted_at == hall.clock.now());
    });
}

TEST_CASE("a message that is lost is made good within the hour, without asking every few seconds for days") {
    in_the_town_hall([](TownHall& hall) {
        const Attempt attempt = number_given_out(hall, hall.resident());
        const auto before = calls(hall, "query");
        hall.work_after(59min);
        CHECK(calls(hall, "query") == before);
        hall.store_provider.pay(attempt.attempt_ref, hall.clock.now());
        hall.work_after(1min);
        CHECK(hall.attempt(attempt.id).state == "paid");
        CHECK(calls(hall, "query") == before + 1);
    });
}

TEST_CASE("leaving the page without a number ends the attempt; leaving it with one does not") {
    in_the_town_hall([](TownHall& hall) {
        const Attempt without = begun(hall, hall.resident());
        const Attempt with = number_given_out(hall, hall.resident(), TownHall::small_meeting("afternoon"));
        hall.work_after(payment_page_length);
        CHECK(hall.attempt(without.id).state == "expired");
        CHECK(hall.booking(without.application).state == BookingState::permitted_unpaid);
        CHECK(hall.attempt(with.id).state == "awaiting_user");
    });
}

TEST_CASE("who gets the number while the page is being closed keeps it") {
    in_the_town_hall([](TownHall& hall) {
        const Attempt attempt = begun(hall, hall.resident());
        hall.clock.pass(payment_page_length);
        hall.store_provider.meanwhile = [&] { hall.store_provider.give_out(attempt.attempt_ref, end_of_the_number); };
        hall.work();
        CHECK(hall.attempt(attempt.id).state == "awaiting_user");
        CHECK(voucher(hall, attempt.id));
        CHECK(calls(hall, "cancel") == 0);
    });
}

TEST_CASE("a number that nobody paid is called off after its end, and the booking expires") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const Attempt attempt = number_given_out(hall, who);
        hall.clock.set(end_of_the_term + 1h);
        hall.work();
        CHECK(expire_overdue_bookings(hall.context) == 0); // a store may have taken money in the last minute
        CHECK(calls(hall, "cancel") == 0);
        hall.clock.set(end_of_the_number + store_report);
        hall.work();
        CHECK(calls(hall, "cancel") == 1);
        CHECK(hall.attempt(attempt.id).state == "expired");
        CHECK(expire_overdue_bookings(hall.context) == 1);
        CHECK(hall.booking(attempt.application).state == BookingState::expired);
        CHECK(hall.claimed_slots(attempt.application) == 0);
        CHECK(balance(hall, receivable_account) == Yen{0});
        CHECK(hall.notices(who.id).front() == "expired");
    });
}

TEST_CASE("what was paid in the last minute and told an hour later is paid in time") {
    in_the_town_hall([](TownHall& hall) {
        const Attempt attempt = number_given_out(hall, hall.resident());
        hall.clock.set(end_of_the_number + 1h);
        hall.work();
        pay_at_the_store(hall, attempt);
        CHECK(hall.attempt(attempt.id).state == "paid");
        CHECK(hall.booking(attempt.application).state == BookingState::permitted);
    });
}

TEST_CASE("money for a number that had ended without is a case for staff") {
    in_the_town_hall([](TownHall& hall) {
        const Attempt attempt = number_given_out(hall, hall.resident());
        hall.clock.set(end_of_the_number + store_report);
        hall.work();
        REQUIRE(expire_overdue_bookings(hall.context) == 1);
        pay_at_the_store(hall, attempt);
        CHECK(hall.attempt(attempt.id).state == "paid_late");
        CHECK(hall.count("payment_case WHERE kind = 'paid_late' AND is_open = 1") == 1);
        CHECK(hall.booking(attempt.application).state == BookingState::expired);
    });
}

TEST_CASE("another way is open only when the number was taken back; then the booking is paid by it") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const Attempt attempt = number_given_out(hall, who);
        CHECK(refusal_of(hall.start(who, attempt.application, "", PaymentMethod::card)) == "attempt_in_progress");
        CHECK(refusal_of(pay_later(hall.context, {who.id, false}, attempt.application, PaymentMethod::cash)) ==
              "attempt_in_progress");
        const auto asked = withdraw_attempt(hall.context, {who.id, false}, attempt.id);
        REQUIRE(asked);
        CHECK(asked->attempt.state == "cancel_requested");
        CHECK(refusal_of(hall.start(who, attempt.application, "", PaymentMethod::card)) == "attempt_in_progress");
        hall.work();
        CHECK(hall.attempt(attempt.id).state == "cancelled");
        CHECK(hall.booking(attempt.application).state == BookingState::permitted_unpaid);
        CHECK(hall.booking(attempt.application).expires_at == end_of_the_term);
        hall.pay(who, attempt.application);
        CHECK(hall.booking(attempt.application).state == BookingState::permitted);
    });
}

TEST_CASE("a number that a store took money for after it was given up, and a card besides: paid twice") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const Attempt attempt = number_given_out(hall, who);
        REQUIRE(withdraw_attempt(hall.context, {who.id, false}, attempt.id));
        hall.work();
        hall.pay(who, attempt.application);
        pay_at_the_store(hall, attempt);
        CHECK(hall.attempt(attempt.id).state == "paid_late");
        CHECK(hall.count("payment_case WHERE kind = 'paid_twice' AND is_open = 1") == 1);
        CHECK(hall.booking(attempt.application).state == BookingState::permitted);
    });
}

TEST_CASE("a number that cannot be taken back while a store takes money is waited for, and what was paid counts") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const Attempt attempt = number_given_out(hall, who);
        hall.store_provider.takes_vouchers_back = false;
        REQUIRE(withdraw_attempt(hall.context, {who.id, false}, attempt.id));
        hall.work();
        CHECK(hall.attempt(attempt.id).state == "cancel_requested");
        const auto again = withdraw_attempt(hall.context, {who.id, false}, attempt.id);
        REQUIRE(again); // asked for already
        CHECK(again->attempt.version == hall.attempt(attempt.id).version);
        CHECK(refusal_of(hall.start(who, attempt.application, "", PaymentMethod::card)) == "attempt_in_progress");
        pay_at_the_store(hall, attempt);
        CHECK(hall.attempt(attempt.id).state == "paid");
        CHECK(hall.booking(attempt.application).state == BookingState::permitted);
    });
}

TEST_CASE("a number that cannot be taken back and is not paid either is over when the provider says so") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const Attempt attempt = number_given_out(hall, who);
        hall.store_provider.takes_vouchers_back = false;
        REQUIRE(withdraw_attempt(hall.context, {who.id, false}, attempt.id));
        hall.work();
        hall.store_provider.expire(attempt.attempt_ref);
        tell(hall, attempt);
        CHECK(hall.attempt(attempt.id).state == "cancelled");
        CHECK(hall.booking(attempt.application).state == BookingState::permitted_unpaid);
    });
}

TEST_CASE("the payer may leave a card page for another way, too, and a repeat of it answers what holds") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const Attempt page = hall.at_the_page(who);
        REQUIRE(withdraw_attempt(hall.context, {who.id, false}, page.id));
        hall.work();
        CHECK(hall.attempt(page.id).state == "cancelled");
        CHECK(hall.booking(page.application).state == BookingState::permitted_unpaid);
        CHECK(withdraw_attempt(hall.context, {who.id, false}, page.id).value().attempt.state == "cancelled");
        CHECK(hall.start(who, page.application, "", PaymentMethod::konbini));
    });
}

TEST_CASE("nobody calls off, or sees, what is somebody else's") {
    in_the_town_hall([](TownHall& hall) {
        const Attempt attempt = number_given_out(hall, hall.resident());
        const auto stranger = hall.resident();
        CHECK(refusal_of(withdraw_attempt(hall.context, {stranger.id, false}, attempt.id)) == "attempt_not_found");
        CHECK(refusal_of(view_attempt(hall.context, {stranger.id, false}, attempt.id)) == "attempt_not_found");
        CHECK(view_attempt(hall.context, {hall.staff().id, true}, attempt.id).value().voucher);
        CHECK(refusal_of(withdraw_attempt(hall.context, {stranger.id, false}, AttemptId{1})) == "attempt_not_found");
    });
}

TEST_CASE("a booking that is given up while its number is open is given up when the number is taken back") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const Attempt attempt = number_given_out(hall, who);
        CHECK(hall.cancel(who, attempt.application));
        CHECK(hall.attempt(attempt.id).state == "cancel_requested");
        CHECK(hall.booking(attempt.application).state == BookingState::permitted_unpaid);
        hall.work();
        CHECK(hall.attempt(attempt.id).state == "cancelled");
        CHECK(hall.booking(attempt.application).state == BookingState::cancelled);
        CHECK(hall.claimed_slots(attempt.application) == 0);
    });
}

TEST_CASE("staff call a number off, the booking waits for what they decide, and then it can be revoked") {
    in_the_town_hall([](TownHall& hall) {
        const Attempt attempt = number_given_out(hall, hall.resident());
        const auto clerk = hall.staff();
        const auto booking = hall.booking(attempt.application);
        const Revocation revocation{.booking = booking.id, .by = clerk.id, .reason = "設備の故障"};
        CHECK(refusal_of(revoke_booking(hall.context, revocation)) == "attempt_in_progress");
        REQUIRE(withdraw_attempt(hall.context, {clerk.id, true}, attempt.id));
        CHECK(hall.notices(hall.application(attempt.application).application.account).front() == "payment_called_off");
        CHECK(hall.count("payment_event WHERE event = 'cancel_asked' AND evidence = 'closed by the town, account " +
                         std::to_string(clerk.id.value()) + "'") == 1);
        CHECK(hall.count("access_log WHERE action = 'payment_attempt' AND subject = '" +
                         std::to_string(attempt.id.value()) + "'") == 1);
        hall.work();
        CHECK(hall.attempt(attempt.id).state == "cancelled");
        CHECK(hall.booking(booking.id).state == BookingState::permitted_unpaid);
        CHECK(revoke_booking(hall.context, revocation));
        CHECK(hall.booking(booking.id).state == BookingState::revoked);
    });
}

TEST_CASE("what the desk gives up for a resident is not said to be asked for by the resident") {
    in_the_town_hall([](TownHall& hall) {
        const Attempt attempt = number_given_out(hall, hall.resident());
        const auto clerk = hall.staff();
        CHECK(hall.cancel(clerk, attempt.application));
        CHECK(hall.count("payment_event WHERE event = 'cancel_asked' AND evidence = 'asked by the desk, account " +
                         std::to_string(clerk.id.value()) + "'") == 1);
        hall.work();
        CHECK(hall.booking(attempt.application).state == BookingState::cancelled);
    });
}

TEST_CASE("who wanted another way and then gave the booking up has given it up") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const Attempt attempt = number_given_out(hall, who);
        hall.store_provider.takes_vouchers_back = false;
        REQUIRE(withdraw_attempt(hall.context, {who.id, false}, attempt.id));
        hall.work();
        CHECK(hall.cancel(who, attempt.application));
        hall.store_provider.takes_vouchers_back = true;
        hall.work();
        CHECK(hall.attempt(attempt.id).state == "cancelled");
        CHECK(hall.booking(attempt.application).state == BookingState::cancelled);
    });
}

TEST_CASE("a store is offered only where at least the next day is left, counted from when the page may end") {
    struct Row {
        const char* now;
        const char* use;
        std::optional<int> days;
    };
    in_the_town_hall([](TownHall& hall) {
        const auto town = hall.catalog.current();
        for (const Row& row : {
                 Row{"2026-11-10 10:00", "2026-12-01", 7},            // 7 days after the permission
                 Row{"2026-11-10 23:30", "2026-12-01", 6},            // the page may end on the next day
                 Row{"2026-11-10 10:00", "2026-11-17", 4},            // 3 days before the use
                 Row{"2026-11-10 10:00", "2026-11-14", 1},            //
                 Row{"2026-11-10 23:24", "2026-11-14", 1},            // the last minute in which it ends today
                 Row{"2026-11-10 23:25", "2026-11-14", std::nullopt}, //
                 Row{"2026-11-10 10:00", "2026-11-13", std::nullopt}, // today is the last day
                 Row{"2026-11-10 10:00", "2026-11-12", std::nullopt}, // the term has passed
             }) {
            CAPTURE(row.now);
            CAPTURE(row.use);
            const Instant now = at(row.now);
            CHECK(voucher_days(*town, FacilityCode{"kirara"}, now, at(std::string{row.use} + " 09:00"), now) ==
                  row.days);
        }
    });
}

TEST_CASE("too late for a store is refused by name, and nothing has changed") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto held = hall.hold(who, TownHall::small_meeting("morning", "2026-11-13")).value();
        CHECK(hall.fill_in(who, held.booking.application));
        const auto view = hall.application(held.booking.application);
        const auto offered = offered_methods(*hall.catalog.current(), hall.gateways, view, Yen{470}, hall.clock.now());
        CHECK(offered == std::vector{PaymentMethod::card, PaymentMethod::paypay});
        CHECK(refusal_of(hall.start(who, held.booking.application, "", PaymentMethod::konbini)) ==
              "method_not_offered");
        CHECK(hall.booking(held.booking.id).state == BookingState::held);
        CHECK(hall.count("payment_attempt") == 0);
    });
}

TEST_CASE("what waits for days at stores is counted for each person, and there is a limit") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const int most = hall.catalog.current()->town.most_waiting_applications;
        for (int day = 1; day <= most; ++day)
            static_cast<void>(
                number_given_out(hall, who, TownHall::small_meeting("morning", "2026-12-0" + std::to_string(day))));
        CHECK(refusal_of(hall.hold(who, TownHall::small_meeting("afternoon", "2026-12-01"))) == "hold_limit_reached");
        CHECK(hall.hold(hall.resident(), TownHall::small_meeting("afternoon", "2026-12-01")));
    });
}

TEST_CASE("a question about the number that timed out is asked again") {
    in_the_town_hall([](TownHall& hall) {
        const Attempt attempt = begun(hall, hall.resident());
        hall.store_provider.give_out(attempt.attempt_ref, end_of_the_number);
        hall.store_provider.fail_next(GatewayFault::timed_out);
        hall.work_after(15s);
        CHECK_FALSE(voucher(hall, attempt.id));
        hall.work_after(24h);
        CHECK(voucher(hall, attempt.id));
        CHECK(hall.attempt(attempt.id).state == "awaiting_user");
    });
}

TEST_CASE("what was paid at a store is given back by mail: the payer's address goes with the refund") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const Attempt attempt = number_given_out(hall, who);
        pay_at_the_store(hall, attempt);
        hall.store_provider.refunds_get_to = RefundProgress::needs_bank_account;
        const auto given_back = hall.cancel(who, attempt.application).value().view;
        REQUIRE(given_back.refunds.size() == 1);
        REQUIRE(approve_refund(hall.context, hall.staff().id, given_back.refunds.front().id));
        hall.work();
        REQUIRE(hall.store_provider.refunds().size() == 1);
        const auto& sent = hall.store_provider.refunds().begin()->second;
        CHECK(nlohmann::json::parse(sent.bytes).at("payer_mail") == "hanako@example.jp");
        CHECK(hall.count("refund WHERE state = 'needs_bank_account'") == 1);
    });
}

TEST_CASE("what was paid at a store has a receipt, which says so") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const Attempt attempt = number_given_out(hall, who);
        pay_at_the_store(hall, attempt);
        const auto paper = issue_document(hall.context, {who.id, false}, attempt.application,
                                          {DocumentKind::receipt, attempt.obligation.value()});
        REQUIRE(paper);
        CHECK(content_from_json_text(paper->document.content_json).words.at("paid_by") == "コンビニエンスストア");
    });
}

TEST_CASE("a number that cannot be taken back for a day is a case, although it has not ended") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const Attempt attempt = number_given_out(hall, who);
        hall.work_after(48h); // how long it was open before says nothing
        hall.store_provider.takes_vouchers_back = false;
        REQUIRE(withdraw_attempt(hall.context, {who.id, false}, attempt.id));
        hall.work();
        const auto wait = hall.catalog.current()->town.money.hand_to_staff_after;
        hall.work_after(wait - 1min);
        CHECK(hall.count("payment_case WHERE kind = 'attempt_in_doubt'") == 0);
        hall.work_after(10min);
        CHECK(hall.count("payment_case WHERE kind = 'attempt_in_doubt' AND is_open = 1") == 1);
        CHECK(hall.attempt(attempt.id).next_step_at == hall.clock.now() + 1h);
        pay_at_the_store(hall, attempt);
        CHECK(hall.count("payment_case WHERE is_open = 1") == 0);
    });
}

TEST_CASE("a provider that has not answered about a number for a day is a case; one lost answer is none") {
    in_the_town_hall([](TownHall& hall) {
        const Attempt attempt = number_given_out(hall, hall.resident());
        hall.work_after(72h);
        hall.store_provider.fail_next(GatewayFault::timed_out);
        hall.work_after(1h);
        CHECK(hall.count("payment_case") == 0);
        hall.work_after(1h);
        hall.store_provider.fail_next(GatewayFault::timed_out);
        hall.work_after(1h);
        hall.store_provider.fail_next(GatewayFault::timed_out);
        hall.work_after(25h);
        CHECK(hall.count("payment_case WHERE kind = 'attempt_in_doubt' AND is_open = 1") == 1);
        hall.work_after(1h);
        CHECK(hall.count("payment_case WHERE is_open = 1") == 0);
        CHECK(hall.attempt(attempt.id).state == "awaiting_user");
    });
}

TEST_CASE("what the first telling of a number left empty is filled in by a later one, and the rest holds") {
    in_the_town_hall([](TownHall& hall) {
        const Attempt attempt = begun(hall, hall.resident());
        hall.store_provider.give_out(attempt.attempt_ref, end_of_the_number);
        auto& told = *hall.store_provider.page_of(attempt.attempt_ref).voucher;
        const auto all = told;
        told = {"", end_of_the_number, {{"lawson", "12345678901", ""}}, ""};
        hall.work_after(15s);
        CHECK(voucher(hall, attempt.id).value().stores.size() == 1);
        told = all;
        told.stores[0].payment_code = "99999999999"; // another number of the same store
        hall.work_after(1h);
        CHECK(voucher(hall, attempt.id).value().stores[0].confirmation_number.empty());
        told = all;
        told.url = "https://provider.example/another";
        hall.work_after(1h);
        const auto kept = voucher(hall, attempt.id).value();
        CHECK(kept.url == "https://provider.example/voucher");
        CHECK(kept.payer_mail == "hanako@example.jp");
        REQUIRE(kept.stores.size() == 2);
        CHECK(kept.stores[0].payment_code == "12345678901");
        CHECK(kept.stores[0].confirmation_number == "0900000000");
    });
}
