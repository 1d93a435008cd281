// 発行・再発行: the first issue of a paper keeps what stood on it; from then on it comes out the same, whatever the
// town changes. Issued again, it says so and is counted.
#pragma once

#include "persistence/repositories/documents.hpp"
#include "services/booking/application_view.hpp"
#include "services/context.hpp"
#include "services/issuing/papers.hpp"
#include "services/issuing/printing_office.hpp"

#include <string>
#include <vector>

namespace hiroba::services {

// The papers of an application: those that were issued, and those that can be.
struct DocumentList {
    std::vector<persistence::IssuedDocument> issued;
    std::vector<Paper> issuable;
};
// `application_not_found` also when it is somebody else's. A look of staff is logged.
[[nodiscard]] Result<DocumentList> list_documents(const Context& context, const Viewer& viewer, ApplicationId id);

struct Issued {
    persistence::IssuedDocument document;
    bool is_new = false; // else it was issued before, and this is that paper
};
// `application_not_found`, `not_issuable` {kind}: there is nothing (yet) that such a paper could say.
[[nodiscard]] Result<Issued> issue_document(const Context& context, PrintingOffice& office, const Viewer& viewer,
                                            ApplicationId id, const Paper& paper);

// The same inside a unit of work, last of all in it: of a paper that the application can have and nobody issued yet.
[[nodiscard]] persistence::IssuedDocument issue_within(persistence::Session& session, const Letterhead& letterhead,
                                                       const Viewer& viewer, const ApplicationView& view,
                                                       const Paper& paper, Instant now);

// 再発行 by staff, with the reason. `document_not_found`.
inline constexpr std::size_t longest_reissue_reason = 500; // characters
[[nodiscard]] Result<persistence::IssuedDocument> reissue_document(const Context& context, AccountId by, DocumentId id,
                                                                   const std::string& reason);

struct PrintedDocument {
    std::string file_name; // "receipt-7K3M-Q9XD.pdf"
    std::string pdf;
};
// `document_not_found` also when it is somebody else's; refused like documents::Press::print. A look of staff is
// logged.
[[nodiscard]] Result<PrintedDocument> print_document(const Context& context, PrintingOffice& office,
                                                     const Viewer& viewer, DocumentId id);
// The PDF of an issued paper, for whoever may see it.
[[nodiscard]] Result<std::string> document_pdf(const Context& context, PrintingOffice& office,
                                               const persistence::IssuedDocument& document);

} // namespace hiroba::services
