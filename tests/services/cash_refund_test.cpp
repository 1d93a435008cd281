// 窓口還付: refunds that are paid in cash out of an open drawer.
#include "services/counter/drawer.hpp"
#include "services/counter/pay_refund.hpp"
#include "services/counter/take_payment.hpp"
#include "services/finance/trial_balance.hpp"
#include "services/payment/pay_later.hpp"
#include "tests/services/support/hanasato.hpp"

#include <algorithm>
#include <array>
#include <doctest/doctest.h>
#include <thread>

using namespace hiroba;
using namespace hiroba::services;
using namespace hiroba::test;
using namespace std::chrono_literals;
using persistence::Account;

namespace {

// 470 yen were paid in cash and are to be given back, approved.
struct Approved {
    explicit Approved(TownHall& town_hall, Yen opening_float = Yen{10'000}) : hall(town_hall) {
        const auto who = hall.resident();
        application = hall.hold(who, TownHall::small_meeting()).value().booking.application;
        REQUIRE(hall.fill_in(who, application));
        REQUIRE(pay_later(hall.context, {who.id, false}, application, PaymentMethod::cash));
        shift = open_drawer(hall.context, clerk, DrawerCode{"kirara_1"}, opening_float).value().shift.id;
        REQUIRE(take_payment(hall.context, clerk,
                             {.application = application,
                              .method = PaymentMethod::cash,
                              .amount = Yen{470},
                              .reference = "",
                              .idempotency_key = hall.fresh_key(),
                              .request_hash = "hash"}));
        REQUIRE(hall.cancel(who, application));
        id = hall.application(application).refunds.front().id;
        REQUIRE(approve_refund(hall.context, hall.staff().id, id));
    }

    TownHall& hall;
    Account clerk = hall.staff();
    ApplicationId application;
    ShiftId shift;
    RefundId id;

    [[nodiscard]] CashRefund command() { return {id, "広場 花子", hall.fresh_key(), "hash"}; }
    [[nodiscard]] DrawerSums sums() { return shift_file(hall.context, shift).value().shift.sums; }
    void count_and_close(std::vector<CashCount> counts) {
        REQUIRE(close_drawer(hall.context, clerk, {shift, std::move(counts), {}}));
    }
};

void with_approved(const std::function<void(Approved& refund)>& test) {
    in_the_town_hall([&](TownHall& hall) {
        Approved refund(hall);
        test(refund);
        for (const auto& check : trial_balance(hall.database).checks) {
            CAPTURE(check.code);
            CHECK(check.ledger == check.tables);
        }
    });
}

} // namespace

TEST_CASE("a refund in cash leaves the drawer, the shift's list and the books, and says who received it") {
    with_approved([](Approved& refund) {
        const auto paid = pay_refund_in_cash(refund.hall.context, refund.clerk, refund.command()).value();
        CHECK(paid.refund.refund.state == RefundState::paid_out);
        CHECK(paid.refund.payout.paid_out.value().way == persistence::PayoutWay::cash);
        CHECK(paid.refund.payout.paid_out.value().reference == "広場 花子");
        CHECK(expected_in(refund.sums()) == Yen{10'000});
        const auto entries = shift_file(refund.hall.context, refund.shift).value().entries;
        REQUIRE(entries.size() == 2);
        CHECK(entries.back().kind == persistence::EntryKind::refund);
        CHECK(entries.back().refund == refund.id);
        CHECK(entries.back().reason == "広場 花子");
        refund.count_and_close({{Yen{10'000}, 1}});
    });
}

TEST_CASE("the same request again pays nothing more; another one finds it paid") {
    with_approved([](Approved& refund) {
        const auto command = refund.command();
        CHECK(pay_refund_in_cash(refund.hall.context, refund.clerk, command));
        CHECK(pay_refund_in_cash(refund.hall.context, refund.clerk, command));
        auto other = command;
        other.request_hash = "another";
        CHECK(refusal_of(pay_refund_in_cash(refund.hall.context, refund.clerk, other)) == "idempotency_key_reused");
        CHECK(refusal_of(pay_refund_in_cash(refund.hall.context, refund.clerk, refund.command())) == "wrong_state");
        CHECK(refund.sums().out == Yen{470});
    });
}

TEST_CASE("the same request twice at the same moment, and another desk at that moment, pay once") {
    with_approved([](Approved& refund) {
        const auto command = refund.command();
        const std::array commands{command, command, refund.command()};
        std::vector<std::string> told(commands.size());
        {
            std::vector<std::jthread> all;
            for (std::size_t at = 0; at < commands.size(); ++at)
                all.emplace_back([&, at] {
                    told[at] = refusal_of(pay_refund_in_cash(refund.hall.context, refund.clerk, commands[at]));
                });
        }
        CHECK(std::ranges::count(told, std::string{}) >= 1);
        CHECK(refund.sums().out == Yen{470});
    });
}

TEST_CASE("every reason not to pay a refund in cash has its name, and changes nothing") {
    with_approved([](Approved& refund) {
        TownHall& hall = refund.hall;
        CashRefund none = refund.command();
        none.refund = RefundId{1};
        CHECK(refusal_of(pay_refund_in_cash(hall.context, refund.clerk, none)) == "refund_not_found");
        const auto other = hall.staff();
        CHECK(refusal_of(pay_refund_in_cash(hall.context, other, refund.command())) == "no_open_drawer");
        refund.count_and_close({{Yen{10'000}, 1}, {Yen{100}, 4}, {Yen{10}, 7}});
        CHECK(refusal_of(pay_refund_in_cash(hall.context, refund.clerk, refund.command())) == "no_open_drawer");
        refund.shift = open_drawer(hall.context, refund.clerk, DrawerCode{"kirara_1"}, Yen{469}).value().shift.id;
        CHECK(refusal_of(pay_refund_in_cash(hall.context, refund.clerk, refund.command())) == "drawer_short");
        CHECK(refund.sums().out == Yen{0});
        CHECK(hall.application(refund.application).refunds.front().state == RefundState::approved);
    });
}

TEST_CASE("what nobody has approved, and above the limit what only one has, leaves no drawer") {
    in_hanasato([](TownHall& hall) {
        const auto who = hall.resident();
        const auto clerk = hall.staff();
        const auto paid = hall.paid(who, {heated_room_with_piano()}); // 2,000 yen, above the limit of 1,500
        REQUIRE(hall.cancel(who, paid.application.id));
        const auto id = hall.application(paid.application.id).refunds.front().id;
        const auto pay = [&] {
            return refusal_of(pay_refund_in_cash(hall.context, clerk, {id, "広場 花子", hall.fresh_key(), "hash"}));
        };
        CHECK(pay() == "wrong_state");
        REQUIRE(approve_refund(hall.context, clerk.id, id));
        CHECK(pay() == "wrong_state"); // one of two
    });
}
