// 減免: applied by rule, asked for, granted with the evidence seen, refused with a reason.
#include "services/booking/on_behalf.hpp"
#include "services/booking/permit.hpp"
#include "services/booking/reductions.hpp"
#include "services/booking/standing_reductions.hpp"
#include "tests/services/support/hanasato.hpp"

#include <doctest/doctest.h>

using namespace hiroba;
using namespace hiroba::services;
using namespace hiroba::test;
using persistence::ReductionState;

namespace {

ApplicationView filled_in(TownHall& hall, const persistence::Account& who, const char* reduction,
                          const std::vector<UseRequest>& uses = {big_room()}) {
    const auto held = hall.hold_all(who, uses).value().view.application.id;
    return put_details(hall.context, who, {held, meeting_of_eight(reduction)}).value();
}

Result<ApplicationView> decide(TownHall& hall, const persistence::Account& staff, const ApplicationView& view,
                               bool is_granted, const char* reason = "", const char* reduction = "") {
    ReductionDecisionCommand command{.application = view.application.id,
                                     .is_granted = is_granted,
                                     .reduction = std::nullopt,
                                     .evidence_seen_on = date("2026-11-10"),
                                     .reason = reason};
    if (*reduction != '\0') command.reduction = ReductionCode{reduction};
    return decide_reduction(hall.context, staff, command);
}

Result<ApplicationView> permit_all(TownHall& hall, const persistence::Account& staff, const ApplicationView& view) {
    return decide_application(hall.context, staff, {view.application.id, true, {}, ""});
}

// Asked for, under review.
ApplicationView asked(TownHall& hall, const persistence::Account& who, const char* reduction) {
    const auto view = filled_in(hall, who, reduction);
    return hall.submit(who, view.application.id).value().view;
}

StandingReductionView standing(TownHall& hall, const persistence::Account& staff, const persistence::Account& who,
                               const char* reduction, const char* until = "2027-03-31",
                               std::optional<std::string> group = std::nullopt) {
    return grant_standing(hall.context, staff,
                          {.account = who.id,
                           .group_name = std::move(group),
                           .reduction = ReductionCode{reduction},
                           .valid_from = std::nullopt,
                           .valid_until = date(until),
                           .evidence_seen_on = date("2026-11-10")})
        .value();
}

std::vector<std::string> events_of(TownHall& hall, BookingId id) {
    std::vector<std::string> events;
    for (const auto& line :
         hall.database.read([&](persistence::Session& session) { return persistence::history_of(session, id); }))
        events.push_back(line.event);
    return events;
}

} // namespace

TEST_CASE("what is asked for waits for staff, at the full fee; with the evidence seen it is granted") {
    in_hanasato([](TownHall& hall) {
        const auto who = hall.resident();
        const auto staff = hall.staff();
        const auto filled = filled_in(hall, who, "g2");
        CHECK(filled.reduction->state == ReductionState::waiting);
        CHECK(total_of(filled) == 1'000);
        CHECK(next_step(*hall.catalog.current(), filled) == NextStep::submit_for_review);
        CHECK(refusal_of(hall.start(who, filled.application.id)) == "needs_review");
        const auto view = hall.submit(who, filled.application.id).value().view;
        CHECK(view.bookings.front().state == BookingState::under_review);
        CHECK(applications_with_waiting_reduction(hall.context, 10).size() == 1);
        const auto granted = decide(hall, staff, view, true).value();
        CHECK(total_of(granted) == 500);
        CHECK(granted.reduction->state == ReductionState::granted);
        CHECK(granted.reduction->evidence->kind.ja == "会員証");
        CHECK(granted.reduction->evidence->seen_on == date("2026-11-10"));
        CHECK(granted.bookings.front().reduction == ReductionCode{"g2"});
        CHECK(applications_with_waiting_reduction(hall.context, 10).empty());
        const auto permitted = permit_all(hall, staff, granted).value();
        CHECK(owed(permitted) == Yen{500});
        CHECK(events_of(hall, permitted.bookings.front().id) ==
              std::vector<std::string>{"held", "submitted", "reduction_granted", "permitted"});
        CHECK(hall.notices(who.id).back() == "reduction_granted");
    });
}

TEST_CASE("granted after the permit, what is owed follows; after the payment, the difference is due for refund") {
    in_hanasato([](TownHall& hall) {
        const auto staff = hall.staff();
        const auto unpaid_by = hall.resident();
        const auto unpaid = permit_all(hall, staff, asked(hall, unpaid_by, "g2")).value();
        CHECK(owed(unpaid) == Yen{1'000});
        CHECK(owed(decide(hall, staff, unpaid, true).value()) == Yen{500});

        const auto paid_by = hall.resident();
        const auto second = filled_in(hall, paid_by, "g2", {big_room_on("2026-12-02")});
        REQUIRE(hall.submit(paid_by, second.application.id));
        REQUIRE(permit_all(hall, staff, second));
        hall.pay(paid_by, second.application.id);
        const auto reduced = decide(hall, staff, second, true).value();
        CHECK(reduced.bookings.front().state == BookingState::permitted);
        CHECK(total_of(reduced) == 500);
        REQUIRE(reduced.refunds.size() == 1);
        CHECK(reduced.refunds.front().ground == persistence::RefundGround::reduced);
        CHECK(reduced.refunds.front().amount == Yen{500});
        CHECK(reduced.refunds.front().percent == 100);
        CHECK(reduced.refunds.front().decided_by == staff.id);
        CHECK(reduced.refunds.front().article.en == "Rules, annex 2");
    });
}

TEST_CASE("what a reduction makes free waits for no payment any more") {
    in_hanasato([](TownHall& hall) {
        const auto who = hall.resident();
        const auto staff = hall.staff();
        const auto unpaid = permit_all(hall, staff, asked(hall, who, "g1")).value();
        CHECK(unpaid.bookings.front().state == BookingState::permitted_unpaid);
        const auto free = decide(hall, staff, unpaid, true).value();
        CHECK(free.bookings.front().state == BookingState::permitted);
        CHECK(owed(free) == Yen{0});
    });
}

TEST_CASE("refused with a reason, the full fee stays; and staff can grant another class than was asked for") {
    in_hanasato([](TownHall& hall) {
        const auto who = hall.resident();
        const auto staff = hall.staff();
        const auto view = asked(hall, who, "g2");
        CHECK(refusal_of(decide(hall, staff, view, false)) == "reason_required");
        const auto refused = decide(hall, staff, view, false, "会員証の期限切れ").value();
        CHECK(refused.reduction->state == ReductionState::refused);
        CHECK(refused.reduction->reason == "会員証の期限切れ");
        CHECK(total_of(refused) == 1'000);
        CHECK(refusal_of(decide(hall, staff, view, false, "もう一度")) == "no_reduction_asked");
        CHECK(refusal_of(decide(hall, staff, view, true)) == "no_reduction_asked");
        CHECK(total_of(decide(hall, staff, view, true, "", "g1")) == 0);
        CHECK(hall.application(view.application.id).reduction->reduction == ReductionCode{"g1"});
    });
}

TEST_CASE("what a decision must say, and what no decision can give") {
    in_hanasato([](TownHall& hall) {
        const auto who = hall.resident();
        const auto staff = hall.staff();
        const auto view = asked(hall, who, "g2");
        const auto grant_seen = [&](std::optional<LocalDate> seen_on, const char* code = "g2") {
            return decide_reduction(hall.context, staff,
                                    {.application = view.application.id,
                                     .is_granted = true,
                                     .reduction = ReductionCode{code},
                                     .evidence_seen_on = seen_on,
                                     .reason = ""});
        };
        CHECK(refusal_of(grant_seen(std::nullopt)) == "evidence_required");
        CHECK(refusal_of(grant_seen(date("2026-11-11"))) == "evidence_in_future");
        CHECK(refusal_of(grant_seen(date("2026-11-10"), "g9")) == "unknown_reduction");
        CHECK(refusal_of(grant_seen(date("2026-11-10"), "g3")) == "reduction_only_for_registered_groups");
        CHECK(refusal_of(decide_reduction(hall.context, staff,
                                          {.application = view.application.id,
                                           .is_granted = true,
                                           .reduction = std::nullopt,
                                           .evidence_seen_on = date("2026-11-10"),
                                           .reason = "",
                                           .version = 1})) == "stale_version");
        const auto held = hall.hold_all(hall.resident(), {big_room_on("2026-12-03")}).value().view;
        CHECK(refusal_of(decide(hall, staff, held, true, "", "g1")) == "details_missing");
        CHECK(total_of(hall.application(view.application.id)) == 1'000);
    });
}

TEST_CASE("which classes an applicant can ask for") {
    struct Case {
        const char* reduction;
        bool charges_admission;
        bool is_commercial;
        const char* refusal;
    };
    const std::vector<Case> cases{{"g2", false, false, ""},
                                  {"g2", true, false, "reduction_not_with_admission"},
                                  {"g2", false, true, "reduction_not_with_commercial"},
                                  {"g1", true, true, ""},
                                  {"g3", false, false, "reduction_only_for_registered_groups"},
                                  {"g9", false, false, "unknown_reduction"}};
    in_hanasato([&](TownHall& hall) {
        const auto who = hall.resident();
        const auto held = hall.hold(who, big_room()).value().booking.application;
        for (const Case& one : cases) {
            CAPTURE(one.reduction);
            auto details = meeting_of_eight(one.reduction);
            if (one.charges_admission) details.highest_admission = Yen{500};
            details.is_commercial = one.is_commercial;
            CHECK(refusal_of(put_details(hall.context, who, {held, details})) == one.refusal);
        }
    });
}

TEST_CASE("an automatic class is applied at once, and nobody has to look at it") {
    in_hanasato([](TownHall& hall) {
        const auto who = hall.resident();
        const auto view = filled_in(hall, who, "g4");
        CHECK(total_of(view) == 700);
        CHECK(view.reduction->state == ReductionState::applied);
        CHECK_FALSE(is_reviewed(*hall.catalog.current(), view));
        CHECK(hall.start(who, view.application.id).value().amount == Yen{700});
        CHECK(events_of(hall, view.bookings.front().id) ==
              std::vector<std::string>{"held", "reduction_applied", "permitted"});
        const auto decisions = hall.application(view.application.id).decisions; // with the permit, by nobody
        REQUIRE(decisions.size() == 2);
        CHECK(decisions[0].kind == DecisionKind::permit);
        CHECK(decisions[1].kind == DecisionKind::reduction_grant);
        CHECK_FALSE(decisions[1].decided_by);
        CHECK(decisions[1].paper);
    });
}

TEST_CASE("a standing reduction of the group is applied at once, on the days for which it holds, until it is ended") {
    in_hanasato([](TownHall& hall) {
        const auto who = hall.resident();
        const auto staff = hall.staff();
        const auto group = standing(hall, staff, who, "g2", "2026-12-10", "花の会");
        const auto first = filled_in(hall, who, "");
        CHECK(total_of(first) == 500);
        CHECK(first.reduction->standing == group.reduction.id);
        CHECK(total_of(filled_in(hall, who, "", {big_room_on("2026-12-11")})) == 1'000);

        const auto held = hall.hold(who, big_room_on("2026-12-02")).value().booking.application;
        auto of_another_group = meeting_of_eight();
        of_another_group.group_name = "鳥の会";
        CHECK(total_of(put_details(hall.context, who, {held, of_another_group})) == 1'000);
        CHECK(total_of(put_details(hall.context, who, {held, meeting_of_eight()})) == 500);

        CHECK(end_standing(hall.context, staff, group.reduction.id, "退会").value().reduction.end_reason == "退会");
        CHECK(refusal_of(end_standing(hall.context, staff, group.reduction.id, "退会")) == "reduction_ended");
        CHECK(refusal_of(end_standing(hall.context, staff, StandingReductionId{1}, "退会")) == "reduction_not_found");
        CHECK(total_of(put_details(hall.context, who, {held, meeting_of_eight()})) == 1'000);
        CHECK(total_of(hall.application(first.application.id)) == 500); // what was told stays
    });
}

TEST_CASE("of several classes the one that takes off most is applied, one for the whole application") {
    in_hanasato([](TownHall& hall) {
        const auto who = hall.resident();
        static_cast<void>(standing(hall, hall.staff(), who, "g2"));
        const auto both = filled_in(hall, who, "g4"); // 30 % by rule, and half by what stands
        CHECK(total_of(both) == 500);
        CHECK(both.reduction->reduction == ReductionCode{"g2"});
        static_cast<void>(standing(hall, hall.staff(), who, "g3"));
        const auto three = filled_in(hall, who, "", {big_room("morning", {.wants_climate = true}, "2026-12-02")});
        CHECK(three.reduction->reduction == ReductionCode{"g3"});
        CHECK(total_of(three) == 150); // the room free, half of the heating
    });
}

TEST_CASE("what stands goes on holding while something better waits, and after that is refused") {
    in_hanasato([](TownHall& hall) {
        const auto who = hall.resident();
        const auto staff = hall.staff();
        static_cast<void>(standing(hall, staff, who, "g2"));
        const auto view = asked(hall, who, "g1");
        CHECK(total_of(view) == 500);
        CHECK(view.reduction->state == ReductionState::waiting);
        const auto refused = decide(hall, staff, view, false, "学校の利用ではない").value();
        CHECK(total_of(refused) == 500);
    });
}

TEST_CASE("a standing reduction is a resident's, of a class that there is, by evidence that was seen") {
    in_hanasato([](TownHall& hall) {
        const auto staff = hall.staff();
        const auto who = hall.resident();
        const auto order = [&](AccountId account, const char* code, const char* until, const char* seen) {
            return refusal_of(grant_standing(hall.context, staff,
                                             {.account = account,
                                              .group_name = std::nullopt,
                                              .reduction = ReductionCode{code},
                                              .valid_from = std::nullopt,
                                              .valid_until = date(until),
                                              .evidence_seen_on = date(seen)}));
        };
        CHECK(order(AccountId{1}, "g2", "2027-03-31", "2026-11-10") == "account_not_found");
        CHECK(order(staff.id, "g2", "2027-03-31", "2026-11-10") == "account_not_found");
        CHECK(order(who.id, "g9", "2027-03-31", "2026-11-10") == "unknown_reduction");
        CHECK(order(who.id, "g2", "2026-11-09", "2026-11-10") == "empty_date_range");
        CHECK(order(who.id, "g2", "2027-03-31", "2026-11-11") == "evidence_in_future");
        CHECK(order(who.id, "g2", "2026-11-10", "2026-11-10") == "");
        CHECK(standing_reductions_of(hall.context, who.id).value().size() == 1);
        CHECK(refusal_of(standing_reductions_of(hall.context, staff.id)) == "account_not_found");
    });
}

TEST_CASE("asked for after the application: by rule at once, else it waits, and only once") {
    in_hanasato([](TownHall& hall) {
        const auto who = hall.resident();
        const auto paid = hall.paid(who, {big_room()});
        const ApplicationId id = paid.application.id;
        CHECK(refusal_of(ask_reduction(hall.context, hall.resident(), id, ReductionCode{"g4"})) ==
              "application_not_found");
        const auto applied = ask_reduction(hall.context, who, id, ReductionCode{"g4"}).value();
        CHECK(total_of(applied) == 700);
        CHECK(applied.refunds.front().amount == Yen{300});
        const auto waiting = ask_reduction(hall.context, who, id, ReductionCode{"g2"}).value();
        CHECK(waiting.reduction->state == ReductionState::waiting);
        CHECK(total_of(waiting) == 700);
        CHECK(refusal_of(ask_reduction(hall.context, who, id, ReductionCode{"g1"})) == "reduction_waits");
        CHECK(total_of(decide(hall, hall.staff(), waiting, true)) == 500);
    });
}

TEST_CASE("at the desk a class is granted with the application, when the evidence is seen there") {
    in_hanasato([](TownHall& hall) {
        const auto who = hall.resident();
        const auto staff = hall.staff();
        OnBehalfCommand command{.account = who.id,
                                .hold = {.uses = {big_room()},
                                         .fitting = Fitting::all,
                                         .idempotency_key = hall.fresh_key(),
                                         .request_hash = "hash"},
                                .details = meeting_of_eight("g2"),
                                .evidence_seen_on = date("2026-11-10")};
        const auto booked = book_on_behalf(hall.context, staff, command).value().view;
        CHECK(booked.bookings.front().state == BookingState::permitted_unpaid);
        CHECK(owed(booked) == Yen{500});
        command.hold.idempotency_key = hall.fresh_key();
        command.hold.uses = {big_room_on("2026-12-02")};
        command.evidence_seen_on = std::nullopt;
        const auto waiting = book_on_behalf(hall.context, staff, command).value().view;
        CHECK(waiting.reduction->state == ReductionState::waiting);
        CHECK(owed(waiting) == Yen{1'000});
    });
}
