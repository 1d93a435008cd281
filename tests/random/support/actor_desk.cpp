#include "persistence/repositories/audit.hpp"
#include "services/approval/worklist.hpp"
#include "services/booking/attendance.hpp"
#include "services/booking/on_behalf.hpp"
#include "services/booking/permit.hpp"
#include "services/booking/reductions.hpp"
#include "services/booking/revoke.hpp"
#include "services/booking/suspensions.hpp"
#include "services/closures/closures.hpp"
#include "services/finance/trial_balance.hpp"
#include "services/waiting/waiting.hpp"
#include "tests/random/support/actor.hpp"

#include <algorithm>

namespace hiroba::test {

using services::ClosureReport;

namespace {

constexpr int enough_closures = 3;

} // namespace

// For somebody at the telephone, or the town's own use, mostly on several days.
void Actor::book_on_behalf() {
    constexpr int official = 40;
    const services::OnBehalfCommand command{
        .account = draw_.in_hundred(official) ? std::nullopt : std::optional{anybody().id},
        .hold = {wishes(), draw_.in_hundred(50) ? services::Fitting::those_that_fit : services::Fitting::all,
                 world_.fresh_key(), "hash"},
        .details = details()};
    const auto& staff = clerk();
    const auto booked = ask([&] { return services::book_on_behalf(context_, staff, command); });
    if (booked && *booked) receipts_.keep((*booked)->view);
}

void Actor::decide() {
    constexpr int listed = 20;
    const auto& staff = clerk();
    const auto waiting = ask([&] { return services::worklist(context_, staff, listed); });
    if (!waiting || waiting->empty()) return;
    const auto& view = draw_.one_of(*waiting).application;
    constexpr int permits = 70;
    services::DecisionCommand command{view.application.id, draw_.in_hundred(permits), {}, "施設の管理上支障がある"};
    constexpr int in_part = 30;
    if (draw_.in_hundred(in_part)) command.only.push_back(draw_.one_of(view.bookings).id);
    const auto decided = ask([&] { return services::decide_application(context_, staff, command); });
    const bool done = decided && *decided;
    if (done) receipts_.keep(**decided);
    if (!command.is_permitted && may_have_happened(done)) receipts_.wanted(Want::refusal, view.application.id.value());
}

void Actor::decide_reduction() {
    constexpr int listed = 20;
    const auto waiting = ask([&] { return services::applications_with_waiting_reduction(context_, listed); });
    if (!waiting || waiting->empty()) return;
    constexpr int grants = 70;
    const services::ReductionDecisionCommand command{.application = draw_.one_of(*waiting).application.id,
                                                     .is_granted = draw_.in_hundred(grants),
                                                     .reduction = std::nullopt,
                                                     .evidence_seen_on = today(),
                                                     .reason = "根拠が確認できない"};
    const auto& staff = clerk();
    const auto decided = ask([&] { return services::decide_reduction(context_, staff, command); });
    if (decided && *decided) receipts_.keep(**decided);
}

void Actor::cancel_at_the_desk() {
    if (const auto known = application()) cancel_as({clerk().id, true}, *known);
}

void Actor::change_at_the_desk() {
    if (const auto known = receipts_.booking(draw_)) change_as({clerk().id, true}, *known);
}

void Actor::revoke() {
    const auto known = receipts_.booking(draw_);
    if (!known) return;
    const services::Revocation revocation{known->id, clerk().id, "目的外の使用"};
    const auto revoked = ask([&] { return services::revoke_booking(context_, revocation); });
    const bool done = revoked && *revoked;
    if (done) receipts_.keep(**revoked);
    if (may_have_happened(done)) receipts_.wanted(Want::revocation, known->id.value());
}

void Actor::reinstate() {
    const auto revoked = receipts_.revoked(draw_);
    if (!revoked) return;
    const AccountId by = clerk().id;
    const auto back = ask([&] { return services::reinstate_booking(context_, by, *revoked); });
    if (back && *back) receipts_.keep(**back);
}

void Actor::explain_revocations(const ClosureReport& report) {
    receipts_.keep(report);
    for (const auto& conflict : report.conflicts)
        if (conflict.outcome != persistence::ConflictOutcome::kept)
            receipts_.wanted(Want::revocation, conflict.booking.booking.id.value());
}

void Actor::close() {
    if (receipts_.closures_in_force() >= enough_closures) return lift_closure();
    const SpaceCode space = draw_.one_of(world_.stage.spaces);
    const LocalDate first = today() + std::chrono::days{draw_.between(0, 4)};
    services::ClosureCommand command{.kind = draw_.in_hundred(50) ? persistence::ClosureKind::emergency
                                                                  : persistence::ClosureKind::planned,
                                     .facility = find_space(world_.town, space).facility->code,
                                     .space = space,
                                     .first = first,
                                     .last = first + std::chrono::days{draw_.between(0, 1)},
                                     .daily = std::nullopt,
                                     .reason = {"漏水", "A leak"},
                                     .revokes = draw_.in_hundred(50),
                                     .idempotency_key = world_.fresh_key(),
                                     .request_hash = "hash"};
    if (draw_.in_hundred(20)) command.space = std::nullopt;
    if (draw_.in_hundred(50))
        command.daily = *TimeRange::of(*MinuteOfDay::of(60 * draw_.between(8, 13)), *MinuteOfDay::of(60 * 16));
    const auto& staff = clerk();
    const auto report = ask([&] { return services::close_spaces(context_, staff, command); });
    if (!report || !*report) return;
    explain_revocations(**report);
    constexpr int sends_it_again = 25;
    if (!draw_.in_hundred(sends_it_again)) return;
    const auto repeated = ask([&] { return services::close_spaces(context_, staff, command); });
    if (!repeated || !*repeated) return;
    explain_revocations(**repeated);
    if ((*repeated)->closure.id != (*report)->closure.id) world_.fail("a closure was made twice");
}

void Actor::revoke_for_closure() {
    const auto id = receipts_.closure(draw_);
    if (!id) return;
    const auto before = ask([&] { return services::closure_report(context_, *id); });
    if (!before || !*before) return;
    std::vector<BookingId> chosen;
    for (const auto& conflict : (*before)->conflicts)
        if (conflict.outcome == persistence::ConflictOutcome::kept && draw_.in_hundred(60))
            chosen.push_back(conflict.booking.booking.id);
    const auto& staff = clerk();
    const auto report = ask([&] { return services::revoke_for_closure(context_, staff, *id, chosen); });
    if (report && *report) explain_revocations(**report);
}

void Actor::lift_closure() {
    const auto id = receipts_.closure(draw_);
    if (!id) return;
    constexpr int reinstates = 70;
    const bool with_permits = draw_.in_hundred(reinstates);
    const auto& staff = clerk();
    const auto report = ask([&] { return services::lift_closure(context_, staff, *id, with_permits); });
    if (!report) return;
    receipts_.forget(*id);
    if (*report) explain_revocations(**report);
}

void Actor::record_attendance() {
    static const std::vector events{BookingEvent::checked_in, BookingEvent::checked_in, BookingEvent::check_in_undone,
                                    BookingEvent::use_ended,  BookingEvent::not_come,   BookingEvent::came_after_all};
    const auto known = receipts_.booking_on(today() - std::chrono::days{draw_.between(0, 1)}, draw_);
    if (!known) return;
    const BookingEvent event = draw_.one_of(events);
    const auto& staff = clerk();
    const auto booking = ask([&] { return services::record_attendance(context_, staff, known->id, event); });
    if (booking && *booking) receipts_.keep(**booking);
}

void Actor::suspend() {
    const AccountId who = anybody().id;
    const LocalDate until = today() + std::chrono::days{draw_.between(0, 1)};
    const auto& staff = clerk();
    static_cast<void>(ask([&] { return services::suspend_resident(context_, staff, who, until, "迷惑行為"); }));
}

void Actor::lift_suspension() {
    const auto suspended = ask([&] { return services::suspended_now(context_); });
    if (!suspended || suspended->empty()) return;
    const auto id = draw_.one_of(*suspended).suspension.id;
    const auto& staff = clerk();
    static_cast<void>(ask([&] { return services::lift(context_, staff, id); }));
}

void Actor::look_at_lists() {
    const LocalDate day = today();
    constexpr int newest = 50;
    static_cast<void>(ask([&] {
        return services::list_closures(context_, {.first = day, .last = day + std::chrono::days{7}, .lifted = true});
    }));
    static_cast<void>(ask([&] { return services::everybody_waiting(context_, day, newest); }));
}

// What must always be true is true in the middle of everything; only what jobs have not come to yet may wait for them.
void Actor::audit() {
    const auto findings = ask([&] { return context_.database.read(persistence::audit); });
    if (findings) {
        world_.count(deed_, "");
        for (const auto& finding : *findings)
            if (finding.invariant != "hold_backs_end")
                world_.fail("in the middle: " + finding.invariant + " " + finding.examples.front());
    }
    const auto balance = ask([&] { return services::trial_balance(context_.database); });
    if (balance)
        for (const auto& check : balance->checks)
            if (!check.agrees()) world_.fail("in the middle: " + check.code);
}

} // namespace hiroba::test
