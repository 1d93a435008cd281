#include "services/booking/reductions.hpp"

#include "services/approval/approval_case.hpp"
#include "services/approval/follow.hpp"
#include "services/booking/capped_days.hpp"
#include "services/booking/decision.hpp"
#include "services/booking/notices.hpp"
#include "services/booking/permit.hpp"
#include "services/issuing/keep.hpp"
#include "services/payment/fee_change.hpp"

#include <algorithm>

namespace hiroba::services {
namespace {

using persistence::ApplicationReduction;
using persistence::Booking;
using persistence::ReductionState;
using persistence::SeenEvidence;
using persistence::Session;

bool is_reducible(const Booking& booking) {
    return booking.state != BookingState::held && (occupies(booking.state) || booking.state == BookingState::no_show);
}

// What of an application can be reduced, and by which town data.
struct Reducible {
    std::vector<Booking> bookings;
    std::vector<UseToPrice> uses;
    [[nodiscard]] const TownInForce& town() const { return *uses.front().town; }
    [[nodiscard]] FeeDates dates() const { return {bookings.front().start.date, bookings.front().priced_on}; }
};

Result<Reducible> reducible(const PricingTowns& priced_by, const ApplicationView& view,
                            bool (*is_concerned)(const Booking&)) {
    Reducible found;
    for (const Booking& booking : view.bookings) {
        if (!is_concerned(booking)) continue;
        const TownInForce* town = priced_by.find(booking.edition);
        if (town == nullptr) return refuse("town_changed");
        found.bookings.push_back(booking);
        found.uses.push_back({town, request_of(booking, *town), booking.priced_on});
    }
    if (found.bookings.empty() || view.application.kind == persistence::ApplicationKind::official)
        return refuse("wrong_state", {{"state", std::string{name_of(state_of(view.bookings))}}});
    return found;
}

// Tickets pay for the use as it was priced: the desk takes them back before its fee becomes less.
Result<void> check_paid_in_money(const ApplicationView& view, const Reducible& what) {
    for (const persistence::TicketUse& use : view.ticket_uses)
        if (std::ranges::find(what.bookings, use.booking, &Booking::id) != what.bookings.end())
            return refuse("paid_with_tickets");
    return {};
}

Result<PricedTogether> price_under(Session& session, const ApplicationView& view, const Reducible& what,
                                   const persistence::ApplicationDetails& details,
                                   const std::vector<ReductionCandidate>& candidates) {
    lock_capped_days(session, view.application, what.uses);
    return price_together(what.uses, view.application, details, candidates,
                          counted_besides(session, view.application, what.uses, ids_of(what.bookings)));
}

Result<void> write_fees(Session& session, const ApplicationView& view, const Reducible& what,
                        const PricedTogether& priced, const FeeChangeGround& ground, Instant now) {
    std::vector<FeeChange> changes;
    std::vector<Booking> charged;
    LeftReview reviewed{.by = ground.decided_by};
    const auto* reduction = find_reduction(what.town().town.reductions, priced.reduction->code, what.dates());
    for (std::size_t index = 0; index < what.bookings.size(); ++index) {
        const Booking& before = what.bookings[index];
        const Booking after = priced_anew(before, priced.uses[index].quote);
        persistence::save_fee(session, after);
        if (before.state == BookingState::under_review && after.total != before.total)
            reviewed.changed.insert(before.id);
        if (!owes_its_fee(before.state)) continue;
        const persistence::RevenueShares fee = shares_of_fee(what.town(), after);
        changes.push_back({.before = before,
                           .fee = fee,
                           .refund = excess_of(session, before, fee),
                           .percent = 100,
                           .article = reduction == nullptr ? Text{} : reduction->article});
        charged.push_back(after);
    }
    if (!reviewed.changed.empty()) follow_application(session, view.application.id, reviewed, now);
    if (auto done = carry_out(session, what.town(), view.application, changes, ground, now); !done) return done;
    for (std::size_t index = 0; index < changes.size(); ++index)
        if (auto followed =
                follow_fee(session, what.town(), {changes[index].before, charged[index].start, charged[index].total},
                           ground.decided_by, now);
            !followed)
            return followed;
    return {};
}

std::string with_evidence(std::string ground, const std::optional<SeenEvidence>& evidence) {
    if (evidence) ground += " (" + evidence->kind.ja + " " + evidence->seen_on.iso8601() + ")";
    return ground;
}

void record(Session& session, const Reducible& what, std::string_view event, std::optional<AccountId> by,
            const std::string& note, Instant now) {
    for (const Booking& booking : what.bookings)
        persistence::note_event(session, booking.id, event, by, note, now);
}

// 減免の決定, or that it is not granted, and what is given back because of it. What is held is decided with its permit.
Result<void> decide_about(Session& session, const ApplicationView& view, const Reducible& what, DecisionKind kind,
                          const ReductionDecider& decider, Instant now) {
    if (what.bookings.front().state == BookingState::held) return {};
    DecisionOrder order{.kind = kind,
                        .by = decider.by,
                        .post = decider.post,
                        .as_deputy = decider.as_deputy,
                        .reason = decider.reason,
                        .outside_number = decider.outside_number};
    for (const Booking& booking : what.bookings)
        order.bookings.push_back(booking.id);
    const auto decided = decide(session, decider.town, view.application, order, now);
    if (!decided) return tl::unexpected(decided.error());
    return decide_refunds(session, decider.town, view.application,
                          {.by = decider.by, .post = decider.post, .as_deputy = decider.as_deputy}, now);
}

Result<std::optional<SeenEvidence>> seen_evidence(const ReductionClass& reduction,
                                                  const std::optional<LocalDate>& seen_on, Instant now) {
    const bool asks_for_some = !reduction.evidence.ja.empty();
    if (!seen_on) {
        if (asks_for_some) return refuse("evidence_required", {{"reduction", reduction.code.value()}});
        return std::nullopt;
    }
    if (to_town_time(now).date < *seen_on) return refuse("evidence_in_future", {{"date", seen_on->iso8601()}});
    return SeenEvidence{reduction.evidence, *seen_on};
}

struct Grant {
    ReductionDecider decider;
    ReductionCode code;
    std::optional<LocalDate> evidence_seen_on;
};

// What a grant comes to, before any fee is written.
struct Granted {
    std::optional<SeenEvidence> evidence;
    PricedTogether priced;
};
Result<Granted> granted(Session& session, const ApplicationView& view, const Reducible& what, const Grant& order,
                        Instant now) {
    const auto& details = *view.application.details;
    auto candidates = candidates_by_rule(session, what.town(), view.application, details, what.dates());
    const auto reduction = check_asked(what.town(), order.code, view.application, details, candidates, what.dates());
    if (!reduction) return tl::unexpected(reduction.error());
    auto evidence = seen_evidence(**reduction, order.evidence_seen_on, now);
    if (!evidence) return tl::unexpected(evidence.error());
    if (auto in_money = check_paid_in_money(view, what); !in_money) return tl::unexpected(in_money.error());
    std::erase_if(candidates, [&](const ReductionCandidate& candidate) { return candidate.code == order.code; });
    candidates.push_back(granted_candidate(order.code));
    auto priced = price_under(session, view, what, details, candidates);
    if (!priced) return tl::unexpected(priced.error());
    if (!priced->reduction || priced->reduction->code != order.code)
        return refuse("reduction_takes_nothing_off", {{"reduction", order.code.value()}});
    return Granted{std::move(*evidence), std::move(*priced)};
}

Result<void> grant(Session& session, const ApplicationView& view, const Reducible& what, const Grant& order,
                   Instant now) {
    const auto comes_to = granted(session, view, what, order, now);
    if (!comes_to) return tl::unexpected(comes_to.error());
    const auto& [evidence, priced] = *comes_to;
    const AccountId by = order.decider.by.value();
    if (auto written = write_fees(session, view, what, priced,
                                  {.ground = persistence::RefundGround::reduced, .decided_by = by}, now);
        !written)
        return written;
    const auto before = persistence::reduction_of(session, view.application.id);
    persistence::save_reduction(session, view.application.id,
                                ApplicationReduction{.application = view.application.id,
                                                     .reduction = order.code,
                                                     .state = ReductionState::granted,
                                                     .applied = order.code,
                                                     .standing = std::nullopt,
                                                     .evidence = evidence,
                                                     .reason = std::nullopt,
                                                     .asked_at = before ? before->asked_at : now,
                                                     .decided_by = by,
                                                     .decided_at = now});
    record(session, what, "reduction_granted", by,
           with_evidence(ground_of(what.town(), order.code, what.dates()), evidence), now);
    return decide_about(session, view, what, DecisionKind::reduction_grant, order.decider, now);
}

Result<void> turn_down(Session& session, const ApplicationView& view, const Reducible& what,
                       const ReductionDecider& decider, Instant now) {
    auto reduction = *persistence::reduction_of(session, view.application.id);
    reduction.state = ReductionState::refused;
    reduction.reason = decider.reason;
    reduction.decided_by = decider.by;
    reduction.decided_at = now;
    persistence::save_reduction(session, view.application.id, reduction);
    record(session, what, "reduction_refused", decider.by, reduction.reduction.value() + " " + decider.reason, now);
    return decide_about(session, view, what, DecisionKind::reduction_refusal, decider, now);
}

bool is_waiting(const std::optional<ApplicationReduction>& reduction) {
    return reduction && reduction->state == ReductionState::waiting;
}

// What the command decides about, as it stands.
struct Decidable {
    Reducible what;
    ReductionCode code; // that is granted or refused
};
Result<Decidable> decidable(Session& session, const PricingTowns& priced_by, const ApplicationView& view,
                            const ReductionDecisionCommand& command) {
    if (!view.application.details) return refuse("details_missing");
    const auto asked = persistence::reduction_of(session, view.application.id);
    const bool waits = is_waiting(asked);
    if (!waits && !(command.is_granted && command.reduction)) return refuse("no_reduction_asked");
    auto what = reducible(priced_by, view, is_reducible);
    if (!what) return tl::unexpected(what.error());
    return Decidable{std::move(*what), command.reduction ? *command.reduction : asked->reduction};
}

// What was asked for and holds by rule is applied at once.
Result<void> apply_or_wait(Session& session, const TownInForce& in_force, const ApplicationView& view,
                           const Reducible& what, const ReductionCode& code, Instant now) {
    auto details = *view.application.details;
    details.reduction = code;
    const auto candidates = candidates_by_rule(session, what.town(), view.application, details, what.dates());
    const auto fits = check_asked(what.town(), code, view.application, details, candidates, what.dates());
    if (!fits) return tl::unexpected(fits.error());
    persistence::save_details(session, view.application.id, details);
    const auto before = persistence::reduction_of(session, view.application.id);
    ApplicationReduction reduction{.application = view.application.id,
                                   .reduction = code,
                                   .state = ReductionState::waiting,
                                   .applied = before ? before->applied : std::nullopt,
                                   .standing = before ? before->standing : std::nullopt,
                                   .asked_at = now};
    const bool by_rule = std::ranges::find(candidates, code, &ReductionCandidate::code) != candidates.end();
    if (by_rule) {
        if (auto in_money = check_paid_in_money(view, what); !in_money) return in_money;
        const auto priced = price_under(session, view, what, details, candidates);
        if (!priced) return tl::unexpected(priced.error());
        if (!priced->reduction) return refuse("reduction_takes_nothing_off", {{"reduction", code.value()}});
        if (auto written = write_fees(session, view, what, *priced, {persistence::RefundGround::reduced}, now);
            !written)
            return written;
        reduction.reduction = priced->reduction->code;
        reduction.state = ReductionState::applied;
        reduction.applied = priced->reduction->code;
        reduction.standing = priced->reduction->standing;
    }
    persistence::save_reduction(session, view.application.id, reduction);
    record(session, what, by_rule ? "reduction_applied" : "reduction_asked", view.application.account,
           ground_of(what.town(), reduction.reduction, what.dates()), now);
    if (!by_rule) return {};
    return decide_about(session, view, what, DecisionKind::reduction_grant, {in_force}, now);
}

// Where posts approve it, the desk drafts.
Result<void> check_desk_decides(const TownInForce& town, const ApplicationView& view) {
    std::vector<BookingId> all;
    all.reserve(view.bookings.size());
    for (const Booking& booking : view.bookings)
        all.push_back(booking.id);
    const auto posts = route_of(town, view, all, ReviewMatter::reduction).posts;
    if (posts.empty()) return {};
    return refuse("approval_required", {{"post", posts.front().value()}});
}

} // namespace

Result<ApplicationView> ask_reduction(const Context& context, const persistence::Account& account, ApplicationId id,
                                      const ReductionCode& code) {
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    auto view = with_pricing_towns(context, id, [&](const PricingTowns& priced_by) {
        return context.database.transact([&](Session& session) -> Result<ApplicationView> {
            persistence::lock_application(session, id);
            const auto before = view_application(session, {account.id, false}, id);
            if (!before) return before;
            if (!before->application.details) return refuse("details_missing");
            const auto what = reducible(priced_by, *before, is_reducible);
            if (!what) return tl::unexpected(what.error());
            const bool any_to_come = std::ranges::any_of(
                what->bookings, [&](const Booking& booking) { return now < to_instant(booking.start); });
            if (!any_to_come)
                return refuse("wrong_state", {{"state", std::string{name_of(state_of(before->bookings))}}});
            if (is_waiting(persistence::reduction_of(session, id))) return refuse("reduction_waits");
            if (const auto done = apply_or_wait(session, *town, *before, *what, code, now); !done)
                return tl::unexpected(done.error());
            keep_reduction_request(session, *town, id, {account.id, now});
            return view_application(session, {account.id, false}, id);
        });
    });
    context.push_bell.ring();
    return view;
}

std::vector<BookingId> reducible_bookings(const ApplicationView& view) {
    std::vector<BookingId> ids;
    for (const Booking& booking : view.bookings)
        if (is_reducible(booking)) ids.push_back(booking.id);
    return ids;
}

Result<void> check_reduction_decision(Session& session, const PricingTowns& priced_by, const ApplicationView& view,
                                      const ReductionDecisionCommand& command, Instant now) {
    if (!command.is_granted && command.reason.empty()) return refuse("reason_required");
    const auto about = decidable(session, priced_by, view, command);
    if (!about) return tl::unexpected(about.error());
    if (!command.is_granted) return {};
    const auto comes_to = granted(
        session, view, about->what,
        {.decider = {about->what.town()}, .code = about->code, .evidence_seen_on = command.evidence_seen_on}, now);
    return comes_to ? Result<void>{} : tl::unexpected(comes_to.error());
}

Result<void> carry_out_reduction(Session& session, const PricingTowns& priced_by, const ApplicationView& view,
                                 const ReductionDecider& decider, const ReductionDecisionCommand& command,
                                 Instant now) {
    const auto about = decidable(session, priced_by, view, command);
    if (!about) return tl::unexpected(about.error());
    const auto done =
        command.is_granted
            ? grant(session, view, about->what,
                    {.decider = decider, .code = about->code, .evidence_seen_on = command.evidence_seen_on}, now)
            : turn_down(session, view, about->what, decider, now);
    if (!done) return done;
    notify(session, view.application,
           {.kind = command.is_granted ? "reduction_granted" : "reduction_refused", .reason = command.reason}, now);
    return {};
}

Result<ApplicationView> decide_reduction(const Context& context, const persistence::Account& staff,
                                         const ReductionDecisionCommand& command) {
    if (!command.is_granted && command.reason.empty()) return refuse("reason_required");
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    auto view = with_pricing_towns(context, command.application, [&](const PricingTowns& priced_by) {
        return context.database.transact([&](Session& session) -> Result<ApplicationView> {
            persistence::lock_application(session, command.application);
            const auto before = view_application(session, {staff.id, true}, command.application);
            if (!before) return before;
            if (const auto fresh = check_version(*before, command.version); !fresh)
                return tl::unexpected(fresh.error());
            if (const auto alone = check_desk_decides(*town, *before); !alone) return tl::unexpected(alone.error());
            const ReductionDecider decider{
                .town = *town, .by = staff.id, .reason = command.is_granted ? std::string{} : command.reason};
            if (const auto done = carry_out_reduction(session, priced_by, *before, decider, command, now); !done)
                return tl::unexpected(done.error());
            return view_application(session, {staff.id, true}, command.application);
        });
    });
    context.push_bell.ring();
    return view;
}

Result<void> grant_at_desk(Session& session, const TownInForce& in_force, const PricingTowns& priced_by,
                           const ApplicationView& held, const DeskGrant& order, Instant now) {
    const auto& details = held.application.details;
    if (!details || !details->reduction) return refuse("no_reduction_asked");
    const auto what =
        reducible(priced_by, held, [](const Booking& booking) { return booking.state == BookingState::held; });
    if (!what) return tl::unexpected(what.error());
    if (const auto alone = check_desk_decides(in_force, held); !alone) return alone;
    return grant(session, held, *what,
                 {.decider = {.town = in_force, .by = order.by},
                  .code = *details->reduction,
                  .evidence_seen_on = order.evidence_seen_on},
                 now);
}

std::vector<ApplicationView> applications_with_waiting_reduction(const Context& context, int limit) {
    return context.database.read([&](Session& session) {
        std::vector<ApplicationView> views;
        for (auto& application : persistence::applications_with_waiting_reduction(session, limit))
            views.push_back(whole_application(session, std::move(application)));
        return views;
    });
}

} // namespace hiroba::services
