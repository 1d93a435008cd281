#include "services/booking/application_view.hpp"

#include "persistence/repositories/reviews.hpp"
#include "persistence/repositories/tickets_in_use.hpp"
#include "services/payment/part_payment.hpp"

#include <algorithm>

namespace hiroba::services {
namespace {

using persistence::Application;
using persistence::Booking;
using persistence::Session;

bool is_decided_against(BookingState state) { return state == BookingState::refused || state == BookingState::revoked; }

// The note of the newest event that led into the booking's state.
std::string reason_of(Session& session, const Booking& booking) {
    const auto history = persistence::history_of(session, booking.id);
    for (auto line = history.rbegin(); line != history.rend(); ++line)
        if (line->to_state == name_of(booking.state) && line->note) return *line->note;
    return {};
}

bool is_one_of(BookingState state, std::initializer_list<BookingState> states) {
    return std::find(states.begin(), states.end(), state) != states.end();
}

Yen refunded(const ApplicationView& view, BookingId booking) {
    Yen sum;
    for (const auto& refund : view.refunds)
        if (refund.booking == booking && refund.state != persistence::RefundState::taken_back) sum += refund.amount;
    return sum;
}

std::optional<persistence::Obligation> owed_of(const ApplicationView& view) {
    const auto owed = std::ranges::find(view.obligations, "owed", &persistence::Obligation::state);
    return owed == view.obligations.end() ? std::nullopt : std::optional{*owed};
}

// Of others, what tickets paid is over: they came back, or were lost with the use.
bool may_have_tickets(const Booking& booking) {
    return is_one_of(booking.state, {BookingState::permitted_unpaid, BookingState::permitted, BookingState::checked_in,
                                     BookingState::used, BookingState::no_show});
}

std::vector<persistence::TicketUse> tickets_paying_for(Session& session, ApplicationId id,
                                                       const std::vector<Booking>& bookings) {
    std::vector<BookingId> permits;
    for (const Booking& booking : bookings)
        if (may_have_tickets(booking)) permits.push_back(booking.id);
    if (permits.empty()) return {};
    auto uses = persistence::tickets_used_for(session, id);
    std::erase_if(uses, [&](const persistence::TicketUse& use) {
        return std::ranges::find(permits, *use.booking) == permits.end();
    });
    return uses;
}

std::optional<ReviewStanding> standing_of(const std::optional<persistence::Review>& review) {
    if (!review) return std::nullopt;
    if (review->state != ReviewState::in_approval) return ReviewStanding{};
    return ReviewStanding{review->step, static_cast<int>(review->draft->steps.size())};
}

} // namespace

ApplicationView whole_application(Session& session, Application application) {
    ApplicationView view{.application = std::move(application),
                         .bookings = {},
                         .obligations = {},
                         .refunds = {},
                         .attempt = {},
                         .voucher = {},
                         .payments = {},
                         .plan = {},
                         .reduction = {},
                         .reasons = {},
                         .decisions = {},
                         .review = {},
                         .change_request = {},
                         .tickets = {},
                         .ticket_uses = {},
                         .warnings = {}};
    const ApplicationId id = view.application.id;
    view.bookings = persistence::bookings_of_application(session, id);
    if (view.bookings.empty()) view.tickets = persistence::find_ticket_book(session, id);
    view.obligations = persistence::obligations_of(session, id);
    if (!view.obligations.empty()) {
        view.refunds = persistence::refunds_of(session, id);
        view.attempt = persistence::newest_attempt_of(session, id);
        if (view.attempt && view.attempt->method == name_of(PaymentMethod::konbini))
            view.voucher = persistence::find_voucher(session, view.attempt->id);
        view.payments = persistence::payments_received(session, id);
        view.plan = persistence::plan_of(session, id);
    }
    if (view.application.details) view.reduction = persistence::reduction_of(session, id);
    if (std::ranges::find(view.bookings, BookingState::under_review, &Booking::state) != view.bookings.end())
        view.review = standing_of(persistence::find_open_review(session, id));
    // Only a permit is changed by a decision.
    if (std::ranges::any_of(view.bookings, [](const Booking& booking) {
            return is_one_of(booking.state, {BookingState::permitted_unpaid, BookingState::permitted});
        }))
        view.change_request = persistence::open_change_request(session, id);
    // Nothing is decided about what was not applied for yet.
    if (view.application.number) view.decisions = persistence::decisions_of(session, id);
    view.ticket_uses = tickets_paying_for(session, id, view.bookings);
    for (const Booking& booking : view.bookings)
        if (is_decided_against(booking.state)) view.reasons.emplace(booking.id, reason_of(session, booking));
    return view;
}

Result<ApplicationView> view_application(Session& session, const Viewer& viewer, ApplicationId id) {
    auto application = persistence::find_application(session, id);
    if (!application || (!viewer.is_staff && application->account != viewer.account))
        return refuse("application_not_found");
    return whole_application(session, std::move(*application));
}

std::vector<ApplicationView> views_of(Session& session, AccountId account, int limit) {
    std::vector<ApplicationView> views;
    for (auto& application : persistence::applications_of(session, account, limit))
        views.push_back(whole_application(session, std::move(application)));
    return views;
}

std::string_view name_of(ApplicationState state) {
    switch (state) {
    case ApplicationState::held:
        return "held";
    case ApplicationState::under_review:
        return "under_review";
    case ApplicationState::permitted_unpaid:
        return "permitted_unpaid";
    case ApplicationState::permitted:
        return "permitted";
    case ApplicationState::over:
        return "over";
    }
    return {};
}

ApplicationState state_of(const std::vector<Booking>& bookings) {
    const auto any = [&](std::initializer_list<BookingState> states) {
        return std::ranges::any_of(bookings, [&](const Booking& booking) { return is_one_of(booking.state, states); });
    };
    if (any({BookingState::held})) return ApplicationState::held;
    if (any({BookingState::permitted_unpaid})) return ApplicationState::permitted_unpaid;
    if (any({BookingState::under_review})) return ApplicationState::under_review;
    if (any({BookingState::permitted, BookingState::checked_in})) return ApplicationState::permitted;
    return ApplicationState::over;
}

std::string_view name_of(NextStep step) {
    switch (step) {
    case NextStep::fill_in:
        return "fill_in";
    case NextStep::pay:
        return "pay";
    case NextStep::submit:
        return "submit";
    case NextStep::submit_for_review:
        return "submit_for_review";
    case NextStep::wait_for_review:
        return "wait_for_review";
    case NextStep::pay_difference:
        return "pay_difference";
    case NextStep::none:
        return "none";
    }
    return {};
}

NextStep next_step(const TownInForce& town, const ApplicationView& view) {
    switch (state_of(view.bookings)) {
    case ApplicationState::held:
        if (!view.application.details) return NextStep::fill_in;
        if (is_reviewed(town, view)) return NextStep::submit_for_review;
        return std::ranges::all_of(view.bookings, [](const Booking& booking) { return booking.total == Yen{0}; })
                   ? NextStep::submit
                   : NextStep::pay;
    case ApplicationState::permitted_unpaid:
        return NextStep::pay;
    case ApplicationState::under_review:
        return owed(view) > Yen{0} ? NextStep::pay_difference : NextStep::wait_for_review;
    case ApplicationState::permitted:
        return owed(view) > Yen{0} ? NextStep::pay_difference : NextStep::none;
    case ApplicationState::over:
        return NextStep::none;
    }
    return NextStep::none;
}

Yen owed(const ApplicationView& view) {
    Yen sum;
    for (const auto& obligation : view.obligations)
        if (obligation.state == "owed") sum += persistence::rest_of(obligation);
    return sum;
}

Yen paid(const ApplicationView& view) {
    Yen sum;
    for (const auto& obligation : view.obligations)
        sum += obligation.paid;
    return sum;
}

bool has_live_attempt(const ApplicationView& view) { return view.attempt && view.attempt->live; }

std::optional<Instant> deadline_of(const ApplicationView& view, BookingState state) {
    std::optional<Instant> earliest;
    for (const Booking& booking : view.bookings)
        if (booking.state == state && booking.expires_at && (!earliest || *booking.expires_at < *earliest))
            earliest = booking.expires_at;
    return earliest;
}

std::optional<Instant> payment_due_of(const ApplicationView& view) {
    if (const auto due = deadline_of(view, BookingState::permitted_unpaid)) return due;
    for (const auto& obligation : view.obligations)
        if (obligation.state == "owed") return obligation.due_at;
    return std::nullopt;
}

std::optional<BookingEvent> giving_back(BookingState state) {
    for (const BookingEvent event : {BookingEvent::withdrawn, BookingEvent::cancelled})
        if (next_state(state, event)) return event;
    return std::nullopt;
}

Result<void> check_version(const ApplicationView& view, std::optional<std::int64_t> seen) {
    if (seen && *seen + 1 != view.application.version) return refuse("stale_version");
    return {};
}

std::optional<RefundTerms> terms_of(const TownInForce& town, const Booking& booking, const PaidFee& paid, Instant at) {
    const auto [facility, space] = find_space(town.town, booking.space);
    if (space == nullptr) return std::nullopt;
    const RefundRule& rule = refund_of(*facility, *space);
    const LocalDate day = to_town_time(at).date;
    const int percent = std::min(booking.refund_cap_percent, refund_percent(rule, day, booking.start.date));
    return RefundTerms{percent, static_cast<int>((booking.start.date - day).count()), paid,
                       refund_of(rule, paid, percent), rule.article};
}

std::optional<RefundTerms> refund_terms(const TownInForce& town, const ApplicationView& view, const Booking& booking,
                                        Instant now) {
    if (!giving_back(booking.state) || now >= to_instant(booking.start)) return std::nullopt;
    const auto parts = parts_of(view.bookings, owed_of(view));
    const auto part = parts.find(booking.id);
    const Yen paid = booking.paid + (part == parts.end() ? Yen{0} : part->second);
    const Yen given_back = refunded(view, booking.id);
    return terms_of(town, booking, {booking.charged - given_back, paid - given_back}, now);
}

ApplicationFacts facts_of(const Application& application) {
    const auto& details = *application.details;
    return {application.user_class, details.activity, details.people,
            details.highest_admission.has_value() || details.is_commercial};
}

bool is_changeable(const ApplicationView& view, const Booking& booking, Instant now) {
    return is_one_of(booking.state, {BookingState::held, BookingState::under_review, BookingState::permitted_unpaid,
                                     BookingState::permitted}) &&
           now < to_instant(booking.start) && !has_live_attempt(view);
}

bool is_reviewed(const TownInForce& town, const ApplicationView& view) {
    const Application& application = view.application;
    if (application.kind == persistence::ApplicationKind::official || !application.details) return false;
    if (view.reduction && view.reduction->state == persistence::ReductionState::waiting) return true;
    const ApplicationFacts facts = facts_of(application);
    return std::ranges::any_of(view.bookings, [&](const Booking& booking) {
        const auto [facility, space] = find_space(town.town, booking.space);
        return space != nullptr && needs_review(*facility, *space, facts);
    });
}

} // namespace hiroba::services
