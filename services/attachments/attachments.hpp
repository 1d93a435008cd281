// 添付書類: adding to an application, looking, removing, and what time removes.
//
// A file is on the disk before its row is committed, and is removed after its row has gone: what breaks in between
// leaves a file without a row, which sweep_attachments() removes, and never a row without its file.
#pragma once

#include "persistence/repositories/accounts.hpp"
#include "persistence/repositories/attachments.hpp"
#include "services/attachments/attachment_store.hpp"
#include "services/booking/application_view.hpp"
#include "services/context.hpp"

#include <memory>
#include <string>
#include <vector>

namespace hiroba::services {

struct AddAttachmentCommand {
    ApplicationId application;
    std::string name; // as the sender calls it
    std::string idempotency_key;
};

// The applicant and the desk may add to an application that is not over. In this order: `application_not_found`,
// `wrong_state` {state}, `attachment_name_refused` {reason}, `attachment_too_large` {most_bytes}, those of
// recognise_file(), `idempotency_key_reused`, `attachment_limit_reached` {limit}, `attachment_space_used_up`
// {most_bytes}. A repeat under the same key answers what was added the first time.
[[nodiscard]] Result<persistence::Attachment> add_attachment(const Context& context, const Viewer& viewer,
                                                             const AddAttachmentCommand& command,
                                                             http::ReceivedBody& body);

struct AttachmentList {
    std::vector<persistence::Attachment> attachments;
    bool may_add = false;    // the application is not over
    bool may_remove = false; // this viewer
};
// `application_not_found`. Looks of staff are logged.
[[nodiscard]] Result<AttachmentList> list_attachments(const Context& context, const Viewer& viewer,
                                                      ApplicationId application);

struct OpenedAttachment {
    persistence::Attachment attachment;
    std::shared_ptr<const http::BodyFromFile> file;
};
// `application_not_found`, `attachment_not_found` (also when it belongs to another application). Looks of staff are
// logged. Throws std::runtime_error when the row has no file, which `hiroba check` also tells.
[[nodiscard]] Result<OpenedAttachment> open_attachment(const Context& context, const Viewer& viewer,
                                                       ApplicationId application, AttachmentId id);

// Its bytes, for what goes with the file of the application.
struct FiledAttachment {
    persistence::Attachment attachment;
    std::string bytes;
};
// In the order in which they were added; refused and logged as open_attachment() is. Throws std::runtime_error when a
// row has no file, or when the file is shorter than it was.
[[nodiscard]] Result<std::vector<FiledAttachment>> attachments_for_file(const Context& context, const Viewer& viewer,
                                                                        ApplicationId application);

// The applicant until it is decided (everything is held or under review), the desk at any time: what should never have
// been sent must be able to go. `application_not_found`, `attachment_not_found`, `wrong_state` {state}.
[[nodiscard]] Result<void> remove_attachment(const Context& context, const Viewer& viewer, ApplicationId application,
                                             AttachmentId id);

// What time removes: attachments whose application is over for as long as the town keeps them, and files that nobody
// knows of (an upload that broke off, a program that was killed). Any process of the town may do it at any time.
void sweep_attachments(const Context& context);

// For `hiroba check`, each with the files' names: rows without their file, files that are not as they were stored (size
// and SHA-256), files older than an hour without a row.
struct AttachmentFaults {
    std::vector<std::string> missing;
    std::vector<std::string> altered;
    std::vector<std::string> unknown;
};
[[nodiscard]] AttachmentFaults check_attachments(persistence::Database& database, const AttachmentStore& store);

} // namespace hiroba::services
