#include "services/approval/worklist.hpp"

#include "services/board/board.hpp"

#include <algorithm>

namespace hiroba::services {
namespace {

using persistence::Account;
using persistence::Review;
using persistence::Session;

// Who looks, with their posts.
struct Person {
    const Account& account;
    std::vector<HeldPost> posts;
    LocalDate today;
};

std::optional<HeldPost> acting(const Person& person, const PostCode& post) {
    const auto held = acting_in(person.posts, post, person.today);
    return held ? std::optional{*held} : std::nullopt;
}

Part part_of(const ReviewView& view, const Person& person) {
    Part part;
    const Review& review = view.review;
    const bool to_draft = review.state == ReviewState::to_draft || review.state == ReviewState::returned;
    part.drafts = to_draft && person.account.role == Role::desk;
    part.drafted = review.draft && review.draft->by == person.account.id;
    if (review.state == ReviewState::in_approval) {
        part.decides = acting(person, review.draft->steps.at(static_cast<std::size_t>(review.step) - 1));
        for (const auto& asked : review.consultations)
            if (const auto held = acting(person, asked.post); held && !asked.opinion) part.consulted.push_back(*held);
    }
    for (const auto& line : view.history) {
        if (!line.as_deputy || line.acknowledged_at || !line.post) continue;
        const auto held = acting(person, *line.post);
        const bool listed = std::ranges::find(part.acknowledges, *line.post) != part.acknowledges.end();
        if (held && !held->as_deputy && !listed) part.acknowledges.push_back(*line.post);
    }
    return part;
}

// As the town's route for its matter has it.
CaseRoute route_of_review(const TownInForce& town, const ApplicationView& application, const Review& review,
                          const std::optional<persistence::ChangeRequest>& change) {
    if (change) {
        ApplicationView wanted = application;
        std::vector<BookingId> changing;
        for (const persistence::AskedUse& use : change->uses) {
            changing.push_back(use.booking);
            auto& booking = *std::ranges::find(wanted.bookings, use.booking, &persistence::Booking::id);
            booking.space = use.space;
            booking.total = use.total;
        }
        return change_route(town, application, wanted, changing);
    }
    if (review.matter == ReviewMatter::permit || !review.draft)
        return route_of(town, application, bookings_in(application, BookingState::under_review));
    return route_of(town, application, review.draft->bookings, review.matter);
}

ReviewView view_of(Session& session, const TownInForce& town, Review review, const Person& person) {
    auto application = whole_application(session, *persistence::find_application(session, review.application));
    const auto holder = persistence::find_account(session, application.application.account);
    auto change =
        review.matter == ReviewMatter::change ? persistence::change_request_of(session, review.id) : std::nullopt;
    auto route = route_of_review(town, application, review, change);
    auto history = persistence::history_of(session, review.id);
    ReviewView view{.review = std::move(review),
                    .application = std::move(application),
                    .holder = holder ? holder->display_name : "",
                    .route = std::move(route),
                    .history = std::move(history),
                    .part = {},
                    .change = std::move(change)};
    view.part = part_of(view, person);
    const Part& part = view.part;
    view.part.sees_papers = person.account.role == Role::desk || part.decides || !part.consulted.empty() ||
                            !part.acknowledges.empty() ||
                            persistence::has_acted(session, view.review.application, person.account.id);
    return view;
}

Person person_of(Session& session, const Account& account, Instant now) {
    return {account, persistence::posts_held(session, account.id), to_town_time(now).date};
}

LocalDateTime earliest_use(const ReviewView& view) { return view.application.bookings.front().start; }

} // namespace

std::vector<ReviewView> worklist(const Context& context, const Account& by, int limit) {
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    auto views = context.database.read([&](Session& session) {
        const Person person = person_of(session, by, now);
        auto reviews = persistence::open_reviews(session, limit);
        for (auto& review : persistence::reviews_to_acknowledge(session, limit))
            if (!is_open(review.state)) reviews.push_back(std::move(review));
        std::vector<ReviewView> listed;
        for (auto& review : reviews) {
            listed.push_back(view_of(session, *town, std::move(review), person));
            const ReviewView& view = listed.back();
            if (!is_open(view.review.state) && view.part.acknowledges.empty()) listed.pop_back();
        }
        return listed;
    });
    std::ranges::stable_sort(views, {}, earliest_use);
    std::vector<ApplicationId> looked_at;
    for (const ReviewView& view : views)
        looked_at.push_back(view.application.application.id);
    log_application_looks(context, by.id, looked_at);
    return views;
}

bool is_before_or_went_through(Session& session, const TownInForce& town, const Account& person, ApplicationId id,
                               Instant now) {
    return std::ranges::any_of(review_matters, [&](ReviewMatter matter) {
        auto review = persistence::newest_review(session, id, matter);
        return review && view_of(session, town, std::move(*review), person_of(session, person, now)).part.sees_papers;
    });
}

Result<ReviewView> review_file(const Context& context, const Account& by, ApplicationId id, ReviewMatter matter) {
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    auto view = context.database.read([&](Session& session) -> Result<ReviewView> {
        if (!persistence::find_application(session, id)) return refuse("application_not_found");
        auto review = persistence::newest_review(session, id, matter);
        if (!review) return refuse("review_not_found");
        return view_of(session, *town, std::move(*review), person_of(session, by, now));
    });
    if (view) log_application_looks(context, by.id, {id});
    return view;
}

} // namespace hiroba::services
