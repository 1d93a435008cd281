#include "services/approval/viewers.hpp"

#include "persistence/repositories/documents.hpp"
#include "services/approval/worklist.hpp"

namespace hiroba::services {
namespace {

using persistence::Account;
using persistence::Session;

bool concerns(const Context& context, const Account& approver, ApplicationId id) {
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    return context.database.read(
        [&](Session& session) { return is_before_or_went_through(session, *town, approver, id, now); });
}

} // namespace

Result<Viewer> viewer_of_application(const Context& context, const Account& account, ApplicationId id) {
    if (account.role != Role::approver) return Viewer{account.id, account.role == Role::desk};
    if (!concerns(context, account, id)) return refuse("application_not_found");
    return Viewer{account.id, true};
}

Result<Viewer> viewer_of_document(const Context& context, const Account& account, DocumentId id) {
    if (account.role != Role::approver) return Viewer{account.id, account.role == Role::desk};
    const auto document =
        context.database.read([&](Session& session) { return persistence::find_document(session, id); });
    if (!document || !concerns(context, account, document->application)) return refuse("document_not_found");
    return Viewer{account.id, true};
}

} // namespace hiroba::services
