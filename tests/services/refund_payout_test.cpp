// How refunds are paid: approved by one or two people, sent to the provider that has the money, resolved when answers
// are lost, and paid by other means when the provider cannot.
#include "persistence/repositories/journal.hpp"
#include "services/booking/revoke.hpp"
#include "services/payment/payment_cases.hpp"
#include "services/payment/posting.hpp"
#include "services/payment/refunding.hpp"
#include "tests/services/support/hanasato.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <thread>

using namespace hiroba;
using namespace hiroba::services;
using namespace hiroba::test;
using namespace std::chrono_literals;
using payments::GatewayFault;
using payments::RefundProgress;
using persistence::Refund;

namespace {

std::int64_t balance(TownHall& hall, const std::string& account) { // debit less credit
    for (const auto& one :
         hall.database.read([](persistence::Session& session) { return persistence::trial_balance(session); }))
        if (one.account == account) return (one.debit - one.credit).amount();
    return 0;
}

// Somebody has paid 470 yen and given the room back; the whole of it is due.
struct Due {
    persistence::Account resident;
    ApplicationId application;
    RefundId id;
};
Due refund_due(TownHall& hall, const UseRequest& use = TownHall::small_meeting()) {
    auto resident = hall.resident();
    const auto paid = hall.paid(resident, {use});
    const auto given_back = hall.cancel(resident, paid.application.id).value().view;
    REQUIRE(given_back.refunds.size() == 1);
    return {std::move(resident), paid.application.id, given_back.refunds.front().id};
}

Due refund_approved(TownHall& hall) {
    Due due = refund_due(hall);
    REQUIRE(approve_refund(hall.context, hall.staff().id, due.id));
    return due;
}

Refund refund(TownHall& hall, RefundId id) {
    return hall.database.read(
        [&](persistence::Session& session) { return persistence::find_refund(session, id).value(); });
}
RefundState state(TownHall& hall, RefundId id) { return refund(hall, id).state; }
persistence::RefundPayout payout(TownHall& hall, RefundId id) {
    return hall.database.read([&](persistence::Session& session) { return persistence::payout_of(session, id); });
}

std::size_t calls(const TownHall& hall, std::string_view what) {
    return static_cast<std::size_t>(std::ranges::count(hall.provider.calls(), what, &PlayedProvider::Call::what));
}

std::string ref_of(TownHall& hall, RefundId id) { return payout(hall, id).request.value().ref; }

} // namespace

TEST_CASE("an approved refund is sent by a worker, and the money leaves the provider's clearing account") {
    in_the_town_hall([](TownHall& hall) {
        const Due due = refund_due(hall);
        CHECK(balance(hall, "refunds_payable") == -470);
        hall.work();
        CHECK(calls(hall, "refund") == 0); // nobody has approved it
        CHECK(approve_refund(hall.context, hall.staff().id, due.id));
        CHECK(calls(hall, "refund") == 0); // no handler asks a provider
        CHECK(state(hall, due.id) == RefundState::approved);
        hall.work();
        CHECK(state(hall, due.id) == RefundState::succeeded);
        CHECK(hall.provider.given_back() == 470);
        CHECK(balance(hall, "refunds_payable") == 0);
        CHECK(balance(hall, "provider_clearing:played") == 0);
        CHECK(hall.notices(due.resident.id).front() == "refund_paid");
        hall.work_after(24h);
        CHECK(calls(hall, "refund") == 1);
    });
}

TEST_CASE("above the town's limit a second person approves, who neither decided it nor approved first") {
    in_hanasato([](TownHall& hall) { // 1,500 yen
        const Due due = refund_due(hall, heated_room_with_piano());
        REQUIRE(refund(hall, due.id).amount == Yen{2'000});
        const auto first = hall.staff().id;
        const auto second = hall.staff().id;
        CHECK(approve_refund(hall.context, first, due.id).value().needs_second);
        CHECK(state(hall, due.id) == RefundState::awaiting_second);
        hall.work();
        CHECK(calls(hall, "refund") == 0);
        CHECK(refusal_of(approve_refund(hall.context, first, due.id)) == "second_person_needed");
        CHECK(approve_refund(hall.context, second, due.id));
        hall.work();
        CHECK(state(hall, due.id) == RefundState::succeeded);
        CHECK(payout(hall, due.id).approval.first_by == first);
        CHECK(payout(hall, due.id).approval.by == second);
    });
}

TEST_CASE("who decided a refund above the limit is the first of the two") {
    in_hanasato([](TownHall& hall) {
        const auto who = hall.resident();
        const auto paid = hall.paid(who, {heated_room_with_piano()});
        const auto decider = hall.staff();
        CHECK(revoke_booking(hall.context, {paid.bookings.front().id, decider.id, "設備の故障"}));
        const auto id = hall.application(paid.application.id).refunds.front().id;
        CHECK(refusal_of(approve_refund(hall.context, decider.id, id)) == "second_person_needed");
        CHECK(state(hall, id) == RefundState::due);
        CHECK(approve_refund(hall.context, hall.staff().id, id));
        CHECK(state(hall, id) == RefundState::approved);
    });
}

TEST_CASE("the limit counts all that an application is given back, so that parts do not pass below it") {
    in_hanasato([](TownHall& hall) {
        const auto who = hall.resident();
        const auto paid = hall.paid(who, {big_room(), hall.band("small_room", "2026-12-02", "evening")}); // 1,000, 600
        for (const auto& booking : paid.bookings)
            CHECK(hall.cancel(who, paid.application.id, {booking.id}));
        const auto refunds = hall.application(paid.application.id).refunds;
        REQUIRE(refunds.size() == 2);
        const auto staff = hall.staff().id;
        for (const auto& one : refunds) {
            CHECK(approve_refund(hall.context, staff, one.id));
            CHECK(state(hall, one.id) == RefundState::awaiting_second);
        }
    });
}

TEST_CASE("a refund whose answer was lost after it was done is asked about, and never sent a second time (F22)") {
    in_the_town_hall([](TownHall& hall) {
        const Due due = refund_approved(hall);
        hall.provider.lose_next_answer();
        hall.work();
        CHECK(state(hall, due.id) == RefundState::in_doubt);
        CHECK(balance(hall, "refunds_payable") == -470); // not known is not paid
        hall.work_after(2s);
        CHECK(state(hall, due.id) == RefundState::succeeded);
        CHECK(calls(hall, "refund") == 1);
        CHECK(hall.provider.given_back() == 470);
    });
}

TEST_CASE("a refund whose request was lost is sent again under the same key, with the same bytes") {
    in_the_town_hall([](TownHall& hall) {
        const Due due = refund_approved(hall);
        hall.provider.fail_next(GatewayFault::timed_out);
        hall.work();
        CHECK(state(hall, due.id) == RefundState::in_doubt);
        hall.work_after(2s);
        CHECK(state(hall, due.id) == RefundState::succeeded);
        CHECK(calls(hall, "refund") == 2);
        std::vector<PlayedProvider::Call> sent;
        std::ranges::copy_if(hall.provider.calls(), std::back_inserter(sent),
                             [](const auto& call) { return call.what == "refund"; });
        CHECK(sent.front() == sent.back());
    });
}

TEST_CASE("a provider that forgets keys is not sent the same request half a day later; its word is believed instead") {
    in_the_town_hall([](TownHall& hall) {
        const Due due = refund_approved(hall);
        hall.provider.fail_next(GatewayFault::timed_out);
        hall.work();
        hall.provider.fail_next(GatewayFault::provider_down); // the first question has no answer either
        hall.work_after(2s);
        CHECK(state(hall, due.id) == RefundState::in_doubt);
        hall.work_after(13h);
        CHECK(state(hall, due.id) == RefundState::failed);
        CHECK(calls(hall, "refund") == 1);
        CHECK(balance(hall, "refunds_payable") == -470);
        CHECK(retry_refund(hall.context, hall.staff().id, due.id));
        hall.work();
        CHECK(state(hall, due.id) == RefundState::succeeded);
        CHECK(hall.provider.given_back() == 470);
    });
}

TEST_CASE("a worker that was killed between commit and answer is followed by one that asks first") {
    in_the_town_hall([](TownHall& hall) {
        const Due due = refund_approved(hall);
        hall.provider.meanwhile = [] { throw std::runtime_error("killed"); };
        CHECK_THROWS(hall.work());
        CHECK(state(hall, due.id) == RefundState::sending);
        hall.work_after(89s);
        CHECK(state(hall, due.id) == RefundState::sending); // its lease holds
        hall.work_after(2s);
        CHECK(state(hall, due.id) == RefundState::succeeded);
        CHECK(calls(hall, "refund") == 1);
    });
}

TEST_CASE("a refund that the provider refuses fails, is sent again as a new request, or paid by bank transfer (F26)") {
    in_the_town_hall([](TownHall& hall) {
        const Due due = refund_approved(hall);
        hall.provider.fail_next(GatewayFault::invalid_request);
        hall.work();
        CHECK(state(hall, due.id) == RefundState::failed);
        CHECK(payout(hall, due.id).fault == "told");
        const std::string first_ref = ref_of(hall, due.id);
        const auto staff = hall.staff().id;
        CHECK(retry_refund(hall.context, staff, due.id));
        CHECK(ref_of(hall, due.id) != first_ref);
        hall.provider.fail_next(GatewayFault::invalid_request);
        hall.work();
        CHECK(state(hall, due.id) == RefundState::failed);

        const auto today = to_town_time(hall.clock.now()).date;
        const auto pay = [&](LocalDate on) {
            return refusal_of(pay_by_bank_transfer(hall.context, staff, {due.id, "支出命令 12", on}));
        };
        CHECK(pay(today + std::chrono::days{1}) == "date_in_future");
        CHECK(pay(today - std::chrono::days{1}) == "date_too_early");
        CHECK(pay(today).empty());
        CHECK(state(hall, due.id) == RefundState::paid_out);
        CHECK(balance(hall, "refunds_payable") == 0);
        CHECK(balance(hall, "bank") == -470);
        CHECK(balance(hall, "provider_clearing:played") == 470);
        CHECK(pay(today) == "wrong_state");
        CHECK(refusal_of(retry_refund(hall.context, staff, due.id)) == "wrong_state");
        hall.work_after(24h);
        CHECK(hall.provider.given_back() == 0);
    });
}

TEST_CASE("a refund that succeeded and fails days later is owed again, and the books say so (F25)") {
    in_the_town_hall([](TownHall& hall) {
        const Due due = refund_approved(hall);
        hall.work();
        REQUIRE(state(hall, due.id) == RefundState::succeeded);
        hall.clock.pass(96h);
        auto& at_provider = hall.provider.refunds().at(ref_of(hall, due.id));
        at_provider.progress = RefundProgress::failed;
        at_provider.fault = "expired_or_canceled_card";
        hall.receive(PlayedProvider::notice("evt_1", ref_of(hall, due.id)));
        hall.work();
        CHECK(state(hall, due.id) == RefundState::failed);
        CHECK(payout(hall, due.id).fault == "expired_or_canceled_card");
        CHECK(balance(hall, "refunds_payable") == -470);
        CHECK(balance(hall, "provider_clearing:played") == 470);
        CHECK(
            pay_by_bank_transfer(hall.context, hall.staff().id, {due.id, "A-1", to_town_time(hall.clock.now()).date}));
        CHECK(balance(hall, "refunds_payable") == 0);
    });
}

TEST_CASE("a refund that waits for the payer's bank account is watched until the payer has it, or the time is over") {
    in_the_town_hall([](TownHall& hall) {
        hall.provider.refunds_get_to = RefundProgress::needs_bank_account;
        const Due due = refund_approved(hall);
        hall.work();
        CHECK(state(hall, due.id) == RefundState::needs_bank_account);
        CHECK(hall.notices(due.resident.id).front() == "refund_needs_account");
        CHECK(balance(hall, "refunds_payable") == -470);
        auto& at_provider = hall.provider.refunds().at(ref_of(hall, due.id));
        SUBCASE("the payer names one") {
            at_provider.progress = RefundProgress::succeeded;
            hall.work_after(1h);
            CHECK(state(hall, due.id) == RefundState::succeeded);
        }
        SUBCASE("the payer does not") {
            at_provider.progress = RefundProgress::failed;
            hall.work_after(1h);
            CHECK(state(hall, due.id) == RefundState::failed);
        }
    });
}

TEST_CASE("money that the provider has accepted is pending until it says that the payer has it") {
    in_the_town_hall([](TownHall& hall) {
        hall.provider.refunds_get_to = RefundProgress::pending;
        const Due due = refund_approved(hall);
        hall.work();
        CHECK(state(hall, due.id) == RefundState::pending);
        CHECK(refusal_of(pay_by_bank_transfer(hall.context, hall.staff().id,
                                              {due.id, "A-1", to_town_time(hall.clock.now()).date})) == "wrong_state");
        hall.work_after(1h);
        CHECK(state(hall, due.id) == RefundState::pending);
        hall.provider.refunds().at(ref_of(hall, due.id)).progress = RefundProgress::succeeded;
        hall.work_after(1h);
        CHECK(state(hall, due.id) == RefundState::succeeded);
    });
}

TEST_CASE("two people who approve the same refund at once approve it once (F23)") {
    in_the_town_hall([](TownHall& hall) {
        const Due due = refund_due(hall);
        const std::vector staff{hall.staff().id, hall.staff().id};
        std::vector<std::string> told(staff.size());
        {
            std::vector<std::jthread> people;
            for (std::size_t at = 0; at < staff.size(); ++at)
                people.emplace_back(
                    [&, at] { told[at] = refusal_of(approve_refund(hall.context, staff[at], due.id)); });
        }
        std::ranges::sort(told);
        CHECK(told == std::vector<std::string>{"", "wrong_state"});
        hall.work();
        CHECK(hall.provider.given_back() == 470);
    });
}

TEST_CASE("of a payment no more is set aside than it brought, whoever asks (F24)") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto paid = hall.paid(who);
        const auto attempt = hall.application(paid.application.id).attempt.value().id;
        const auto reserve = [&](std::int64_t yen) {
            return hall.database.transact([&](persistence::Session& session) -> Result<void> {
                return persistence::reserve_refund(session, attempt, Yen{yen}) ? refuse("it would have been set aside")
                                                                               : refuse("not so much left");
            });
        };
        CHECK(refusal_of(reserve(470)) == "it would have been set aside");
        CHECK(refusal_of(reserve(471)) == "not so much left");
        constexpr persistence::Sql by_hand = "UPDATE payment_attempt SET refunded_yen = 471";
        CHECK_THROWS(hall.database.transact([&](persistence::Session& session) { session.execute(by_hand); }));
    });
}

TEST_CASE("two parts of one payment are given back by themselves, each as far as it got (F28)") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto paid = hall.paid(who, {TownHall::small_meeting(), TownHall::small_meeting("afternoon")});
        for (const auto& booking : paid.bookings)
            CHECK(hall.cancel(who, paid.application.id, {booking.id}));
        const auto refunds = hall.application(paid.application.id).refunds;
        REQUIRE(refunds.size() == 2);
        const auto staff = hall.staff().id;
        for (const auto& one : refunds)
            CHECK(approve_refund(hall.context, staff, one.id));
        hall.provider.fail_next(GatewayFault::invalid_request);
        hall.work();
        std::vector<RefundState> states{state(hall, refunds[0].id), state(hall, refunds[1].id)};
        std::ranges::sort(states);
        CHECK(states == std::vector{RefundState::succeeded, RefundState::failed});
        const auto succeeded = state(hall, refunds[0].id) == RefundState::succeeded ? refunds[0] : refunds[1];
        CHECK(hall.provider.given_back() == succeeded.amount.amount());
        CHECK(payout(hall, refunds[0].id).attempt == payout(hall, refunds[1].id).attempt);
    });
}

TEST_CASE("a provider that answers another amount is not believed: staff look") {
    in_the_town_hall([](TownHall& hall) {
        const Due due = refund_approved(hall);
        hall.provider.lose_next_answer();
        hall.work();
        hall.provider.refunds().at(ref_of(hall, due.id)).amount = 47;
        hall.work_after(2s);
        CHECK(state(hall, due.id) == RefundState::in_doubt);
        CHECK(payout(hall, due.id).fault == "amount_differs");
        CHECK_FALSE(payout(hall, due.id).next_step_at);
        CHECK(balance(hall, "refunds_payable") == -470);
    });
}

TEST_CASE("a refund whose provider is not under contract any more is paid by bank transfer (F40)") {
    in_the_town_hall([](TownHall& hall) {
        const Due due = refund_due(hall);
        const payments::Gateways nobody{{}};
        const Context context{hall.database,     hall.catalog,   hall.clock,        nobody,           hall.inbox_bell,
                              hall.payment_bell, hall.push_bell, hall.waiting_bell, hall.attachments, "https://x"};
        const auto staff = hall.staff().id;
        const auto approved = approve_refund(context, staff, due.id).value();
        CHECK_FALSE(approved.provider);
        hall.work();
        CHECK(hall.provider.given_back() == 0);
        CHECK(refusal_of(retry_refund(context, staff, due.id)) == "wrong_state");
        CHECK(pay_by_bank_transfer(context, staff, {due.id, "A-1", to_town_time(hall.clock.now()).date}));
        CHECK(state(hall, due.id) == RefundState::paid_out);
    });
}

TEST_CASE("what has been approved cannot be taken back with the revocation; what waits for its second approval can") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto paid = hall.paid(who);
        const auto staff = hall.staff();
        const auto booking = paid.bookings.front().id;
        CHECK(revoke_booking(hall.context, {booking, staff.id, "設備の故障"}));
        const auto id = hall.application(paid.application.id).refunds.front().id;
        CHECK(approve_refund(hall.context, hall.staff().id, id));
        CHECK(refusal_of(reinstate_booking(hall.context, staff.id, booking)) == "refund_sent");
    });
}

TEST_CASE("staff who found no such refund at the provider end the doubt; only then is it paid another way") {
    in_the_town_hall([](TownHall& hall) {
        const Due due = refund_approved(hall);
        const auto staff = hall.staff().id;
        const BankTransfer transfer{due.id, "A-1", to_town_time(hall.clock.now()).date};
        hall.provider.fail_next(GatewayFault::timed_out);
        hall.work();
        CHECK(refusal_of(pay_by_bank_transfer(hall.context, staff, transfer)) == "wrong_state");
        CHECK(report_not_refunded(hall.context, staff, due.id, "管理画面に記録なし"));
        CHECK(state(hall, due.id) == RefundState::failed);
        CHECK(pay_by_bank_transfer(hall.context, staff, transfer));
        CHECK(refusal_of(report_not_refunded(hall.context, staff, due.id, "again")) == "wrong_state");
        CHECK(refund_file(hall.context, staff, due.id).value().history.size() == 6);
        CHECK(hall.count("access_log WHERE action = 'refund'") == 1);
    });
}

TEST_CASE("refunds that are not there are not found") {
    in_the_town_hall([](TownHall& hall) {
        const auto staff = hall.staff().id;
        CHECK(refusal_of(refund_file(hall.context, staff, RefundId{1})) == "refund_not_found");
        CHECK(refusal_of(approve_refund(hall.context, staff, RefundId{1})) == "refund_not_found");
        CHECK(refusal_of(retry_refund(hall.context, staff, RefundId{1})) == "refund_not_found");
        CHECK(refusal_of(pay_by_bank_transfer(hall.context, staff, {RefundId{1}, "x", date("2026-11-10")})) ==
              "refund_not_found");
    });
}

TEST_CASE(
    "a refund that failed, was paid by staff, and then by the provider after all is a case: the payer owes it back") {
    in_the_town_hall([](TownHall& hall) {
        hall.provider.refunds_get_to = RefundProgress::pending;
        const Due due = refund_approved(hall);
        hall.work();
        const std::string ref = ref_of(hall, due.id);
        const auto provider_says = [&](const std::string& message, RefundProgress progress) {
            hall.provider.refunds().at(ref).progress = progress;
            hall.receive(PlayedProvider::notice(message, ref));
            hall.work();
        };
        provider_says("evt_1", RefundProgress::failed);
        REQUIRE(state(hall, due.id) == RefundState::failed);
        const auto staff = hall.staff().id;
        CHECK(pay_by_bank_transfer(hall.context, staff, {due.id, "支出命令 12", to_town_time(hall.clock.now()).date}));
        provider_says("evt_2", RefundProgress::failed); // old news changes nothing
        CHECK(state(hall, due.id) == RefundState::paid_out);

        provider_says("evt_3", RefundProgress::succeeded);
        provider_says("evt_4", RefundProgress::succeeded); // and is told twice
        CHECK(state(hall, due.id) == RefundState::paid_twice);
        CHECK(balance(hall, "refunds_to_recover") == 470);
        CHECK(balance(hall, "provider_clearing:played") == 0);
        CHECK(balance(hall, "refunds_payable") == 0);
        const auto cases = waiting_cases(hall.context, staff);
        REQUIRE(cases.size() == 1);
        CHECK(cases.front().about.kind == PaymentCaseKind::refunded_twice);
        CHECK(cases.front().possible == std::vector{CaseAction::dealt_with});

        provider_says("evt_5", RefundProgress::failed); // the bank sent it back
        CHECK(state(hall, due.id) == RefundState::paid_out);
        CHECK(balance(hall, "refunds_to_recover") == 0);
        CHECK(waiting_cases(hall.context, staff).empty());
        provider_says("evt_6", RefundProgress::succeeded);
        CHECK(waiting_cases(hall.context, staff).size() == 1);
        CHECK(settle_case(hall.context, {cases.front().about.id, staff, CaseAction::dealt_with, "返還を受けた"}));
        CHECK(waiting_cases(hall.context, staff).empty());
    });
}
