#include "persistence/repositories/reviews.hpp"

#include "persistence/engine/errors.hpp"
#include "persistence/repositories/detail/names.hpp"
#include "persistence/repositories/detail/rows.hpp"
#include "persistence/repositories/new_id.hpp"

#include <array>
#include <stdexcept>

namespace hiroba::persistence {
namespace {

constexpr Sql insert_review =
    "INSERT INTO review (review_id, application_id, matter, is_open, state, round, step, drafter_may_approve, events,"
    " created_at_ms) VALUES (:review_id, :application_id, :matter, 1, 'to_draft', 0, 0, 0, 0, :created_at_ms)";
const std::string columns = "SELECT r.review_id, r.application_id, r.matter, r.state, r.round, r.step, r.drafted_by, "
                            "r.drafter_may_approve, r.proposal,"
                            " r.reason, r.cause, r.reduction_code, r.evidence_seen_on, r.decision_id, r.events, "
                            "r.created_at_ms, a.display_name FROM review r"
                            " LEFT JOIN account a ON a.account_id = r.drafted_by ";
using Row = std::tuple<ReviewId, ApplicationId, std::string, std::string, std::int64_t, std::int64_t,
                       std::optional<AccountId>, std::int64_t, std::optional<std::string>, std::optional<std::string>,
                       std::optional<std::string>, std::optional<ReductionCode>, std::optional<LocalDate>,
                       std::optional<DecisionId>, std::int64_t, Instant, std::optional<std::string>>;
constexpr Sql select_bookings = "SELECT booking_id FROM review_booking"
                                " WHERE review_id = :review_id AND round = :round ORDER BY booking_id";
constexpr Sql select_conditions = "SELECT text_ja, text_en FROM review_condition"
                                  " WHERE review_id = :review_id AND round = :round ORDER BY position";
constexpr Sql select_steps = "SELECT post_code FROM review_step"
                             " WHERE review_id = :review_id AND round = :round ORDER BY step";
constexpr Sql select_consultations =
    "SELECT c.post_code, c.asked_by, c.asked_at_ms, c.opinion, c.given_by, c.as_deputy, c.words, c.given_at_ms,"
    " a.display_name FROM review_consultation c LEFT JOIN account a ON a.account_id = c.given_by"
    " WHERE c.review_id = :review_id AND c.round = :round ORDER BY c.asked_at_ms, c.post_code";
constexpr Sql update_state = "UPDATE review SET state = :to_state, is_open = :is_open, step = :step, events = :events,"
                             " decision_id = :decision_id WHERE review_id = :review_id AND events = :events_before";
constexpr Sql update_draft =
    "UPDATE review SET state = :to_state, step = 1, events = :events, round = :round, drafted_by = :drafted_by,"
    " drafter_may_approve = :drafter_may_approve, proposal = :proposal, reason = :reason,"
    " cause = :cause, reduction_code = :reduction_code, evidence_seen_on = :evidence_seen_on"
    " WHERE review_id = :review_id AND events = :events_before";
constexpr Sql insert_booking =
    "INSERT INTO review_booking (review_id, round, booking_id, booking_version)"
    " SELECT :review_id, :round, o.owner_id, o.version FROM claim_owner o WHERE o.owner_id = :booking_id";
constexpr Sql select_outdated =
    "SELECT b.booking_id FROM review_booking b JOIN claim_owner o ON o.owner_id = b.booking_id"
    " WHERE b.review_id = :review_id AND b.round = :round AND o.version <> b.booking_version LIMIT 1";
constexpr Sql insert_condition = "INSERT INTO review_condition (review_id, round, position, text_ja, text_en)"
                                 " VALUES (:review_id, :round, :position, :text_ja, :text_en)";
constexpr Sql insert_step =
    "INSERT INTO review_step (review_id, round, step, post_code) VALUES (:review_id, :round, :step, :post_code)";
constexpr Sql insert_consultation =
    "INSERT INTO review_consultation (review_id, round, post_code, asked_by, asked_at_ms, as_deputy)"
    " VALUES (:review_id, :round, :post_code, :asked_by, :asked_at_ms, 0)";
constexpr Sql update_consultation =
    "UPDATE review_consultation SET opinion = :opinion, given_by = :given_by, as_deputy = :as_deputy, words = :words,"
    " given_at_ms = :given_at_ms WHERE review_id = :review_id AND round = :round AND post_code = :post_code"
    " AND opinion IS NULL";
constexpr Sql insert_event =
    "INSERT INTO review_event (review_id, sequence, event, from_state, to_state, round, step, post_code, account_id,"
    " as_deputy, words, at_ms) VALUES (:review_id, :sequence, :event, :from_state, :to_state, :round, :step,"
    " :post_code, :account_id, :as_deputy, :words, :at_ms)";
constexpr Sql count_event = "UPDATE review SET events = events + 1 WHERE review_id = :review_id";
constexpr Sql select_history =
    "SELECT e.sequence, e.event, e.from_state, e.to_state, e.round, e.step, e.post_code, e.account_id, a.display_name,"
    " e.as_deputy, e.words, e.at_ms, k.display_name, e.acknowledged_at_ms FROM review_event e"
    " LEFT JOIN account a ON a.account_id = e.account_id LEFT JOIN account k ON k.account_id = e.acknowledged_by"
    " WHERE e.review_id = :review_id ORDER BY e.sequence";
constexpr Sql select_acted =
    "SELECT r.review_id FROM review r WHERE r.application_id = :application_id AND"
    " (EXISTS (SELECT 1 FROM review_event e WHERE e.review_id = r.review_id AND"
    " (e.account_id = :acting OR e.acknowledged_by = :acknowledging))"
    " OR EXISTS (SELECT 1 FROM review_consultation c WHERE c.review_id = r.review_id AND c.given_by = :heard)) LIMIT 1";
constexpr Sql update_acknowledged =
    "UPDATE review_event SET acknowledged_by = :acknowledged_by, acknowledged_at_ms = :acknowledged_at_ms"
    " WHERE review_id = :review_id AND post_code = :post_code AND as_deputy = 1 AND acknowledged_at_ms IS NULL";

constexpr std::array proposals{Proposal::permit, Proposal::refuse, Proposal::revoke, Proposal::grant};

std::optional<std::string> or_none(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional{text};
}

ReviewState state_from(const std::string& name) {
    const auto state = review_state_named(name);
    if (!state) throw DatabaseError("review.state holds an unknown state");
    return *state;
}

std::vector<PostCode> steps_of(Session& session, const Binds& which) {
    std::vector<PostCode> steps;
    for (auto& [post] : session.select<PostCode>(select_steps, which))
        steps.push_back(std::move(post));
    return steps;
}

std::vector<Consultation> consultations_of(Session& session, const Binds& which) {
    std::vector<Consultation> all;
    for (auto& [post, asked_by, asked_at, opinion, given_by, deputy, words, given_at, name] :
         session.select<PostCode, AccountId, Instant, std::optional<std::string>, std::optional<AccountId>,
                        std::int64_t, std::optional<std::string>, std::optional<Instant>, std::optional<std::string>>(
             select_consultations, which))
        all.push_back(
            {.post = std::move(post),
             .asked_by = asked_by,
             .asked_at = asked_at,
             .opinion = opinion ? std::optional{*opinion == "agree" ? Opinion::agree : Opinion::object} : std::nullopt,
             .given_by = given_by,
             .given_by_name = std::move(name).value_or(""),
             .as_deputy = deputy == 1,
             .words = std::move(words).value_or(""),
             .given_at = given_at});
    return all;
}

Review review_from(Session& session, Row&& row) {
    auto& [id, application, matter, state, round, step, drafted_by, may_approve, proposal, reason, cause, reduction,
           evidence_seen_on, decision, events, created, drafter] = row;
    Review review{.id = id,
                  .application = application,
                  .matter = detail::named(review_matters, matter, "review.matter"),
                  .state = state_from(state),
                  .round = static_cast<int>(round),
                  .step = static_cast<int>(step),
                  .draft = {},
                  .drafter = std::move(drafter).value_or(""),
                  .consultations = {},
                  .decision = decision,
                  .created_at = created,
                  .events = events};
    if (!drafted_by) return review;
    const Binds which{{"review_id", id}, {"round", round}};
    Draft draft{.by = *drafted_by,
                .proposal = detail::named(proposals, proposal.value_or("permit"), "review.proposal"),
                .bookings = {},
                .conditions = {},
                .reason = std::move(reason).value_or(""),
                .cause = cause ? refund_cause_named(*cause) : std::nullopt,
                .reduction = std::move(reduction),
                .evidence_seen_on = evidence_seen_on,
                .steps = steps_of(session, which),
                .consultations = {},
                .drafter_may_approve = may_approve == 1};
    for (const auto& [booking] : session.select<BookingId>(select_bookings, which))
        draft.bookings.push_back(booking);
    for (auto& [ja, en] : session.select<std::string, std::string>(select_conditions, which))
        draft.conditions.push_back({std::move(ja), std::move(en)});
    review.draft = std::move(draft);
    review.consultations = consultations_of(session, which);
    return review;
}

std::vector<Review> select_reviews(Session& session, const std::string& where, const Binds& binds) {
    std::vector<Review> reviews;
    for (auto& row : detail::Rows<Row>::select(session, Sql::built(columns + where), binds))
        reviews.push_back(review_from(session, std::move(row)));
    return reviews;
}

std::optional<Review> only(std::vector<Review> found) {
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

void write_draft(Session& session, const Review& review, int round, const Draft& draft, Instant now) {
    for (const BookingId booking : draft.bookings)
        session.execute(insert_booking, {{"review_id", review.id}, {"round", round}, {"booking_id", booking}});
    int position = 0;
    for (const Text& condition : draft.conditions)
        session.execute(insert_condition, {{"review_id", review.id},
                                           {"round", round},
                                           {"position", ++position},
                                           {"text_ja", condition.ja},
                                           {"text_en", condition.en}});
    int step = 0;
    for (const PostCode& post : draft.steps)
        session.execute(insert_step,
                        {{"review_id", review.id}, {"round", round}, {"step", ++step}, {"post_code", post}});
    for (const PostCode& post : draft.consultations)
        session.execute(insert_consultation, {{"review_id", review.id},
                                              {"round", round},
                                              {"post_code", post},
                                              {"asked_by", draft.by},
                                              {"asked_at_ms", now}});
}

struct Line {
    std::string_view event;
    std::optional<std::string> from;
    std::string_view to;
    int round = 0;
    int step = 0;
};
void record(Session& session, const Review& review, const Line& line, const ReviewAdvance& what) {
    session.execute(insert_event, {{"review_id", review.id},
                                   {"sequence", review.events + 1},
                                   {"event", line.event},
                                   {"from_state", line.from},
                                   {"to_state", line.to},
                                   {"round", line.round},
                                   {"step", line.step},
                                   {"post_code", what.post},
                                   {"account_id", what.by},
                                   {"as_deputy", what.as_deputy ? 1 : 0},
                                   {"words", or_none(what.words)},
                                   {"at_ms", what.at}});
}

// What does not move it is written down all the same.
void note(Session& session, const Review& review, std::string_view event, const ReviewAdvance& what) {
    const auto state = name_of(review.state);
    record(session, review, {event, std::string{state}, state, review.round, review.step}, what);
    session.execute(count_event, {{"review_id", review.id}});
}

} // namespace

std::string_view name_of(Proposal proposal) {
    switch (proposal) {
    case Proposal::permit:
        return "permit";
    case Proposal::refuse:
        return "refuse";
    case Proposal::revoke:
        return "revoke";
    case Proposal::grant:
        return "grant";
    }
    return {};
}
std::string_view name_of(Opinion opinion) { return opinion == Opinion::object ? "object" : "agree"; }

ReviewId open_review(Session& session, ApplicationId application, Instant now, ReviewMatter matter) {
    Review review;
    review.id = ReviewId{new_id(now)};
    session.execute(insert_review, {{"review_id", review.id},
                                    {"application_id", application},
                                    {"matter", name_of(matter)},
                                    {"created_at_ms", now}});
    ReviewAdvance opened;
    opened.at = now;
    record(session, review, {"opened", std::nullopt, name_of(ReviewState::to_draft)}, opened);
    session.execute(count_event, {{"review_id", review.id}});
    return review.id;
}

std::optional<Review> find_open_review(Session& session, ApplicationId application, ReviewMatter matter) {
    return only(select_reviews(session,
                               "WHERE r.application_id = :application_id AND r.matter = :matter AND r.is_open = 1",
                               {{"application_id", application}, {"matter", name_of(matter)}}));
}

std::optional<Review> newest_review(Session& session, ApplicationId application, ReviewMatter matter) {
    return only(select_reviews(session,
                               "WHERE r.application_id = :application_id AND r.matter = :matter"
                               " ORDER BY r.is_open IS NULL, r.created_at_ms DESC, r.review_id DESC LIMIT 1",
                               {{"application_id", application}, {"matter", name_of(matter)}}));
}

bool is_outdated(Session& session, const Review& review) {
    return session.select_one<BookingId>(select_outdated, {{"review_id", review.id}, {"round", review.round}})
        .has_value();
}

std::vector<Review> outdated_reviews(Session& session, int limit) {
    return select_reviews(session,
                          "WHERE r.is_open = 1 AND r.state = 'in_approval' AND r.matter <> 'permit'"
                          " AND EXISTS (SELECT 1 FROM review_booking b JOIN claim_owner o ON o.owner_id = b.booking_id"
                          " WHERE b.review_id = r.review_id AND b.round = r.round AND o.version <> b.booking_version)"
                          " ORDER BY r.created_at_ms, r.review_id LIMIT :row_limit",
                          {{"row_limit", limit}});
}

std::vector<Review> open_reviews(Session& session, int limit) {
    return select_reviews(session, "WHERE r.is_open = 1 ORDER BY r.created_at_ms, r.review_id LIMIT :row_limit",
                          {{"row_limit", limit}});
}

std::vector<Review> reviews_to_acknowledge(Session& session, int limit) {
    return select_reviews(session,
                          "WHERE r.review_id IN (SELECT e.review_id FROM review_event e WHERE e.as_deputy = 1"
                          " AND e.acknowledged_at_ms IS NULL) ORDER BY r.created_at_ms, r.review_id LIMIT :row_limit",
                          {{"row_limit", limit}});
}

Result<ReviewState> advance(Session& session, const Review& review, const ReviewAdvance& what) {
    const auto to = next_state(review.state, what.event);
    if (!to) return to;
    const int round = what.draft ? review.round + 1 : review.round;
    int step = review.step;
    if (what.event == ReviewEvent::approved) ++step;
    if (*to != ReviewState::in_approval) step = 0;
    Binds binds{{"review_id", review.id},
                {"to_state", name_of(*to)},
                {"events", review.events + 1},
                {"events_before", review.events}};
    if (what.draft) {
        binds.emplace_back("round", round);
        binds.emplace_back("drafted_by", what.draft->by);
        binds.emplace_back("drafter_may_approve", what.draft->drafter_may_approve ? 1 : 0);
        binds.emplace_back("proposal", name_of(what.draft->proposal));
        binds.emplace_back("reason", or_none(what.draft->reason));
        binds.emplace_back("cause",
                           what.draft->cause ? std::optional{std::string{name_of(*what.draft->cause)}} : std::nullopt);
        binds.emplace_back("reduction_code", what.draft->reduction);
        binds.emplace_back("evidence_seen_on", what.draft->evidence_seen_on);
        step = 1;
    } else {
        binds.emplace_back("step", step);
        binds.emplace_back("is_open", is_open(*to) ? std::optional{1} : std::nullopt);
        binds.emplace_back("decision_id", what.decision);
    }
    if (session.execute(what.draft ? update_draft : update_state, binds) != 1)
        throw std::logic_error("a review of a locked application was moved by somebody else");
    if (what.draft) write_draft(session, review, round, *what.draft, what.at);
    record(session, review,
           {name_of(what.event), std::string{name_of(review.state)}, name_of(*to), round,
            what.event == ReviewEvent::drafted ? 0 : review.step},
           what);
    return to;
}

bool ask(Session& session, const Review& review, const PostCode& post, AccountId by, Instant now) {
    try {
        session.execute(insert_consultation, {{"review_id", review.id},
                                              {"round", review.round},
                                              {"post_code", post},
                                              {"asked_by", by},
                                              {"asked_at_ms", now}});
    } catch (const DuplicateKey&) {
        return false;
    }
    ReviewAdvance asked;
    asked.at = now;
    asked.by = by;
    asked.post = post;
    note(session, review, "asked", asked);
    return true;
}

bool give_opinion(Session& session, const Review& review, const OpinionGiven& given, Instant now) {
    const auto changed = session.execute(update_consultation, {{"review_id", review.id},
                                                               {"round", review.round},
                                                               {"post_code", given.post},
                                                               {"opinion", name_of(given.opinion)},
                                                               {"given_by", given.by},
                                                               {"as_deputy", given.as_deputy ? 1 : 0},
                                                               {"words", or_none(given.words)},
                                                               {"given_at_ms", now}});
    if (changed == 0) return false;
    ReviewAdvance spoken;
    spoken.at = now;
    spoken.by = given.by;
    spoken.post = given.post;
    spoken.as_deputy = given.as_deputy;
    spoken.words = given.words;
    note(session, review, given.opinion == Opinion::agree ? "agreed" : "objected", spoken);
    return true;
}

std::vector<ReviewHistory> history_of(Session& session, ReviewId review) {
    std::vector<ReviewHistory> lines;
    for (auto& [sequence, event, from, to, round, step, post, account, by, deputy, words, at, acknowledged_by,
                acknowledged_at] :
         session.select<std::int64_t, std::string, std::optional<std::string>, std::string, std::int64_t, std::int64_t,
                        std::optional<PostCode>, std::optional<AccountId>, std::optional<std::string>, std::int64_t,
                        std::optional<std::string>, Instant, std::optional<std::string>, std::optional<Instant>>(
             select_history, {{"review_id", review}}))
        lines.push_back({.sequence = sequence,
                         .event = std::move(event),
                         .from_state = std::move(from),
                         .to_state = std::move(to),
                         .round = static_cast<int>(round),
                         .step = static_cast<int>(step),
                         .post = std::move(post),
                         .account = account,
                         .by = std::move(by),
                         .as_deputy = deputy == 1,
                         .words = std::move(words).value_or(""),
                         .at = at,
                         .acknowledged_by = std::move(acknowledged_by),
                         .acknowledged_at = acknowledged_at});
    return lines;
}

bool has_acted(Session& session, ApplicationId application, AccountId person) {
    return session
        .select_one<ReviewId>(
            select_acted,
            {{"application_id", application}, {"acting", person}, {"acknowledging", person}, {"heard", person}})
        .has_value();
}

bool acknowledge(Session& session, ReviewId review, const PostCode& post, AccountId by, Instant now) {
    return session.execute(
               update_acknowledged,
               {{"review_id", review}, {"post_code", post}, {"acknowledged_by", by}, {"acknowledged_at_ms", now}}) > 0;
}

} // namespace hiroba::persistence
