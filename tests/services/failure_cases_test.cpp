// Failure cases of payments that no other file shows.
#include "services/payment/posting.hpp"
#include "services/payment/refunding.hpp"
#include "tests/services/support/town_hall.hpp"

#include <algorithm>
#include <doctest/doctest.h>

using namespace hiroba;
using namespace hiroba::services;
using namespace hiroba::test;
using namespace std::chrono_literals;
using payments::GatewayFault;

TEST_CASE(
    "a payment that the provider does not find at first, and later does, is paid: not found proves nothing (F9)") {
    in_the_town_hall([](TownHall& hall) {
        const auto begun = hall.at_the_page(hall.resident());
        hall.provider.pay(begun.attempt_ref, hall.clock.now());
        for (int times = 0; times < 3; ++times) {
            hall.provider.fail_next(GatewayFault::not_found);
            hall.work_after(15s);
            CHECK(hall.attempt(begun.id).live);
            CHECK(hall.booking(begun.application).state == BookingState::permitted_unpaid);
        }
        hall.work_after(10min);
        CHECK(hall.attempt(begun.id).state == "paid");
        CHECK(hall.booking(begun.application).state == BookingState::permitted);
    });
}

TEST_CASE("a request that is lost on its way is sent again, with the same bytes, and money is taken once (F6)") {
    in_the_town_hall([](TownHall& hall) {
        const auto begun = hall.started(hall.resident());
        hall.provider.fail_next(GatewayFault::timed_out); // nothing was done, which nobody knows
        hall.work();
        CHECK(hall.attempt(begun.id).state == "unknown");
        hall.work_after(2s);
        CHECK(hall.attempt(begun.id).state == "awaiting_user");
        CHECK(hall.provider.pages() == 1);
        const auto& calls = hall.provider.calls();
        REQUIRE(calls.size() == 2);
        CHECK(calls.front() == calls.back());
    });
}

TEST_CASE("of many refunds at once some are refused: the others are paid, and each of those waits for staff (F41)") {
    in_the_town_hall([](TownHall& hall) {
        const auto staff = hall.staff().id;
        std::vector<RefundId> due;
        for (const char* const day : {"2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04"}) {
            const auto who = hall.resident();
            const auto paid = hall.paid(who, {TownHall::small_meeting("morning", day)});
            due.push_back(hall.cancel(who, paid.application.id).value().view.refunds.front().id);
        }
        for (const RefundId id : due)
            CHECK(approve_refund(hall.context, staff, id));
        hall.provider.fail_next(GatewayFault::invalid_request);
        hall.provider.fail_next(GatewayFault::invalid_request);
        hall.work();
        CHECK(hall.count("refund WHERE state = 'succeeded'") == 2);
        CHECK(hall.count("refund WHERE state = 'failed'") == 2);
        CHECK(hall.provider.given_back() == 2 * 470);

        for (const auto& file : refunds_to_pay(hall.context, staff))
            CHECK(pay_by_bank_transfer(hall.context, staff,
                                       {file.refund.refund.id, "支出命令 1", to_town_time(hall.clock.now()).date}));
        CHECK(hall.count("refund WHERE state = 'paid_out'") == 2);
        CHECK(refunds_to_pay(hall.context, staff).empty());
    });
}
