#include "persistence/repositories/change_requests.hpp"

#include "persistence/repositories/claims.hpp"
#include "persistence/repositories/detail/claiming.hpp"
#include "persistence/repositories/new_id.hpp"

#include <utility>

namespace hiroba::persistence {
namespace {

constexpr Sql end_owner = "UPDATE claim_owner SET state = 'expired', version = version + 1"
                          " WHERE owner_id = :owner_id AND kind = 'change' AND state = 'held'";
constexpr Sql insert_request =
    "INSERT INTO change_request (review_id, owner_id, edition_id, asked_by, asked_by_staff, asked_at_ms, expires_at_ms,"
    " command, words) VALUES (:review_id, :owner_id, :edition_id, :asked_by, :asked_by_staff, :asked_at_ms,"
    " :expires_at_ms, :command, :words)";
constexpr Sql insert_use =
    "INSERT INTO change_request_use (review_id, booking_id, space_code, use_date, start_minute, last_date, end_minute,"
    " total_yen) VALUES (:review_id, :booking_id, :space_code, :use_date, :start_minute, :last_date, :end_minute,"
    " :total_yen)";
constexpr Sql delete_uses = "DELETE FROM change_request_use WHERE review_id = :review_id";
constexpr Sql update_edition = "UPDATE change_request SET edition_id = :edition_id WHERE review_id = :review_id";
const std::string columns = "SELECT c.review_id, c.owner_id, c.edition_id, c.asked_by, c.asked_by_staff, c.asked_at_ms,"
                            " c.expires_at_ms, c.command, c.words FROM change_request c ";
constexpr Sql select_uses = "SELECT booking_id, space_code, use_date, start_minute, last_date, end_minute, total_yen"
                            " FROM change_request_use WHERE review_id = :review_id ORDER BY use_date, start_minute,"
                            " booking_id";
// A slot that is claimed and closed is one bit of both masks of its day.
const std::string ended =
    "SELECT r.application_id FROM change_request c JOIN review r ON r.review_id = c.review_id WHERE r.is_open = 1"
    " AND (c.expires_at_ms <= :by_ms OR EXISTS (SELECT 1 FROM claim k JOIN unit_day d ON d.slot_date = k.slot_date"
    " AND d.unit_id = k.unit_id WHERE k.owner_id = c.owner_id AND ((k.slot_index < 48 AND"
    " (d.closed_early & (1 << k.slot_index)) <> 0) OR (k.slot_index >= 48 AND"
    " (d.closed_late & (1 << (k.slot_index - 48))) <> 0)))) ";

std::vector<ChangeRequest> select_requests(Session& session, const std::string& where, const Binds& binds) {
    std::vector<ChangeRequest> found;
    for (auto& [review, kept, edition, asked_by, staff, asked_at, expires_at, command, words] :
         session.select<ReviewId, OwnerId, std::int64_t, AccountId, std::int64_t, Instant, Instant, std::string,
                        std::optional<std::string>>(Sql::built(columns + where), binds)) {
        ChangeRequest request{.review = review,
                              .kept = kept,
                              .edition = edition,
                              .asked_by = asked_by,
                              .asked_by_staff = staff == 1,
                              .asked_at = asked_at,
                              .expires_at = expires_at,
                              .command = std::move(command),
                              .words = std::move(words).value_or(""),
                              .uses = {}};
        for (auto& [booking, space, date, start, last_date, end, total] :
             session.select<BookingId, SpaceCode, LocalDate, MinuteOfDay, LocalDate, MinuteOfDay, Yen>(
                 select_uses, {{"review_id", review}}))
            request.uses.push_back({booking, std::move(space), {date, start}, {last_date, end}, total});
        found.push_back(std::move(request));
    }
    return found;
}

std::optional<ChangeRequest> only(std::vector<ChangeRequest> found) {
    return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

void insert_uses(Session& session, const ChangeRequest& request) {
    for (const AskedUse& use : request.uses)
        session.execute(insert_use, {{"review_id", request.review},
                                     {"booking_id", use.booking},
                                     {"space_code", use.space},
                                     {"use_date", use.start.date},
                                     {"start_minute", use.start.time},
                                     {"last_date", use.end.date},
                                     {"end_minute", use.end.time},
                                     {"total_yen", use.total}});
}

} // namespace

OwnerId insert_kept(Session& session, Instant until, Instant now) {
    const OwnerId owner{new_id(now)};
    detail::insert_owner(session, {owner, "change", until, now}, 0);
    return owner;
}

void end_kept(Session& session, OwnerId owner, std::optional<OwnerId> hand_claims_to, Instant now) {
    if (session.execute(end_owner, {{"owner_id", owner}}) == 0) return;
    if (hand_claims_to)
        hand_over(session, owner, *hand_claims_to, now);
    else
        release(session, owner, now);
}

void insert_change_request(Session& session, const ChangeRequest& request) {
    session.execute(insert_request, {{"review_id", request.review},
                                     {"owner_id", request.kept},
                                     {"edition_id", request.edition},
                                     {"asked_by", request.asked_by},
                                     {"asked_by_staff", request.asked_by_staff ? 1 : 0},
                                     {"asked_at_ms", request.asked_at},
                                     {"expires_at_ms", request.expires_at},
                                     {"command", request.command},
                                     {"words", request.words.empty() ? std::nullopt : std::optional{request.words}}});
    insert_uses(session, request);
}

void save_asked_uses(Session& session, const ChangeRequest& request) {
    session.execute(update_edition, {{"review_id", request.review}, {"edition_id", request.edition}});
    session.execute(delete_uses, {{"review_id", request.review}});
    insert_uses(session, request);
}

std::optional<ChangeRequest> change_request_of(Session& session, ReviewId review) {
    return only(select_requests(session, "WHERE c.review_id = :review_id", {{"review_id", review}}));
}

std::optional<ChangeRequest> open_change_request(Session& session, ApplicationId application) {
    return only(select_requests(session,
                                "JOIN review r ON r.review_id = c.review_id WHERE r.application_id = :application_id"
                                " AND r.matter = 'change' AND r.is_open = 1",
                                {{"application_id", application}}));
}

std::vector<ApplicationId> applications_with_ended_request(Session& session, Instant by, int limit) {
    std::vector<ApplicationId> ids;
    for (const auto& [id] :
         session.select<ApplicationId>(Sql::built(ended + "ORDER BY c.expires_at_ms, c.review_id LIMIT :row_limit"),
                                       {{"by_ms", by}, {"row_limit", limit}}))
        ids.push_back(id);
    return ids;
}

bool has_ended(Session& session, ReviewId review, Instant by) {
    return session
        .select_one<ApplicationId>(Sql::built(ended + "AND c.review_id = :review_id"),
                                   {{"by_ms", by}, {"review_id", review}})
        .has_value();
}

std::vector<ChangeRequest> open_change_requests(Session& session) {
    return select_requests(session,
                           "JOIN review r ON r.review_id = c.review_id WHERE r.is_open = 1 ORDER BY c.review_id", {});
}

} // namespace hiroba::persistence
