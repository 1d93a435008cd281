// 添付書類: what is attached to an application. The bytes lie in files; these rows decide which of them count.
#pragma once

#include "domain/attachments/attachment_rules.hpp"
#include "domain/attachments/file_kind.hpp"
#include "domain/core/ids.hpp"
#include "domain/core/instant.hpp"
#include "domain/core/local_time.hpp"
#include "persistence/engine/session.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace hiroba::persistence {

struct Attachment {
    AttachmentId id;
    ApplicationId application;
    std::string file_name;  // random; of the file in the folder of attachments
    std::string shown_name; // what people call it
    FileKind kind = FileKind::pdf;
    std::int64_t bytes = 0;
    std::string sha256; // of the bytes, in hexadecimal
    AccountId added_by;
    Instant added_at;
};

// In a unit of work that has locked the application. `applicant` is whose application it is. `attachment_limit_reached`
// {limit}: the application has as many as it may have; `attachment_space_used_up` {most_bytes}: all of the applicant's
// files together would be more.
[[nodiscard]] Result<void> insert_attachment(Session& session, const Attachment& attachment, AccountId applicant,
                                             const AttachmentRules& rules);
// Only what is kept: nothing for one that was removed.
[[nodiscard]] std::optional<Attachment> find_attachment(Session& session, AttachmentId id);
// Those that are kept, in the order in which they were added.
[[nodiscard]] std::vector<Attachment> attachments_of(Session& session, ApplicationId application);
[[nodiscard]] int count_attachments(Session& session, ApplicationId application);

// From here on it is not kept: its name is forgotten, its bytes count for nobody. False when it was not any more.
// `by` is who removed it; nobody when its time was over.
bool remove_attachment(Session& session, const Attachment& attachment, AccountId applicant, std::optional<AccountId> by,
                       Instant now);

// Kept, though the last day of use of everything in the application lies before `before`, or though nobody ever applied
// (what was held was given up or ran out): `limit` at most.
struct OverdueAttachment {
    Attachment attachment;
    AccountId applicant;
};
[[nodiscard]] std::vector<OverdueAttachment> attachments_overdue(Session& session, LocalDate before, int limit);

// What is kept under names that begin so, by name.
[[nodiscard]] std::vector<Attachment> attachments_in_files(Session& session, const std::string& beginning);

} // namespace hiroba::persistence
