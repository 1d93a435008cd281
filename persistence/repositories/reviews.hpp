// 起案・決裁: the reviews of applications, their drafts, opinions and history. Every change of a state goes through
// `advance`, which knows the table of domain/approval/review_life.hpp. The application is locked by the caller.
#pragma once

#include "domain/approval/approval_route.hpp"
#include "domain/approval/review_life.hpp"
#include "domain/core/ids.hpp"
#include "domain/core/instant.hpp"
#include "domain/core/text.hpp"
#include "domain/fees/refund.hpp"
#include "persistence/engine/session.hpp"

#include <optional>
#include <string>
#include <vector>

namespace hiroba::persistence {

enum class Proposal { permit, refuse, revoke, grant };
enum class Opinion { agree, object }; // 同意, 異議
[[nodiscard]] std::string_view name_of(Proposal proposal);
[[nodiscard]] std::string_view name_of(Opinion opinion);

// 合議: a post that was asked, and what it said.
struct Consultation {
    PostCode post;
    AccountId asked_by;
    Instant asked_at;
    std::optional<Opinion> opinion; // empty: none yet
    std::optional<AccountId> given_by;
    std::string given_by_name; // filled in when read
    bool as_deputy = false;
    std::string words;
    std::optional<Instant> given_at;
};

// What is proposed, as it stands now.
struct Draft {
    AccountId by;
    Proposal proposal = Proposal::permit;
    std::vector<BookingId> bookings;
    std::vector<Text> conditions;
    std::string reason;                          // of a proposed refusal or revocation
    std::optional<RefundCause> cause{};          // of a revocation
    std::optional<ReductionCode> reduction{};    // of a grant
    std::optional<LocalDate> evidence_seen_on{}; // of a grant
    std::vector<PostCode> steps;
    std::vector<PostCode> consultations; // asked with it
    bool drafter_may_approve = false;
};

struct Review {
    ReviewId id;
    ApplicationId application;
    ReviewMatter matter = ReviewMatter::permit;
    ReviewState state = ReviewState::to_draft;
    int round = 0;              // how often it was drafted
    int step = 0;               // whose turn it is, from 1; 0: nobody's
    std::optional<Draft> draft; // of the newest round
    std::string drafter;        // name of draft->by; filled in when read
    std::vector<Consultation> consultations;
    std::optional<DecisionId> decision; // it ended in
    Instant created_at;
    std::int64_t events = 0; // how many there were
};

[[nodiscard]] ReviewId open_review(Session& session, ApplicationId application, Instant now,
                                   ReviewMatter matter = ReviewMatter::permit);
[[nodiscard]] std::optional<Review> find_open_review(Session& session, ApplicationId application,
                                                     ReviewMatter matter = ReviewMatter::permit);
// The open one, else the newest.
[[nodiscard]] std::optional<Review> newest_review(Session& session, ApplicationId application,
                                                  ReviewMatter matter = ReviewMatter::permit);
// Whether one of the bookings of the draft is not as it was when it was drafted about: anything happened to it since.
[[nodiscard]] bool is_outdated(Session& session, const Review& review);
// Of the other matters than a permit, those in approval that are outdated; the oldest first.
[[nodiscard]] std::vector<Review> outdated_reviews(Session& session, int limit);
// The oldest first.
[[nodiscard]] std::vector<Review> open_reviews(Session& session, int limit);

// Those with something that a deputy did and that the holder of the post has not acknowledged.
[[nodiscard]] std::vector<Review> reviews_to_acknowledge(Session& session, int limit);

struct ReviewAdvance {
    ReviewEvent event = ReviewEvent::drafted;
    Instant at;
    std::optional<AccountId> by{}; // empty: the system
    std::optional<PostCode> post{};
    bool as_deputy = false;
    std::string words{};
    std::optional<Draft> draft{};         // of `drafted`
    std::optional<DecisionId> decision{}; // of `decided`, `decided_outside`, `rejected`
};
// One step of the life with its event; `approved` gives the turn to the next step. Refused: `wrong_review_state`.
[[nodiscard]] Result<ReviewState> advance(Session& session, const Review& review, const ReviewAdvance& what);

// False when the post was asked about this draft already.
[[nodiscard]] bool ask(Session& session, const Review& review, const PostCode& post, AccountId by, Instant now);
struct OpinionGiven {
    PostCode post;
    Opinion opinion = Opinion::agree;
    AccountId by;
    bool as_deputy = false;
    std::string words;
};
// False when the post was not asked, or has spoken.
[[nodiscard]] bool give_opinion(Session& session, const Review& review, const OpinionGiven& given, Instant now);

struct ReviewHistory {
    std::int64_t sequence = 0;
    std::string event; // as in the table; "opened" at the beginning
    std::optional<std::string> from_state;
    std::string to_state;
    int round = 0;
    int step = 0;
    std::optional<PostCode> post;
    std::optional<AccountId> account; // empty: the system
    std::optional<std::string> by;    // its name
    bool as_deputy = false;
    std::string words;
    Instant at;
    std::optional<std::string> acknowledged_by; // 後閲: name
    std::optional<Instant> acknowledged_at;
};
[[nodiscard]] std::vector<ReviewHistory> history_of(Session& session, ReviewId review);
// Whether the person drafted, approved, returned or decided in a review of the application, or was heard in one.
[[nodiscard]] bool has_acted(Session& session, ApplicationId application, AccountId person);
// 後閲: the holder saw what was done for the post as its deputy; false when there is nothing (left) to acknowledge.
[[nodiscard]] bool acknowledge(Session& session, ReviewId review, const PostCode& post, AccountId by, Instant now);

} // namespace hiroba::persistence
