#include "services/api/review_json.hpp"

#include "services/booking/fee_json.hpp"

#include <algorithm>

namespace hiroba::services::api {
namespace {

using nlohmann::json;
using persistence::Review;
using persistence::ReviewHistory;

// A post that has left the town keeps its code as its name.
json named_post(const Town& town, const PostCode& code) {
    const Post* post = find_post(town, code);
    return {{"code", code.value()},
            {"name", text_json(post == nullptr ? Text{code.value(), code.value()} : post->name)}};
}

json words_json(const std::string& words) { return words.empty() ? json(nullptr) : json(words); }

// What the post whose step it is did in this round, or nothing.
const ReviewHistory* done_at(const ReviewView& view, int step) {
    const auto done = std::ranges::find_if(view.history, [&](const ReviewHistory& line) {
        return line.round == view.review.round && line.step == step && line.post &&
               (line.event == name_of(ReviewEvent::approved) || line.event == name_of(ReviewEvent::decided) ||
                line.event == name_of(ReviewEvent::rejected));
    });
    return done == view.history.end() ? nullptr : &*done;
}

json step_json(const ReviewView& view, const Town& town, int step, const PostCode& post) {
    const ReviewHistory* done = view.review.draft ? done_at(view, step) : nullptr;
    const bool has_turn = view.review.state == ReviewState::in_approval && view.review.step == step;
    return {{"post", named_post(town, post)},
            {"state", done != nullptr ? "done"
                      : has_turn      ? "turn"
                                      : "waiting"},
            {"by", done == nullptr ? json(nullptr) : or_null(done->by)},
            {"as_deputy", done != nullptr && done->as_deputy},
            {"words", done == nullptr ? json(nullptr) : words_json(done->words)},
            {"at_ms", done == nullptr ? json(nullptr) : json(done->at.epoch_ms())}};
}

// Before it is drafted, the route that it will take.
json steps_json(const ReviewView& view, const Town& town) {
    auto steps = json::array();
    const auto& posts = view.review.draft ? view.review.draft->steps : view.route.posts;
    for (std::size_t at = 0; at < posts.size(); ++at)
        steps.push_back(step_json(view, town, static_cast<int>(at) + 1, posts[at]));
    return steps;
}

json consultations_json(const ReviewView& view, const Town& town) {
    auto asked = json::array();
    for (const auto& each : view.review.consultations)
        asked.push_back({{"post", named_post(town, each.post)},
                         {"opinion", each.opinion ? json(name_of(*each.opinion)) : json(nullptr)},
                         {"by", words_json(each.given_by_name)},
                         {"as_deputy", each.as_deputy},
                         {"words", words_json(each.words)},
                         {"at_ms", each.given_at ? json(each.given_at->epoch_ms()) : json(nullptr)}});
    return asked;
}

json history_json(const ReviewView& view, const Town& town) {
    auto lines = json::array();
    for (const ReviewHistory& line : view.history)
        lines.push_back({{"event", line.event},
                         {"to_state", line.to_state},
                         {"post", line.post ? named_post(town, *line.post) : json(nullptr)},
                         {"by", or_null(line.by)},
                         {"as_deputy", line.as_deputy},
                         {"words", words_json(line.words)},
                         {"at_ms", line.at.epoch_ms()},
                         {"acknowledged_by", or_null(line.acknowledged_by)}});
    return lines;
}

json held_json(const HeldPost& held, const Town& town) {
    return {{"post", named_post(town, held.post)}, {"as_deputy", held.as_deputy}};
}

json part_json(const Part& part, const Town& town) {
    auto consulted = json::array();
    for (const HeldPost& held : part.consulted)
        consulted.push_back(held_json(held, town));
    auto acknowledges = json::array();
    for (const PostCode& post : part.acknowledges)
        acknowledges.push_back(named_post(town, post));
    return {{"drafts", part.drafts},
            {"drafted", part.drafted},
            {"decides", part.decides ? held_json(*part.decides, town) : json(nullptr)},
            {"consulted", std::move(consulted)},
            {"acknowledges", std::move(acknowledges)},
            {"sees_papers", part.sees_papers}};
}

json draft_json(const Review& review) {
    if (!review.draft) return nullptr;
    auto bookings = json::array();
    for (const BookingId booking : review.draft->bookings)
        bookings.push_back(id_json(booking));
    auto conditions = json::array();
    for (const Text& condition : review.draft->conditions)
        conditions.push_back(text_json(condition));
    return {{"by", review.drafter},
            {"proposal", name_of(review.draft->proposal)},
            {"booking_ids", std::move(bookings)},
            {"conditions", std::move(conditions)},
            {"reason", words_json(review.draft->reason)},
            {"cause", review.draft->cause ? json(name_of(*review.draft->cause)) : json(nullptr)},
            {"reduction_code", code_or_null(review.draft->reduction)},
            {"evidence_seen_on",
             review.draft->evidence_seen_on ? json(review.draft->evidence_seen_on->iso8601()) : json(nullptr)}};
}

} // namespace

json review_json(const ReviewView& view, const Shown& shown) {
    const Town& town = shown.town.town;
    return {{"review_id", id_json(view.review.id)},
            {"matter", name_of(view.review.matter)},
            {"application", application_json(view.application, shown)},
            {"state", name_of(view.review.state)},
            {"step", view.review.step},
            {"steps", steps_json(view, town)},
            {"delegated", view.route.is_delegated()},
            {"draft", draft_json(view.review)},
            {"change", view.change ? change_request_json(*view.change, view.application, shown) : json(nullptr)},
            {"consultations", consultations_json(view, town)},
            {"history", history_json(view, town)},
            {"part", part_json(view.part, town)}};
}

json review_file_json(const ReviewView& view, const Shown& shown) {
    auto conditions = json::array();
    for (const auto& condition : decision_rules(shown.town.town, view.application.application.facility).conditions)
        conditions.push_back({{"code", condition.code}, {"text", text_json(condition.text)}});
    auto posts = json::array();
    for (const Post& post : shown.town.town.posts)
        posts.push_back({{"code", post.code.value()}, {"name", text_json(post.name)}});
    return {{"review", review_json(view, shown)},
            {"standard_conditions", std::move(conditions)},
            {"posts", std::move(posts)}};
}

json post_json(const PostInTown& line) {
    auto holders = json::array();
    for (const auto& holder : line.holders)
        holders.push_back({{"name", holder.name},
                           {"first", holder.first.iso8601()},
                           {"last", holder.last ? json(holder.last->iso8601()) : json(nullptr)}});
    auto deputies = json::array();
    for (const auto& deputy : line.deputies)
        deputies.push_back(deputy_json(deputy));
    return {{"code", line.post.code.value()},
            {"name", text_json(line.post.name)},
            {"holders", std::move(holders)},
            {"deputies", std::move(deputies)},
            {"mine", line.is_mine}};
}

json deputy_json(const persistence::Deputy& deputy) {
    return {{"deputy_id", std::to_string(deputy.id)},
            {"post", deputy.post.value()},
            {"name", deputy.name},
            {"first", deputy.first.iso8601()},
            {"last", deputy.last.iso8601()}};
}

} // namespace hiroba::services::api
