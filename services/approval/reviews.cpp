#include "services/approval/reviews.hpp"

#include "persistence/repositories/idempotency.hpp"
#include "persistence/repositories/posts.hpp"
#include "services/approval/approval_case.hpp"
#include "services/approval/follow.hpp"
#include "services/booking/decision.hpp"
#include "services/booking/kept_change.hpp"
#include "services/booking/limits.hpp"
#include "services/booking/locked_booking.hpp"
#include "services/booking/notices.hpp"
#include "services/booking/permit.hpp"

#include <algorithm>

namespace hiroba::services {
namespace {

using persistence::Account;
using persistence::Draft;
using persistence::Opinion;
using persistence::Proposal;
using persistence::Review;
using persistence::ReviewAdvance;
using persistence::Session;

// An application whose review is open, locked, as staff saw it.
struct Reviewed {
    const TownInForce& town;
    ApplicationView view;
    Review review;
    LocalDate today;
    const PricingTowns* priced_by = nullptr; // of a decision about a reduction
};

Result<Reviewed> locked(Session& session, const TownInForce& town, const Account& staff, const SeenApplication& seen,
                        Instant now) {
    persistence::lock_application(session, seen.application);
    auto view = view_application(session, {staff.id, true}, seen.application);
    if (!view) return tl::unexpected(view.error());
    if (const auto fresh = check_version(*view, seen.version); !fresh) return tl::unexpected(fresh.error());
    auto review = persistence::find_open_review(session, seen.application, seen.matter);
    if (!review) return refuse("review_not_found");
    return Reviewed{town, std::move(*view), std::move(*review), to_town_time(now).date};
}

// `work` in its unit of work, and the application as it is afterwards.
template <class Work>
Result<ApplicationView> in_review(const Context& context, const Account& staff, const SeenApplication& seen,
                                  const Work& work) {
    const Instant now = context.clock.now();
    const auto unit = [&](Session& session, const TownInForce& town,
                          const PricingTowns* priced_by) -> Result<ApplicationView> {
        auto reviewed = locked(session, town, staff, seen, now);
        if (!reviewed) return tl::unexpected(reviewed.error());
        reviewed->priced_by = priced_by;
        if (const Result<void> done = work(session, *reviewed, now); !done) return tl::unexpected(done.error());
        return view_application(session, {staff.id, true}, seen.application);
    };
    const auto in_one = [&](const TownInForce& town, const PricingTowns* priced_by) {
        return context.database.transact([&](Session& session) { return unit(session, town, priced_by); });
    };
    const auto current = context.catalog.current();
    auto view =
        seen.matter == ReviewMatter::reduction
            ? with_pricing_towns(context, seen.application,
                                 [&](const PricingTowns& priced_by) { return in_one(*current, &priced_by); })
            : with_town_in_force(context.catalog, [&](const TownInForce& town) { return in_one(town, nullptr); });
    context.push_bell.ring();
    context.waiting_bell.ring();
    return view;
}

Result<void> move(Session& session, const Review& review, const ReviewAdvance& what) {
    const auto moved = persistence::advance(session, review, what);
    return moved ? Result<void>{} : tl::unexpected(moved.error());
}

ReviewAdvance step(ReviewEvent event, Instant at, AccountId by, const std::string& words = {}) {
    ReviewAdvance what;
    what.event = event;
    what.at = at;
    what.by = by;
    what.words = words;
    return what;
}

Result<std::vector<BookingId>> chosen_bookings(const ApplicationView& view, const std::vector<BookingId>& only) {
    const auto waiting = bookings_in(view, BookingState::under_review);
    if (only.empty()) return waiting;
    for (const BookingId id : only) {
        const auto booking = std::ranges::find(view.bookings, id, &persistence::Booking::id);
        if (booking == view.bookings.end()) return refuse("booking_not_found");
        if (booking->state != BookingState::under_review)
            return refuse("wrong_state", {{"state", std::string{name_of(booking->state)}}});
    }
    return only;
}

// The town's own words for its standard conditions, and what staff wrote themselves.
Result<std::vector<Text>> conditions_of(const TownInForce& town, const ApplicationView& view,
                                        const DraftCommand& command) {
    const DecisionRules& rules = decision_rules(town.town, view.application.facility);
    std::vector<Text> conditions;
    for (const std::string& code : command.standard_conditions) {
        const auto found = std::ranges::find(rules.conditions, code, &StandardCondition::code);
        if (found == rules.conditions.end()) return refuse("unknown_condition", {{"condition", code}});
        conditions.push_back(found->text);
    }
    for (const std::string& words : command.own_conditions)
        conditions.push_back({words, words});
    return conditions;
}

Result<Draft> draft_of(const Reviewed& reviewed, const Account& staff, const DraftCommand& command) {
    const auto bookings = chosen_bookings(reviewed.view, command.only);
    if (!bookings) return tl::unexpected(bookings.error());
    auto conditions = conditions_of(reviewed.town, reviewed.view, command);
    if (!conditions) return tl::unexpected(conditions.error());
    const bool refuses = command.proposal == Proposal::refuse;
    const DecisionOrder order{.kind = refuses ? DecisionKind::refusal : DecisionKind::conditional_permit,
                              .conditions = *conditions,
                              .reason = command.reason};
    if (const auto sayable = check_decision(order); !sayable) return tl::unexpected(sayable.error());
    const CaseRoute route = route_of(reviewed.town, reviewed.view, *bookings);
    return Draft{.by = staff.id,
                 .proposal = command.proposal,
                 .bookings = *bookings,
                 .conditions = refuses ? std::vector<Text>{} : std::move(*conditions),
                 .reason = refuses ? command.reason : "",
                 .steps = route.posts,
                 .consultations = route.rule.consultations,
                 .drafter_may_approve = route.rule.drafter_may_approve};
}

// 代決 and the post stand in the decision.
struct Decider {
    AccountId account;
    std::optional<PostCode> post{};
    bool as_deputy = false;
    std::string outside_number{};
};

// 許可の取消し.
Result<DecisionId> carry_out_revocation(Session& session, const Reviewed& reviewed, const Draft& draft,
                                        const Decider& by, Instant now) {
    const auto revoked = revoke(session, reviewed.town,
                                {.booking = draft.bookings.front(),
                                 .by = by.account,
                                 .reason = draft.reason,
                                 .cause = draft.cause.value_or(RefundCause::town),
                                 .post = by.post,
                                 .as_deputy = by.as_deputy,
                                 .outside_number = by.outside_number},
                                now);
    if (!revoked) return tl::unexpected(revoked.error());
    return newest_of(session, reviewed.view.application.id, {DecisionKind::revocation});
}

// 減免の決定, or that it is not granted.
Result<DecisionId> carry_out_reduction(Session& session, const Reviewed& reviewed, const Draft& draft,
                                       const Decider& by, Instant now) {
    const bool grants = draft.proposal == Proposal::grant;
    const auto decided = services::carry_out_reduction(session, *reviewed.priced_by, reviewed.view,
                                                       {.town = reviewed.town,
                                                        .by = by.account,
                                                        .reason = draft.reason,
                                                        .post = by.post,
                                                        .as_deputy = by.as_deputy,
                                                        .outside_number = by.outside_number},
                                                       {.application = reviewed.view.application.id,
                                                        .is_granted = grants,
                                                        .reduction = grants ? draft.reduction : std::nullopt,
                                                        .evidence_seen_on = draft.evidence_seen_on,
                                                        .reason = draft.reason},
                                                       now);
    if (!decided) return tl::unexpected(decided.error());
    return newest_of(session, reviewed.view.application.id,
                     {DecisionKind::reduction_grant, DecisionKind::reduction_refusal});
}

// 変更許可, or 変更の不許可.
Result<DecisionId> carry_out_change(Session& session, const Reviewed& reviewed, const Draft& draft, const Decider& by,
                                    Instant now) {
    const auto request = persistence::change_request_of(session, reviewed.review.id).value();
    return decide_change_request(session, reviewed.town, reviewed.view, request,
                                 {.is_granted = draft.proposal == Proposal::grant,
                                  .by = by.account,
                                  .post = by.post,
                                  .as_deputy = by.as_deputy,
                                  .reason = draft.proposal == Proposal::grant ? "" : draft.reason},
                                 now);
}

// What was decided happens: the bookings, the decision, the notice; what was not drafted about waits on.
Result<DecisionId> carry_out(Session& session, const Reviewed& reviewed, const Draft& draft, const Decider& by,
                             Instant now) {
    if (reviewed.review.matter == ReviewMatter::revocation)
        return carry_out_revocation(session, reviewed, draft, by, now);
    if (reviewed.review.matter == ReviewMatter::reduction)
        return carry_out_reduction(session, reviewed, draft, by, now);
    if (reviewed.review.matter == ReviewMatter::change) return carry_out_change(session, reviewed, draft, by, now);
    const DecisionOrder order{.by = by.account,
                              .post = by.post,
                              .as_deputy = by.as_deputy,
                              .conditions = draft.conditions,
                              .reason = draft.reason,
                              .outside_number = by.outside_number};
    const bool permits = draft.proposal == Proposal::permit;
    if (permits)
        if (const auto to_come = check_to_come(reviewed.view, draft.bookings, now); !to_come)
            return tl::unexpected(to_come.error());
    const auto done = permits ? permit(session, reviewed.town, reviewed.view, draft.bookings,
                                       {.by = by.account, .decision = order}, now)
                              : refuse_bookings(session, reviewed.town, reviewed.view, draft.bookings, order, now);
    if (!done) return tl::unexpected(done.error());
    notify(session, reviewed.view.application, {.kind = permits ? "permitted" : "refused", .reason = draft.reason},
           now);
    return newest_outcome(session, reviewed.view.application.id);
}

// The review ends with its decision; bookings that were left out of the draft get a review of their own.
Result<void> conclude(Session& session, const Reviewed& reviewed, const Draft& draft, const Decider& by,
                      ReviewAdvance what) {
    if (const auto allowed = next_state(reviewed.review.state, what.event); !allowed)
        return tl::unexpected(allowed.error());
    const auto decision = carry_out(session, reviewed, draft, by, what.at);
    if (!decision) return tl::unexpected(decision.error());
    what.post = by.post;
    what.as_deputy = by.as_deputy;
    what.decision = *decision;
    if (auto moved = move(session, reviewed.review, what); !moved) return moved;
    if (reviewed.review.matter != ReviewMatter::permit) return {};
    if (draft.bookings.size() < bookings_in(reviewed.view, BookingState::under_review).size())
        begin_review(session, reviewed.view.application.id, what.at);
    return {};
}

const PostCode& post_in_turn(const Review& review) {
    return review.draft->steps.at(static_cast<std::size_t>(review.step) - 1);
}

bool is_last_step(const Review& review) { return static_cast<std::size_t>(review.step) == review.draft->steps.size(); }

Result<HeldPost> acting(Session& session, const Reviewed& reviewed, const Account& staff, const PostCode& post) {
    return acting_in(persistence::posts_held(session, staff.id), post, reviewed.today);
}

ApprovalTurn turn_of(Session& session, const Review& review) {
    ApprovalTurn turn{.drafter = review.draft->by,
                      .drafter_may_approve = review.draft->drafter_may_approve,
                      .approved_by = {},
                      .is_last = is_last_step(review),
                      .without_opinion = {}};
    for (const auto& line : persistence::history_of(session, review.id))
        if (line.event == name_of(ReviewEvent::approved) && line.round == review.round && line.account)
            turn.approved_by.push_back(*line.account);
    for (const auto& asked : review.consultations)
        if (!asked.opinion) turn.without_opinion.push_back(asked.post);
    return turn;
}

Result<void> approve(Session& session, const Reviewed& reviewed, const Decider& by, ReviewAdvance what) {
    const Review& review = reviewed.review;
    if (const auto may = check_approver(turn_of(session, review), by.account); !may) return may;
    what.event = is_last_step(review) ? ReviewEvent::decided : ReviewEvent::approved;
    if (is_last_step(review)) return conclude(session, reviewed, *review.draft, by, what);
    return move(session, review, what);
}

// The last approver may decide the other way: what was to be permitted is refused, with the reason they give.
Result<void> reject(Session& session, const Reviewed& reviewed, const Decider& by, const ReviewAdvance& what) {
    const Review& review = reviewed.review;
    if (!is_last_step(review)) return refuse("not_last_step");
    if (review.draft->proposal == Proposal::refuse || review.draft->proposal == Proposal::revoke)
        return refuse("proposal_is_refusal");
    if (const auto may = check_approver(turn_of(session, review), by.account); !may) return may;
    Draft refusal = *review.draft;
    refusal.proposal = Proposal::refuse;
    refusal.conditions.clear();
    refusal.reason = what.words;
    return conclude(session, reviewed, refusal, by, what);
}

// Nothing waits without the draft: nobody but staff asked for it.
bool ends_with_its_draft(Session& session, const Review& review) {
    if (review.matter == ReviewMatter::change)
        return persistence::change_request_of(session, review.id).value().asked_by_staff;
    return review.matter != ReviewMatter::permit;
}

ReviewEvent event_of(ApprovalAct act) {
    switch (act) {
    case ApprovalAct::approve:
        return ReviewEvent::approved;
    case ApprovalAct::send_back:
        return ReviewEvent::returned;
    case ApprovalAct::reject:
        return ReviewEvent::rejected;
    }
    return ReviewEvent::approved;
}

// What is drafted about is not as it was: it goes back, or there is nothing left to decide.
Result<void> send_back_outdated(Session& session, const TownInForce& town, const ApplicationView& view,
                                const Review& review, Instant now) {
    const bool is_over = std::ranges::none_of(view.bookings, [&](const persistence::Booking& booking) {
        return std::ranges::find(review.draft->bookings, booking.id) != review.draft->bookings.end() &&
               occupies(booking.state);
    });
    if (is_over && review.matter == ReviewMatter::change) {
        end_change_request(session, town, view.application, persistence::change_request_of(session, review.id).value(),
                           ReviewEvent::lapsed, std::nullopt, now);
        return {};
    }
    ReviewAdvance what;
    what.event = is_over ? ReviewEvent::lapsed : ReviewEvent::facts_changed;
    what.at = now;
    return move(session, review, what);
}

// What the posts approve is what is charged: a change that costs something else by now is not what they saw. One that
// is not possible any more is told so by who carries it out.
bool has_another_fee(Session& session, const Reviewed& reviewed, Instant now) {
    if (reviewed.review.matter != ReviewMatter::change || reviewed.review.draft->proposal != Proposal::grant)
        return false;
    const auto request = persistence::change_request_of(session, reviewed.review.id).value();
    const auto wanted = wanted_now(session, reviewed.town, reviewed.view, request, now);
    return wanted && wanted->plan.is_possible() && asked_uses(*wanted) != request.uses;
}

bool must_come_back(Session& session, const Review& review) {
    return review.matter != ReviewMatter::permit && review.state == ReviewState::in_approval &&
           persistence::is_outdated(session, review);
}

// A review of the matter that can be drafted: the open one, or a new one.
Review to_draft(Session& session, ApplicationId application, ReviewMatter matter, Instant now) {
    if (auto open = persistence::find_open_review(session, application, matter)) return std::move(*open);
    static_cast<void>(persistence::open_review(session, application, now, matter));
    return persistence::find_open_review(session, application, matter).value();
}

Result<void> begin_draft(Session& session, const CaseRoute& route, const ApplicationView& view, ReviewMatter matter,
                         Draft draft, const std::string& words, Instant now) {
    if (route.posts.empty()) return refuse("no_approval_route");
    draft.steps = route.posts;
    draft.consultations = route.rule.consultations;
    draft.drafter_may_approve = route.rule.drafter_may_approve;
    auto what = step(ReviewEvent::drafted, now, draft.by, words);
    what.draft = std::move(draft);
    return move(session, to_draft(session, view.application.id, matter, now), what);
}

Result<void> begin_reduction_draft(Session& session, const ReductionTowns& towns, const ApplicationView& view,
                                   const Account& staff, const ReductionDraft& command, Instant now) {
    const ReductionDecisionCommand& proposed = command.decision;
    if (auto possible = check_reduction_decision(session, towns.priced_by, view, proposed, now); !possible)
        return possible;
    const auto code = proposed.reduction ? proposed.reduction
                      : view.reduction   ? std::optional{view.reduction->reduction}
                                         : std::nullopt;
    const auto bookings = reducible_bookings(view);
    return begin_draft(session, route_of(towns.in_force, view, bookings, ReviewMatter::reduction), view,
                       ReviewMatter::reduction,
                       Draft{.by = staff.id,
                             .proposal = proposed.is_granted ? Proposal::grant : Proposal::refuse,
                             .bookings = bookings,
                             .conditions = {},
                             .reason = proposed.reason,
                             .reduction = code,
                             .evidence_seen_on = proposed.evidence_seen_on,
                             .steps = {},
                             .consultations = {}},
                       command.words, now);
}

// 専決 by who drafted it: the way has one post, which may decide its own draft and hears nobody, and it is theirs
// today.
bool is_own_to_decide(Session& session, const Reviewed& reviewed, const Account& staff) {
    const Draft& draft = *reviewed.review.draft;
    if (draft.steps.size() != 1 || !draft.drafter_may_approve || !reviewed.review.consultations.empty()) return false;
    const auto held = acting(session, reviewed, staff, draft.steps.front());
    return held && !held->as_deputy;
}

// What waits, or what is asked for at the desk and waits from now on; as it would be now.
struct ChangeToDraft {
    persistence::ChangeRequest request;
    WantedChange wanted;
};
Result<ChangeToDraft> asked_at_desk(Session& session, const TownInForce& town, const ApplicationView& view,
                                    const Account& staff, const ChangeDraft& command, Instant now) {
    if (persistence::open_change_request(session, command.application)) return refuse("change_requested_already");
    auto wanted = wanted_change(session, town, view, *command.change, ChangeRules::staff, now);
    if (!wanted) return tl::unexpected(wanted.error());
    if (const auto* refused = first_refused(wanted->plan)) return tl::unexpected(*refused->refusal);
    if (change_route(town, view, wanted->as_wanted, bookings_of(wanted->plan)).posts.empty())
        return refuse("no_approval_route");
    const std::string nothing; // what the desk says to the posts is not the applicant's to read
    auto request =
        begin_change_request(session, town, view, {staff.id, true}, {*command.change, *wanted, nothing}, now);
    if (!request) return tl::unexpected(request.error());
    return ChangeToDraft{std::move(*request), std::move(*wanted)};
}
Result<ChangeToDraft> applied_for(Session& session, const TownInForce& town, const ApplicationView& view,
                                  const ChangeDraft& command, Instant now) {
    auto request = persistence::open_change_request(session, command.application);
    if (!request) return refuse("review_not_found");
    auto wanted = wanted_now(session, town, view, *request, now);
    if (!wanted) return tl::unexpected(wanted.error());
    if (!command.is_granted) return ChangeToDraft{std::move(*request), std::move(*wanted)};
    if (const auto* refused = first_refused(wanted->plan)) return tl::unexpected(*refused->refusal);
    auto renewed = renew_change_request(session, town, std::move(*request), *wanted, now);
    if (!renewed) return tl::unexpected(renewed.error());
    return ChangeToDraft{std::move(*renewed), std::move(*wanted)};
}

Result<void> begin_change_draft(Session& session, const TownInForce& town, const ApplicationView& view,
                                const Account& staff, const ChangeDraft& command, Instant now) {
    if (!command.is_granted && command.reason.empty()) return refuse("reason_required");
    const auto open = persistence::find_open_review(session, command.application, ReviewMatter::change);
    if (open && !command.change)
        if (const auto can = next_state(open->state, ReviewEvent::drafted); !can) return tl::unexpected(can.error());
    const auto asked = command.change ? asked_at_desk(session, town, view, staff, command, now)
                                      : applied_for(session, town, view, command, now);
    if (!asked) return tl::unexpected(asked.error());
    const auto bookings = bookings_of(asked->wanted.plan);
    return begin_draft(session, change_route(town, view, asked->wanted.as_wanted, bookings), view, ReviewMatter::change,
                       Draft{.by = staff.id,
                             .proposal = command.is_granted ? Proposal::grant : Proposal::refuse,
                             .bookings = bookings,
                             .conditions = {},
                             .reason = command.is_granted ? "" : command.reason,
                             .steps = {},
                             .consultations = {}},
                       command.words, now);
}

} // namespace

Result<ApplicationView> draft_change(const Context& context, const Account& staff, const ChangeDraft& command) {
    const Instant now = context.clock.now();
    const Viewer viewer{staff.id, true};
    // As change_application remembers it: whoever repeats what became a draft asks for a change again.
    const auto key =
        command.change ? std::optional{persistence::IdempotencyKey{staff.id, "change", command.change->idempotency_key,
                                                                   command.change->request_hash}}
                       : std::nullopt;
    const auto work = [&](Session& session, const TownInForce& town) -> Result<ApplicationView> {
        persistence::lock_application(session, command.application);
        const auto view = view_application(session, viewer, command.application);
        if (!view) return view;
        if (key) {
            const auto known = persistence::remembered(session, *key);
            if (!known) return tl::unexpected(known.error());
            if (*known) return *view;
        }
        if (const auto fresh = check_version(*view, command.version); !fresh) return tl::unexpected(fresh.error());
        if (const auto begun = begin_change_draft(session, town, *view, staff, command, now); !begun)
            return tl::unexpected(begun.error());
        if (key) persistence::remember(session, *key, command.application.value(), now);
        return view_application(session, viewer, command.application);
    };
    auto drafted = with_town_in_force(context.catalog, [&](const TownInForce& town) {
        return context.database.transact([&](Session& session) { return work(session, town); });
    });
    context.push_bell.ring();
    return drafted;
}

Result<ApplicationView> draft_revocation(const Context& context, const Account& staff, const RevocationDraft& command) {
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    const Revocation& proposed = command.revocation;
    auto drafted = context.database.transact([&](Session& session) -> Result<ApplicationView> {
        const auto booking = locked_booking(session, proposed.booking);
        if (!booking) return refuse("booking_not_found");
        if (const auto possible = check_revocation(session, *town, proposed, now); !possible)
            return tl::unexpected(possible.error());
        const auto view = view_application(session, {staff.id, true}, booking->application);
        if (!view) return view;
        const CaseRoute route = route_of(*town, *view, {booking->id}, ReviewMatter::revocation);
        if (const auto begun = begin_draft(session, route, *view, ReviewMatter::revocation,
                                           Draft{.by = staff.id,
                                                 .proposal = Proposal::revoke,
                                                 .bookings = {booking->id},
                                                 .conditions = {},
                                                 .reason = proposed.reason,
                                                 .cause = proposed.cause,
                                                 .steps = {},
                                                 .consultations = {}},
                                           command.words, now);
            !begun)
            return tl::unexpected(begun.error());
        return view_application(session, {staff.id, true}, booking->application);
    });
    context.push_bell.ring();
    return drafted;
}

Result<ApplicationView> draft_reduction(const Context& context, const Account& staff, const ReductionDraft& command) {
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    const ReductionDecisionCommand& proposed = command.decision;
    auto drafted = with_pricing_towns(context, proposed.application, [&](const PricingTowns& priced_by) {
        return context.database.transact([&](Session& session) -> Result<ApplicationView> {
            persistence::lock_application(session, proposed.application);
            const auto view = view_application(session, {staff.id, true}, proposed.application);
            if (!view) return view;
            if (const auto fresh = check_version(*view, proposed.version); !fresh) return tl::unexpected(fresh.error());
            if (const auto begun = begin_reduction_draft(session, {*town, priced_by}, *view, staff, command, now);
                !begun)
                return tl::unexpected(begun.error());
            return view_application(session, {staff.id, true}, proposed.application);
        });
    });
    context.push_bell.ring();
    return drafted;
}

Result<void> apply_for_reduction_at_desk(Session& session, const ReductionTowns& towns, const ApplicationView& view,
                                         const Account& staff, LocalDate evidence_seen_on, Instant now) {
    const ReductionDraft draft{.decision = {.application = view.application.id,
                                            .is_granted = true,
                                            .reduction = {},
                                            .evidence_seen_on = evidence_seen_on,
                                            .reason = {}}};
    if (auto begun = begin_reduction_draft(session, towns, view, staff, draft, now); !begun) return begun;
    const Reviewed reviewed{
        towns.in_force, view,
        persistence::find_open_review(session, view.application.id, ReviewMatter::reduction).value(),
        to_town_time(now).date, &towns.priced_by};
    if (!is_own_to_decide(session, reviewed, staff)) return {};
    const PostCode& post = post_in_turn(reviewed.review);
    auto decided = step(ReviewEvent::decided, now, staff.id);
    decided.post = post;
    return approve(session, reviewed, {.account = staff.id, .post = post}, decided);
}

int return_outdated_drafts(const Context& context) {
    constexpr int at_a_time = 100;
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    const auto outdated =
        context.database.read([](Session& session) { return persistence::outdated_reviews(session, at_a_time); });
    int returned = 0;
    for (const Review& seen : outdated) {
        const auto done = context.database.transact([&](Session& session) -> Result<void> {
            persistence::lock_application(session, seen.application);
            const auto review = persistence::find_open_review(session, seen.application, seen.matter);
            if (!review || !must_come_back(session, *review)) return refuse("review_not_found");
            const auto view = whole_application(session, *persistence::find_application(session, seen.application));
            return send_back_outdated(session, *town, view, *review, now);
        });
        if (done) ++returned;
    }
    return returned;
}

Result<ApplicationView> draft(const Context& context, const Account& staff, const DraftCommand& command) {
    return in_review(context, staff, command.seen,
                     [&](Session& session, const Reviewed& reviewed, Instant now) -> Result<void> {
                         auto drafted = draft_of(reviewed, staff, command);
                         if (!drafted) return tl::unexpected(drafted.error());
                         if (drafted->steps.empty()) return refuse("no_approval_route");
                         auto what = step(ReviewEvent::drafted, now, staff.id, command.words);
                         what.draft = std::move(*drafted);
                         return move(session, reviewed.review, what);
                     });
}

Result<ApplicationView> take_back_draft(const Context& context, const Account& staff, const SeenApplication& seen) {
    return in_review(context, staff, seen,
                     [&](Session& session, const Reviewed& reviewed, Instant now) -> Result<void> {
                         const Review& review = reviewed.review;
                         const bool ends = ends_with_its_draft(session, review);
                         const auto what = step(ends ? ReviewEvent::withdrawn : ReviewEvent::taken_back, now, staff.id);
                         if (const auto can = next_state(review.state, what.event); !can)
                             return tl::unexpected(can.error());
                         const bool came_back = ends && review.state == ReviewState::returned;
                         if (!came_back && review.draft->by != staff.id) return refuse("not_the_drafter");
                         if (ends && review.matter == ReviewMatter::change) {
                             end_change_request(session, reviewed.town, reviewed.view.application,
                                                persistence::change_request_of(session, review.id).value(),
                                                ReviewEvent::withdrawn, staff.id, now);
                             return {};
                         }
                         return move(session, review, what);
                     });
}

Result<ApplicationView> act_on_draft(const Context& context, const Account& staff, const ApprovalCommand& command) {
    return in_review(context, staff, command.seen,
                     [&](Session& session, const Reviewed& reviewed, Instant now) -> Result<void> {
                         auto what = step(event_of(command.act), now, staff.id, command.words);
                         if (const auto can = next_state(reviewed.review.state, what.event); !can)
                             return tl::unexpected(can.error());
                         if (must_come_back(session, reviewed.review) || has_another_fee(session, reviewed, now))
                             return send_back_outdated(session, reviewed.town, reviewed.view, reviewed.review, now);
                         const PostCode& post = post_in_turn(reviewed.review);
                         const auto held = acting(session, reviewed, staff, post);
                         if (!held) return tl::unexpected(held.error());
                         if (command.act != ApprovalAct::approve && command.words.empty())
                             return refuse("reason_required");
                         what.post = post;
                         what.as_deputy = held->as_deputy;
                         const Decider by{.account = staff.id, .post = post, .as_deputy = held->as_deputy};
                         if (command.act == ApprovalAct::approve) return approve(session, reviewed, by, what);
                         if (command.act == ApprovalAct::reject) return reject(session, reviewed, by, what);
                         return move(session, reviewed.review, what);
                     });
}

Result<ApplicationView> ask_opinion(const Context& context, const Account& staff, const SeenApplication& seen,
                                    const PostCode& post) {
    return in_review(
        context, staff, seen, [&](Session& session, const Reviewed& reviewed, Instant now) -> Result<void> {
            const Review& review = reviewed.review;
            if (review.state != ReviewState::in_approval)
                return refuse("wrong_review_state",
                              {{"state", std::string{name_of(review.state)}}, {"event", "asked"}});
            if (review.draft->by != staff.id)
                if (const auto held = acting(session, reviewed, staff, post_in_turn(review)); !held)
                    return tl::unexpected(held.error());
            if (find_post(reviewed.town.town, post) == nullptr) return refuse("unknown_post", {{"post", post.value()}});
            const bool approves = std::ranges::find(review.draft->steps, post) != review.draft->steps.end();
            if (approves || !persistence::ask(session, review, post, staff.id, now))
                return refuse("already_asked", {{"post", post.value()}});
            return {};
        });
}

Result<ApplicationView> give_opinion(const Context& context, const Account& staff, const OpinionCommand& command) {
    return in_review(context, staff, command.seen,
                     [&](Session& session, const Reviewed& reviewed, Instant now) -> Result<void> {
                         const Review& review = reviewed.review;
                         if (review.state != ReviewState::in_approval)
                             return refuse("wrong_review_state",
                                           {{"state", std::string{name_of(review.state)}},
                                            {"event", command.opinion == Opinion::agree ? "agreed" : "objected"}});
                         const auto held = acting(session, reviewed, staff, command.post);
                         if (!held) return tl::unexpected(held.error());
                         if (command.opinion == Opinion::object && command.words.empty())
                             return refuse("reason_required");
                         if (!persistence::give_opinion(session, review,
                                                        {.post = command.post,
                                                         .opinion = command.opinion,
                                                         .by = staff.id,
                                                         .as_deputy = held->as_deputy,
                                                         .words = command.words},
                                                        now))
                             return refuse("not_asked", {{"post", command.post.value()}});
                         return {};
                     });
}

Result<ApplicationView> acknowledge_deputy(const Context& context, const Account& staff, const SeenApplication& seen,
                                           const PostCode& post) {
    const Instant now = context.clock.now();
    return context.database.transact([&](Session& session) -> Result<ApplicationView> {
        persistence::lock_application(session, seen.application);
        const auto view = view_application(session, {staff.id, true}, seen.application);
        if (!view) return view;
        if (const auto fresh = check_version(*view, seen.version); !fresh) return tl::unexpected(fresh.error());
        const auto review = persistence::newest_review(session, seen.application, seen.matter);
        if (!review) return refuse("review_not_found");
        const auto held = acting_in(persistence::posts_held(session, staff.id), post, to_town_time(now).date);
        if (!held) return tl::unexpected(held.error());
        if (held->as_deputy || !persistence::acknowledge(session, review->id, post, staff.id, now))
            return refuse("nothing_to_acknowledge", {{"post", post.value()}});
        return view_application(session, {staff.id, true}, seen.application);
    });
}

Result<ApplicationView> record_outside_decision(const Context& context, const Account& staff,
                                                const OutsideDecisionCommand& command) {
    return in_review(context, staff, command.outcome.seen,
                     [&](Session& session, const Reviewed& reviewed, Instant now) -> Result<void> {
                         const auto drafted = draft_of(reviewed, staff, command.outcome);
                         if (!drafted) return tl::unexpected(drafted.error());
                         if (command.outside_number.empty()) return refuse("outside_number_required");
                         return conclude(session, reviewed, *drafted,
                                         {.account = staff.id, .outside_number = command.outside_number},
                                         step(ReviewEvent::decided_outside, now, staff.id, command.outcome.words));
                     });
}

} // namespace hiroba::services
