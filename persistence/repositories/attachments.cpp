#include "persistence/repositories/attachments.hpp"

#include "domain/booking/booking_life.hpp"
#include "persistence/repositories/detail/names.hpp"
#include "persistence/repositories/detail/quotas.hpp"
#include "persistence/repositories/detail/rows.hpp"

#include <tuple>
#include <utility>

namespace hiroba::persistence {
namespace {

const std::string bytes_counter = "attachment_bytes";

constexpr Sql insert_row =
    "INSERT INTO attachment (attachment_id, application_id, file_name, shown_name, kind, bytes, sha256, state,"
    " added_by, added_at_ms, removed_by, removed_at_ms)"
    " VALUES (:attachment_id, :application_id, :file_name, :shown_name, :kind, :bytes, :sha256, 'kept', :added_by,"
    " :added_at_ms, NULL, NULL)";
constexpr Sql count_rows = "SELECT COUNT(*) FROM attachment WHERE application_id = :application_id AND state = 'kept'";
constexpr Sql forget_row = "UPDATE attachment SET state = :to_state, shown_name = '', removed_by = :removed_by,"
                           " removed_at_ms = :removed_at_ms WHERE attachment_id = :attachment_id AND state = 'kept'";

const std::string columns = "a.attachment_id, a.application_id, a.file_name, a.shown_name, a.kind, a.bytes, a.sha256,"
                            " a.added_by, a.added_at_ms";
using Row = std::tuple<AttachmentId, ApplicationId, std::string, std::string, std::string, std::int64_t, std::string,
                       AccountId, Instant>;
using RowWithApplicant = std::tuple<AttachmentId, ApplicationId, std::string, std::string, std::string, std::int64_t,
                                    std::string, AccountId, Instant, AccountId>;

Attachment attachment_from(Row&& row) {
    auto& [id, application, file_name, shown_name, kind, bytes, sha256, added_by, added_at] = row;
    return {.id = id,
            .application = application,
            .file_name = std::move(file_name),
            .shown_name = std::move(shown_name),
            .kind = detail::named(all_file_kinds, kind, "attachment.kind"),
            .bytes = bytes,
            .sha256 = std::move(sha256),
            .added_by = added_by,
            .added_at = added_at};
}

std::vector<Attachment> select_attachments(Session& session, const std::string& rest, const Binds& binds) {
    std::vector<Attachment> found;
    for (auto& row : detail::Rows<Row>::select(
             session, Sql::built("SELECT " + columns + " FROM attachment a WHERE a.state = 'kept' AND " + rest), binds))
        found.push_back(attachment_from(std::move(row)));
    return found;
}

bool is_given_up(BookingState state) { return !occupies(state); }

} // namespace

Result<void> insert_attachment(Session& session, const Attachment& attachment, AccountId applicant,
                               const AttachmentRules& rules) {
    if (count_attachments(session, attachment.application) >= rules.most_files)
        return refuse("attachment_limit_reached", {{"limit", std::int64_t{rules.most_files}}});
    if (!detail::count(session, applicant, bytes_counter, attachment.bytes, rules.most_bytes_of_applicant))
        return refuse("attachment_space_used_up", {{"most_bytes", rules.most_bytes_of_applicant}});
    session.execute(insert_row, {{"attachment_id", attachment.id},
                                 {"application_id", attachment.application},
                                 {"file_name", attachment.file_name},
                                 {"shown_name", attachment.shown_name},
                                 {"kind", name_of(attachment.kind)},
                                 {"bytes", attachment.bytes},
                                 {"sha256", attachment.sha256},
                                 {"added_by", attachment.added_by},
                                 {"added_at_ms", attachment.added_at}});
    return {};
}

std::optional<Attachment> find_attachment(Session& session, AttachmentId id) {
    auto found = select_attachments(session, "a.attachment_id = :attachment_id", {{"attachment_id", id}});
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<Attachment> attachments_of(Session& session, ApplicationId application) {
    return select_attachments(session, "a.application_id = :application_id ORDER BY a.added_at_ms, a.attachment_id",
                              {{"application_id", application}});
}

int count_attachments(Session& session, ApplicationId application) {
    return static_cast<int>(
        std::get<0>(*session.select_one<std::int64_t>(count_rows, {{"application_id", application}})));
}

bool remove_attachment(Session& session, const Attachment& attachment, AccountId applicant, std::optional<AccountId> by,
                       Instant now) {
    const Binds binds{{"to_state", by ? "removed" : "expired"},
                      {"removed_by", by},
                      {"removed_at_ms", now},
                      {"attachment_id", attachment.id}};
    if (session.execute(forget_row, binds) == 0) return false;
    detail::uncount(session, applicant, bytes_counter, attachment.bytes);
    return true;
}

std::vector<OverdueAttachment> attachments_overdue(Session& session, LocalDate before, int limit) {
    const Sql select = Sql::built(
        "SELECT " + columns +
        ", p.account_id FROM attachment a JOIN application p ON p.application_id = a.application_id"
        " WHERE a.state = 'kept' AND (NOT EXISTS (SELECT 1 FROM booking b WHERE b.application_id = a.application_id"
        " AND b.last_date >= :before) OR (p.number IS NULL AND NOT EXISTS (SELECT 1 FROM booking b"
        " JOIN claim_owner o ON o.owner_id = b.booking_id WHERE b.application_id = a.application_id"
        " AND o.state NOT IN " +
        detail::state_list(is_given_up) + "))) ORDER BY a.added_at_ms, a.attachment_id LIMIT :row_limit");
    std::vector<OverdueAttachment> overdue;
    for (auto& row :
         detail::Rows<RowWithApplicant>::select(session, select, {{"before", before}, {"row_limit", limit}}))
        overdue.push_back({attachment_from(detail::part_of<Row, 0>(row)), std::get<9>(row)});
    return overdue;
}

std::vector<Attachment> attachments_in_files(Session& session, const std::string& beginning) {
    // 'g' comes after every hexadecimal digit.
    return select_attachments(session, "a.file_name >= :first AND a.file_name < :after ORDER BY a.file_name",
                              {{"first", beginning}, {"after", beginning + "g"}});
}

} // namespace hiroba::persistence
