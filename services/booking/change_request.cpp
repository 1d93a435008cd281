#include "services/booking/change_request.hpp"

#include "persistence/repositories/idempotency.hpp"
#include "persistence/repositories/reviews.hpp"
#include "services/approval/approval_case.hpp"
#include "services/booking/asked_change.hpp"
#include "services/booking/decision.hpp"
#include "services/booking/kept_change.hpp"
#include "services/booking/limits.hpp"
#include "services/booking/neighbours.hpp"
#include "services/booking/notices.hpp"
#include "services/booking/use_standing.hpp"
#include "services/jobs/one_by_one.hpp"

#include <algorithm>

namespace hiroba::services {
namespace {

using persistence::Booking;
using persistence::ChangeRequest;
using persistence::Session;

// The first that is not possible, as who asks is told.
Result<void> check_possible(const ChangePlan& plan) {
    const PlannedChange* const refused = first_refused(plan);
    if (refused == nullptr) return {};
    Refusal refusal = *refused->refusal;
    if (plan.changes.size() > 1) refusal.facts.emplace("index", std::int64_t{refused - plan.changes.data()});
    return tl::unexpected(refusal);
}

// What a new booking would be refused for, too, and staff who decide would not be told.
Result<void> check_applicant_may(Session& session, const TownInForce& town, const ApplicationView& view,
                                 const WantedChange& wanted, Instant now) {
    if (const auto suspension = persistence::suspension_of(session, view.application.account, now))
        return refuse("suspended", {{"until_ms", suspension->until.epoch_ms()}});
    if (!view.application.details) return {};
    for (const auto& use : wanted.uses)
        if (const auto warned = check_neighbours(session, town, use.booking, view.application.details->activity, now);
            !warned)
            return tl::unexpected(warned.error());
    return {};
}

// The days that the town keeps for the space, the fewest of those that are asked about.
std::optional<int> kept_days(const TownInForce& town, const WantedChange& wanted) {
    std::optional<int> fewest;
    for (const PlannedChange& change : wanted.plan.changes)
        for (const SpaceCode& code : {change.before.space, change.request.space}) {
            const auto [facility, space] = find_space(town.town, code);
            if (space == nullptr) continue;
            const auto days = approval_of(*facility, *space).change_kept_days;
            if (days) fewest = fewest ? std::min(*fewest, *days) : *days;
        }
    return fewest;
}

// When the first of the uses begins, old or new; or after the last of the town's days.
Instant expiry_of(const TownInForce& town, const WantedChange& wanted, Instant now) {
    Instant first = to_instant(wanted.plan.changes.front().before.start);
    for (const PlannedChange& change : wanted.plan.changes)
        first = std::min({first, to_instant(change.before.start), to_instant(change.start)});
    const auto days = kept_days(town, wanted);
    if (!days) return first;
    const LocalDate over = to_town_time(now).date + std::chrono::days{*days + 1};
    return std::min(first, to_instant({over, MinuteOfDay::of(0).value()}));
}

Result<void> check_still_open(Session& session, const TownInForce& town, const WantedChange& wanted) {
    for (const auto& use : wanted.uses)
        if (auto open = check_hours_hold(session, town, use.booking); !open) return open;
    return check_units_hold(session, town);
}

void note_all(Session& session, const ChangeRequest& request, std::string_view event, AccountId by,
              const std::string& note, Instant now) {
    for (const auto& use : request.uses)
        persistence::note_event(session, use.booking, event, by, note, now);
}

// The permits among the bookings that it is about.
std::vector<BookingId> permits_of(const ApplicationView& view, const ChangeRequest& request) {
    std::vector<BookingId> permits;
    for (const auto& use : request.uses) {
        const auto booking = std::ranges::find(view.bookings, use.booking, &Booking::id);
        if (booking != view.bookings.end() && is_permit(booking->state)) permits.push_back(use.booking);
    }
    return permits;
}

void tell(Session& session, const ApplicationView& view, const ChangeRequest& request, std::string_view kind,
          const std::string& reason, Instant now) {
    const auto booking = persistence::find_booking(session, request.uses.front().booking);
    notify(session, view.application,
           {.kind = std::string{kind}, .reason = reason, .booking = booking ? &*booking : nullptr}, now);
}

Result<DecisionId> grant(Session& session, const TownInForce& town, const ApplicationView& view,
                         const ChangeRequest& request, const ChangeOutcome& outcome, Instant now) {
    persistence::end_kept(session, request.kept, std::nullopt, now);
    const ChangeCommand command = read_change(view.application.id, request.command);
    const ChangeDecider by{{outcome.by, true}, outcome.post, outcome.as_deputy};
    if (auto made = make_change(session, town, view, command, by, now); !made) return tl::unexpected(made.error());
    tell(session, view, request, "change_permitted", {}, now);
    return newest_of(session, view.application.id, {DecisionKind::change_permit});
}

Result<DecisionId> refuse_it(Session& session, const TownInForce& town, const ApplicationView& view,
                             const ChangeRequest& request, const ChangeOutcome& outcome, Instant now) {
    give_kept_back(session, town, view.application.facility, request, now);
    note_all(session, request, "change_refused", outcome.by, outcome.reason, now);
    tell(session, view, request, "change_refused", outcome.reason, now);
    const auto decided = decide(session, town, view.application,
                                {.kind = DecisionKind::change_refusal,
                                 .bookings = permits_of(view, request),
                                 .by = outcome.by,
                                 .post = outcome.post,
                                 .as_deputy = outcome.as_deputy,
                                 .reason = outcome.reason},
                                now);
    if (!decided) return tl::unexpected(decided.error());
    return decided->id;
}

// What waits, as it was seen, and locked.
struct Waiting {
    ApplicationView view;
    ChangeRequest request;
};
Result<Waiting> waiting(Session& session, const Viewer& viewer, ApplicationId id, std::optional<std::int64_t> version) {
    persistence::lock_application(session, id);
    auto view = view_application(session, viewer, id);
    if (!view) return tl::unexpected(view.error());
    if (const auto fresh = check_version(*view, version); !fresh) return tl::unexpected(fresh.error());
    auto request = persistence::open_change_request(session, id);
    if (!request) return refuse("review_not_found");
    return Waiting{std::move(*view), std::move(*request)};
}

bool end_if_over(Session& session, const TownInForce& town, ApplicationId id, Instant now) {
    persistence::lock_application(session, id);
    const auto request = persistence::open_change_request(session, id);
    if (!request || !persistence::has_ended(session, request->review, now)) return false;
    end_change_request(session, town, *persistence::find_application(session, id), *request, ReviewEvent::lapsed,
                       std::nullopt, now);
    return true;
}

// What one of the staff has drafted nobody else of them takes from the posts.
bool may_take_back(Session& session, ApplicationId application, AccountId staff) {
    const auto review = persistence::find_open_review(session, application, ReviewMatter::change);
    return !review || review->state != ReviewState::in_approval || !review->draft || review->draft->by == staff;
}

} // namespace

std::vector<persistence::AskedUse> asked_uses(const WantedChange& wanted) {
    std::vector<persistence::AskedUse> uses;
    uses.reserve(wanted.plan.changes.size());
    for (const PlannedChange& change : wanted.plan.changes)
        uses.push_back({change.before.id, change.request.space, change.start, change.end, change.total});
    std::ranges::sort(uses, {}, [](const auto& use) { return std::pair{use.start, use.booking}; });
    return uses;
}

Result<WantedChange> wanted_now(Session& session, const TownInForce& town, const ApplicationView& view,
                                const ChangeRequest& request, Instant now) {
    return wanted_change(session, town, view, read_change(view.application.id, request.command), ChangeRules::staff,
                         now);
}

Result<ChangeRequest> begin_change_request(Session& session, const TownInForce& town, const ApplicationView& view,
                                           const Viewer& by, const AskedChange& asked, Instant now) {
    const Instant expires_at = expiry_of(town, asked.wanted, now);
    ChangeRequest request{.review = {},
                          .kept = persistence::insert_kept(session, expires_at, now),
                          .edition = town.edition,
                          .asked_by = by.account,
                          .asked_by_staff = by.is_staff,
                          .asked_at = now,
                          .expires_at = expires_at,
                          .command = written_change(asked.change),
                          .words = asked.words,
                          .uses = asked_uses(asked.wanted)};
    if (auto kept = keep(session, request.kept, asked.wanted.uses, now); !kept) return tl::unexpected(kept.error());
    if (auto open = check_still_open(session, town, asked.wanted); !open) return tl::unexpected(open.error());
    request.review = persistence::open_review(session, view.application.id, now, ReviewMatter::change);
    persistence::insert_change_request(session, request);
    note_all(session, request, "change_asked", by.account, {}, now);
    return request;
}

Result<ChangeRequest> renew_change_request(Session& session, const TownInForce& town, ChangeRequest request,
                                           const WantedChange& wanted, Instant now) {
    persistence::release(session, request.kept, now);
    if (auto kept = keep(session, request.kept, wanted.uses, now); !kept) return tl::unexpected(kept.error());
    if (auto open = check_still_open(session, town, wanted); !open) return tl::unexpected(open.error());
    request.edition = town.edition;
    request.uses = asked_uses(wanted);
    persistence::save_asked_uses(session, request);
    return request;
}

Result<ApplicationView> apply_for_change(const Context& context, const Viewer& viewer,
                                         const ChangeApplication& command) {
    const Instant now = context.clock.now();
    const ApplicationId id = command.change.application;
    const persistence::IdempotencyKey key{viewer.account, "change_request", command.change.idempotency_key,
                                          command.change.request_hash};
    const auto work = [&](Session& session, const TownInForce& town) -> Result<ApplicationView> {
        persistence::lock_application(session, id);
        const auto view = view_application(session, viewer, id);
        if (!view) return view;
        const auto known = persistence::remembered(session, key);
        if (!known) return tl::unexpected(known.error());
        if (*known) return *view;
        if (const auto fresh = check_version(*view, command.change.version); !fresh)
            return tl::unexpected(fresh.error());
        if (persistence::open_change_request(session, id)) return refuse("change_requested_already");
        const auto wanted = wanted_change(session, town, *view, command.change, ChangeRules::application, now);
        if (!wanted) return tl::unexpected(wanted.error());
        if (const auto possible = check_possible(wanted->plan); !possible) return tl::unexpected(possible.error());
        if (std::ranges::none_of(wanted->plan.changes, &PlannedChange::needs_review)) return refuse("needs_no_review");
        if (const auto may = check_applicant_may(session, town, *view, *wanted, now); !may)
            return tl::unexpected(may.error());
        const auto asked =
            begin_change_request(session, town, *view, viewer, {command.change, *wanted, command.words}, now);
        if (!asked) return tl::unexpected(asked.error());
        persistence::remember(session, key, id.value(), now);
        return view_application(session, viewer, id);
    };
    auto asked = with_town_in_force(context.catalog, [&](const TownInForce& town) {
        return context.database.transact([&](Session& session) { return work(session, town); });
    });
    context.push_bell.ring();
    return asked;
}

Result<ApplicationView> withdraw_change(const Context& context, const Viewer& viewer, ApplicationId application,
                                        std::optional<std::int64_t> version) {
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    auto withdrawn = context.database.transact([&](Session& session) -> Result<ApplicationView> {
        const auto found = waiting(session, viewer, application, version);
        if (!found) return tl::unexpected(found.error());
        if (viewer.is_staff && !may_take_back(session, application, viewer.account)) return refuse("not_the_drafter");
        end_change_request(session, *town, found->view.application, found->request, ReviewEvent::withdrawn,
                           viewer.account, now);
        return view_application(session, viewer, application);
    });
    context.push_bell.ring();
    context.waiting_bell.ring();
    return withdrawn;
}

int end_change_requests(const Context& context) {
    constexpr int at_a_time = 100;
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    const auto over = context.database.read(
        [&](Session& session) { return persistence::applications_with_ended_request(session, now, at_a_time); });
    int ended = 0;
    for (const ApplicationId id : over) {
        const auto done = unless_it_fails("change_request_failed", id, [&]() -> Result<bool> {
            return context.database.transact([&](Session& session) { return end_if_over(session, *town, id, now); });
        });
        if (done && *done) ++ended;
    }
    if (ended > 0) {
        context.push_bell.ring();
        context.waiting_bell.ring();
    }
    return ended;
}

Result<DecisionId> decide_change_request(Session& session, const TownInForce& town, const ApplicationView& view,
                                         const ChangeRequest& request, const ChangeOutcome& outcome, Instant now) {
    return outcome.is_granted ? grant(session, town, view, request, outcome, now)
                              : refuse_it(session, town, view, request, outcome, now);
}

Result<ApplicationView> decide_asked_change(const Context& context, const persistence::Account& staff,
                                            const ChangeDecision& decision) {
    const Instant now = context.clock.now();
    const Viewer viewer{staff.id, true};
    const auto work = [&](Session& session, const TownInForce& town) -> Result<ApplicationView> {
        const auto found = waiting(session, viewer, decision.application, decision.version);
        if (!found) return tl::unexpected(found.error());
        const auto& [view, request] = *found;
        const auto wanted = wanted_now(session, town, view, request, now);
        if (!wanted) return tl::unexpected(wanted.error());
        const auto posts = change_route(town, view, wanted->as_wanted, bookings_of(wanted->plan)).posts;
        if (!posts.empty()) return refuse("approval_required", {{"post", posts.front().value()}});
        const auto review = persistence::find_open_review(session, decision.application, ReviewMatter::change).value();
        if (const auto can = next_state(review.state, ReviewEvent::decided); !can) return tl::unexpected(can.error());
        if (review.state == ReviewState::in_approval) // it lies before posts that the town has no more
            return refuse("wrong_review_state", {{"state", std::string{name_of(review.state)}},
                                                 {"event", std::string{name_of(ReviewEvent::decided)}}});
        const auto decided = decide_change_request(
            session, town, view, request,
            {.is_granted = decision.is_granted, .by = staff.id, .reason = decision.is_granted ? "" : decision.reason},
            now);
        if (!decided) return tl::unexpected(decided.error());
        persistence::ReviewAdvance step;
        step.event = ReviewEvent::decided;
        step.at = now;
        step.by = staff.id;
        step.decision = *decided;
        if (const auto moved = persistence::advance(session, review, step); !moved)
            return tl::unexpected(moved.error());
        return view_application(session, viewer, decision.application);
    };
    auto decided = with_town_in_force(context.catalog, [&](const TownInForce& town) {
        return context.database.transact([&](Session& session) { return work(session, town); });
    });
    context.push_bell.ring();
    context.waiting_bell.ring();
    return decided;
}

} // namespace hiroba::services
