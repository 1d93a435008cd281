// 処分: every way to a permit, a change, a refusal or a revocation leaves its decision, numbered without a gap.
#include "services/booking/change.hpp"
#include "services/booking/decision.hpp"
#include "services/booking/reductions.hpp"
#include "services/booking/revoke.hpp"
#include "tests/services/support/town_hall.hpp"

#include <doctest/doctest.h>
#include <set>
#include <thread>

using namespace hiroba;
using namespace hiroba::services;
using namespace hiroba::test;

namespace {

std::vector<std::string> decided(TownHall& hall, ApplicationId id) {
    std::vector<std::string> lines;
    for (const auto& decision : hall.application(id).decisions)
        lines.push_back(std::string{name_of(decision.kind)} + " " + decision.number);
    return lines;
}

} // namespace

TEST_CASE("what a rule permits has its permit, decided by nobody") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto paid = hall.paid(who, {TownHall::small_meeting(), TownHall::small_meeting("afternoon")});
        REQUIRE(paid.decisions.size() == 1);
        const auto& permit = paid.decisions.front();
        CHECK(permit.kind == DecisionKind::permit);
        CHECK(permit.number == "星教許可第1号");
        CHECK_FALSE(permit.decided_by);
        CHECK_FALSE(permit.appeal);
        CHECK(permit.bookings.size() == 2);
    });
}

TEST_CASE("a change, a part that is given back, a revocation and its end are decisions; giving all back is none") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto desk = hall.staff();
        const auto paid = hall.paid(who, {TownHall::small_meeting(), TownHall::small_meeting("afternoon")});
        const ApplicationId id = paid.application.id;
        ChangeCommand change;
        change.application = id;
        change.booking = paid.bookings[0].id;
        change.date = date("2026-12-02");
        change.idempotency_key = hall.fresh_key();
        change.request_hash = "hash";
        REQUIRE(change_application(hall.context, {who.id, false}, change));
        REQUIRE(change_application(hall.context, {who.id, false}, change)); // the same again decides nothing
        REQUIRE(hall.cancel(who, id, {paid.bookings[1].id}));
        REQUIRE(revoke_booking(hall.context, {paid.bookings[0].id, desk.id, "設備の故障"}));
        REQUIRE(reinstate_booking(hall.context, desk.id, paid.bookings[0].id));
        REQUIRE(hall.cancel(who, id));
        CHECK(decided(hall, id) == std::vector<std::string>{"permit 星教許可第1号", "change_permit 星教許可第2号",
                                                            "change_permit 星教許可第3号", "refund 星教減還第1号",
                                                            "revocation 星教指令第1号", "refund 星教減還第2号",
                                                            "reinstatement 星教指令第2号", "refund 星教減還第3号"});
        const auto decisions = hall.application(id).decisions;
        CHECK_FALSE(decisions[1].decided_by);
        CHECK_FALSE(decisions[3].decided_by); // the refund by rule
        CHECK(decisions[4].decided_by == desk.id);
        CHECK(decisions[4].reason == "設備の故障");
        CHECK(decisions[4].appeal == AppealCode{"appeal_2026"});
        CHECK(decisions[5].decided_by == desk.id);
    });
}

TEST_CASE("a reduction that staff grant or refuse and a refund that they decide are decisions with numbers") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto desk = hall.staff();
        const auto paid = hall.paid(who);
        const ApplicationId id = paid.application.id;
        const ReductionDecisionCommand granting{.application = id,
                                                .is_granted = true,
                                                .reduction = ReductionCode{"g9"},
                                                .evidence_seen_on = std::nullopt,
                                                .reason = {}};
        REQUIRE(decide_reduction(hall.context, desk, granting));
        REQUIRE(ask_reduction(hall.context, who, id, ReductionCode{"g8"}));
        ReductionDecisionCommand refusing = granting;
        refusing.is_granted = false;
        refusing.reduction = std::nullopt;
        refusing.reason = "自治会の使用ではないため";
        REQUIRE(decide_reduction(hall.context, desk, refusing));
        hall.clock.set(at("2026-12-01 08:00"));
        REQUIRE(hall.cancel(who, id));
        REQUIRE(decide_refund(hall.context, {paid.bookings.front().id, desk.id, RefundCause::disaster, "台風のため"}));
        CHECK(decided(hall, id) == std::vector<std::string>{"permit 星教許可第1号", "reduction_grant 星教減還第1号",
                                                            "refund 星教減還第2号", "reduction_refusal 星教減還第3号",
                                                            "refund 星教減還第4号"});
        CHECK(hall.application(id).decisions[3].appeal == AppealCode{"appeal_2026"});
    });
}

TEST_CASE("numbers begin anew with the fiscal year") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        static_cast<void>(hall.paid(who));
        hall.clock.set(at("2027-04-01 09:00"));
        const auto next = hall.paid(who, {TownHall::small_meeting("morning", "2027-04-13")});
        CHECK(next.decisions.front().number == "星教許可第1号");
        CHECK(next.decisions.front().fiscal_year == 2027);
    });
}

TEST_CASE("many at once get every number once, and what is refused takes none") {
    in_the_town_hall([](TownHall& hall) {
        constexpr int residents = 6;
        std::vector<persistence::Account> people;
        std::vector<ApplicationId> applications;
        for (int at = 0; at < residents; ++at) {
            people.push_back(hall.resident());
            const std::string day = "2026-12-1" + std::to_string(at + (at > 3 ? 1 : 0)); // not the closed Monday
            const auto held = hall.hold(people.back(), TownHall::small_meeting("morning", day)).value();
            REQUIRE(hall.fill_in(people.back(), held.booking.application));
            applications.push_back(held.booking.application);
        }
        std::vector<std::thread> threads;
        for (int at = 0; at < residents; ++at)
            threads.emplace_back([&, at] {
                static_cast<void>(submit_application(hall.context, people[static_cast<std::size_t>(at)],
                                                     applications[static_cast<std::size_t>(at)]));
            });
        for (auto& thread : threads)
            thread.join();
        std::set<std::string> numbers;
        for (const ApplicationId id : applications)
            for (const auto& line : decided(hall, id))
                numbers.insert(line);
        CHECK(numbers.size() == residents);
        CHECK(numbers.contains("permit 星教許可第6号"));
        CHECK(refusal_of(hall.submit(people.front(), applications.front())) == "wrong_state");
        CHECK(hall.count("decision") == residents);
    });
}
