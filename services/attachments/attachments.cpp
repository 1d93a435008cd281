#include "services/attachments/attachments.hpp"

#include "domain/attachments/file_name.hpp"
#include "persistence/repositories/idempotency.hpp"
#include "persistence/repositories/new_id.hpp"
#include "services/accounts/passwords.hpp"
#include "services/board/look_log.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace hiroba::services {
namespace {

using persistence::Attachment;
using persistence::Session;

std::string state_name(const ApplicationView& view) { return std::string{name_of(state_of(view.bookings))}; }

Result<void> check_may_add(const ApplicationView& view) {
    if (state_of(view.bookings) == ApplicationState::over) return refuse("wrong_state", {{"state", state_name(view)}});
    return {};
}

// Nothing of it has been decided.
bool is_undecided(const ApplicationView& view) {
    return std::ranges::all_of(view.bookings, [](const persistence::Booking& booking) {
        return booking.state == BookingState::held || booking.state == BookingState::under_review ||
               booking.state == BookingState::expired || booking.state == BookingState::withdrawn;
    });
}

bool may_remove(const Viewer& viewer, const ApplicationView& view) { return viewer.is_staff || is_undecided(view); }

// What is in the upload, once only what belongs to the document is left of it.
struct Content {
    FileKind kind = FileKind::pdf;
    std::int64_t bytes = 0;
    std::string sha256;
};
Result<Content> content_of(http::ReceivedBody& body) {
    const MappedFile file(body.descriptor(), body.size());
    const auto recognised = recognise_file(file.bytes());
    if (!recognised) return tl::unexpected(recognised.error());
    const auto document = file.bytes().substr(0, recognised->size);
    const Content content{recognised->kind, static_cast<std::int64_t>(document.size()), sha256_hex(document)};
    if (recognised->size < body.size()) body.cut_to(recognised->size);
    return content;
}

Result<ApplicationView> view_to_add_to(const Context& context, const Viewer& viewer, ApplicationId id) {
    return context.database.read([&](Session& session) -> Result<ApplicationView> {
        auto view = view_application(session, viewer, id);
        if (!view) return view;
        if (const auto may = check_may_add(*view); !may) return tl::unexpected(may.error());
        return view;
    });
}

// The row, in one unit of work; the attachment of the first time when this is a repeat.
Result<Attachment> record(const Context& context, const Viewer& viewer, const Attachment& attachment,
                          const persistence::IdempotencyKey& key) {
    const auto town = context.catalog.current();
    return context.database.transact([&](Session& session) -> Result<Attachment> {
        persistence::lock_application(session, attachment.application);
        const auto before = persistence::remembered(session, key);
        if (!before) return tl::unexpected(before.error());
        if (*before) {
            auto first = persistence::find_attachment(session, AttachmentId{**before});
            if (!first) return refuse("attachment_not_found"); // it was removed since
            return *first;
        }
        const auto view = view_application(session, viewer, attachment.application);
        if (!view) return tl::unexpected(view.error());
        if (const auto may = check_may_add(*view); !may) return tl::unexpected(may.error());
        const auto inserted =
            persistence::insert_attachment(session, attachment, view->application.account, town->town.attachments);
        if (!inserted) return tl::unexpected(inserted.error());
        persistence::remember(session, key, attachment.id.value(), attachment.added_at);
        return attachment;
    });
}

void log_look_at(const Context& context, const Viewer& viewer, const std::string& action, const std::string& subject) {
    if (viewer.is_staff) log_look(context, viewer.account, action, subject);
}

std::string subject_of(ApplicationId application) { return "application " + std::to_string(application.value()); }
std::string subject_of(ApplicationId application, AttachmentId id) {
    return subject_of(application) + " attachment " + std::to_string(id.value());
}

// The attachment of that application, as this viewer may see it.
Result<Attachment> find_visible(Session& session, const Viewer& viewer, ApplicationId application, AttachmentId id) {
    if (const auto view = view_application(session, viewer, application); !view) return tl::unexpected(view.error());
    auto attachment = persistence::find_attachment(session, id);
    if (!attachment || attachment->application != application) return refuse("attachment_not_found");
    return std::move(*attachment);
}

} // namespace

Result<Attachment> add_attachment(const Context& context, const Viewer& viewer, const AddAttachmentCommand& command,
                                  http::ReceivedBody& body) {
    const Instant now = context.clock.now();
    const auto view = view_to_add_to(context, viewer, command.application);
    if (!view) return tl::unexpected(view.error());
    auto name = checked_file_name(command.name);
    if (!name) return tl::unexpected(name.error());
    const AttachmentRules rules = context.catalog.current()->town.attachments;
    if (body.size() > static_cast<std::uint64_t>(rules.most_bytes))
        return refuse("attachment_too_large", {{"most_bytes", rules.most_bytes}});
    auto content = content_of(body);
    if (!content) return tl::unexpected(content.error());

    const std::string request = std::to_string(command.application.value()) + " " + *name + " " + content->sha256;
    const persistence::IdempotencyKey key{viewer.account, "attachment", command.idempotency_key, sha256_hex(request)};
    const Attachment attachment{.id = AttachmentId{persistence::new_id(now)},
                                .application = command.application,
                                .file_name = context.attachments.keep(body),
                                .shown_name = std::move(*name),
                                .kind = content->kind,
                                .bytes = content->bytes,
                                .sha256 = std::move(content->sha256),
                                .added_by = viewer.account,
                                .added_at = now};
    // When it throws, nobody knows whether the row was committed: the file stays, and the sweep decides.
    auto added = record(context, viewer, attachment, key);
    if (!added || added->id != attachment.id) context.attachments.remove(attachment.file_name);
    return added;
}

Result<AttachmentList> list_attachments(const Context& context, const Viewer& viewer, ApplicationId application) {
    auto list = context.database.read([&](Session& session) -> Result<AttachmentList> {
        const auto view = view_application(session, viewer, application);
        if (!view) return tl::unexpected(view.error());
        return AttachmentList{persistence::attachments_of(session, application), check_may_add(*view).has_value(),
                              may_remove(viewer, *view)};
    });
    if (list) log_look_at(context, viewer, "attachments", subject_of(application));
    return list;
}

Result<OpenedAttachment> open_attachment(const Context& context, const Viewer& viewer, ApplicationId application,
                                         AttachmentId id) {
    auto attachment =
        context.database.read([&](Session& session) { return find_visible(session, viewer, application, id); });
    if (!attachment) return tl::unexpected(attachment.error());
    log_look_at(context, viewer, "attachment", subject_of(application, id));
    auto file = context.attachments.open(attachment->file_name);
    if (!file) throw std::runtime_error("the file of an attachment is missing: " + attachment->file_name);
    return OpenedAttachment{std::move(*attachment), std::move(file)};
}

Result<std::vector<FiledAttachment>> attachments_for_file(const Context& context, const Viewer& viewer,
                                                          ApplicationId application) {
    const auto listed = list_attachments(context, viewer, application);
    if (!listed) return tl::unexpected(listed.error());
    std::vector<FiledAttachment> filed;
    for (const persistence::Attachment& attachment : listed->attachments) {
        auto opened = open_attachment(context, viewer, application, attachment.id);
        if (!opened) return tl::unexpected(opened.error());
        std::string bytes;
        for (auto piece = opened->file->piece(0, opened->file->size()); !piece.empty();
             piece = opened->file->piece(bytes.size(), opened->file->size()))
            bytes += piece;
        if (std::ssize(bytes) != attachment.bytes)
            throw std::runtime_error("the file of an attachment is not as it was: " + attachment.file_name);
        filed.push_back({std::move(opened->attachment), std::move(bytes)});
    }
    return filed;
}

Result<void> remove_attachment(const Context& context, const Viewer& viewer, ApplicationId application,
                               AttachmentId id) {
    const Instant now = context.clock.now();
    const auto removed = context.database.transact([&](Session& session) -> Result<std::string> {
        persistence::lock_application(session, application);
        const auto attachment = find_visible(session, viewer, application, id);
        if (!attachment) return tl::unexpected(attachment.error());
        const auto view = view_application(session, viewer, application);
        if (!may_remove(viewer, *view)) return refuse("wrong_state", {{"state", state_name(*view)}});
        persistence::remove_attachment(session, *attachment, view->application.account, viewer.account, now);
        if (viewer.is_staff)
            persistence::log_access(session, viewer.account, "attachment_removed", subject_of(application, id), now);
        return attachment->file_name;
    });
    if (!removed) return tl::unexpected(removed.error());
    context.attachments.remove(*removed);
    return {};
}

} // namespace hiroba::services
