// Who may look at the papers and attachments of an application, and as whom: the applicant at their own, the desk at
// all, an approver at those of what lies before them or went through them. Looks of desk and approvers are logged by
// what they then look at.
#pragma once

#include "domain/documents/document.hpp"
#include "persistence/repositories/accounts.hpp"
#include "services/booking/application_view.hpp"
#include "services/context.hpp"

namespace hiroba::services {

// `application_not_found` for an approver whom it does not concern. Whether a resident is the applicant is for the use
// case to say.
[[nodiscard]] Result<Viewer> viewer_of_application(const Context& context, const persistence::Account& account,
                                                   ApplicationId id);
// The same for the application of the paper: `document_not_found`.
[[nodiscard]] Result<Viewer> viewer_of_document(const Context& context, const persistence::Account& account,
                                                DocumentId id);

} // namespace hiroba::services
