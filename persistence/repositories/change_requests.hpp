// 変更の申請: what somebody asked to change and waits for a decision, with the claims that keep its slots meanwhile.
// Each belongs to one review of the matter `change`, whose state is its own. The application is locked by the caller.
#pragma once

#include "domain/core/ids.hpp"
#include "domain/core/instant.hpp"
#include "domain/core/local_time.hpp"
#include "domain/core/yen.hpp"
#include "persistence/engine/session.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hiroba::persistence {

// A booking as it would be.
struct AskedUse {
    BookingId booking;
    SpaceCode space;
    LocalDateTime start;
    LocalDateTime end;
    Yen total;
    friend bool operator==(const AskedUse&, const AskedUse&) = default;
};

struct ChangeRequest {
    ReviewId review;
    OwnerId kept;             // whose claims keep what its bookings do not occupy already
    std::int64_t edition = 0; // of the town, by which that was found
    AccountId asked_by;
    bool asked_by_staff = false;
    Instant asked_at;
    Instant expires_at;  // it lapses when nobody has decided by then
    std::string command; // as it was asked
    std::string words;   // of who asked
    std::vector<AskedUse> uses;
};

// An owner of the kind `change`, to claim for; until its time at the latest.
[[nodiscard]] OwnerId insert_kept(Session& session, Instant until, Instant now);
// It keeps nothing any more: its claims are free, or another owner's. Nothing when that has happened already.
void end_kept(Session& session, OwnerId owner, std::optional<OwnerId> hand_claims_to, Instant now);

void insert_change_request(Session& session, const ChangeRequest& request);
// The uses at what they would cost now, as that edition has them.
void save_asked_uses(Session& session, const ChangeRequest& request);
// Of the review; nothing when it is about another matter.
[[nodiscard]] std::optional<ChangeRequest> change_request_of(Session& session, ReviewId review);
// The one that waits, or nothing.
[[nodiscard]] std::optional<ChangeRequest> open_change_request(Session& session, ApplicationId application);

// The applications of those that wait and are over by that moment, or keep something that is closed by now.
[[nodiscard]] std::vector<ApplicationId> applications_with_ended_request(Session& session, Instant by, int limit);
// Whether that is so of this one.
[[nodiscard]] bool has_ended(Session& session, ReviewId review, Instant by);
// Of those that wait, all of them, for the auditor.
[[nodiscard]] std::vector<ChangeRequest> open_change_requests(Session& session);

} // namespace hiroba::persistence
