// 発行・再発行: the first issue of a paper keeps what stood on it; from then on it comes out the same, whatever the
// town changes. The papers of decisions are there from the moment of the decision (services/issuing/keep.hpp). Issued
// again, a paper says so and is counted.
#pragma once

#include "persistence/repositories/documents.hpp"
#include "services/booking/application_view.hpp"
#include "services/context.hpp"
#include "services/documents/press.hpp"
#include "services/issuing/papers.hpp"
#include "services/issuing/receipt_marks.hpp"

#include <string>
#include <vector>

namespace hiroba::services {

struct Issued {
    persistence::IssuedDocument document;
    bool is_new = false;              // else it was issued before, and this is that paper
    std::vector<ReceiptMark> marks{}; // of a receipt: what has become of its money
};

// The papers of an application: those that were issued, and those that can be.
struct DocumentList {
    std::vector<Issued> issued;
    std::vector<Paper> issuable;
};
// `application_not_found` also when it is somebody else's. A look of staff is logged.
[[nodiscard]] Result<DocumentList> list_documents(const Context& context, const Viewer& viewer, ApplicationId id);

// `application_not_found`, `not_issuable` {kind}: there is nothing (yet) that such a paper could say.
[[nodiscard]] Result<Issued> issue_document(const Context& context, const Viewer& viewer, ApplicationId id,
                                            const Paper& paper);

// 再発行 by staff, with the reason. `document_not_found`.
inline constexpr std::size_t longest_reissue_reason = 500; // characters
[[nodiscard]] Result<Issued> reissue_document(const Context& context, AccountId by, DocumentId id,
                                              const std::string& reason);

struct PrintedDocument {
    std::string file_name; // "receipt-7K3M-Q9XD.pdf"
    std::string pdf;
};
// `document_not_found` also when it is somebody else's; refused like documents::Press::print. A look of staff is
// logged.
[[nodiscard]] Result<PrintedDocument> print_document(const Context& context, documents::Press& press,
                                                     const Viewer& viewer, DocumentId id);
// The PDF of an issued paper, for whoever may see it. A receipt whose money is not all kept any more says so on every
// page: no other copy of it comes out.
[[nodiscard]] Result<std::string> document_pdf(const Context& context, documents::Press& press,
                                               const persistence::IssuedDocument& document);

// Every paper of the application that was issued or decided, printed, in the order in which they came; its form is
// issued before when nobody asked for it yet. Refused like issue_document and document_pdf.
struct FiledPaper {
    persistence::IssuedDocument document;
    std::string pdf;
};
[[nodiscard]] Result<std::vector<FiledPaper>> papers_for_file(const Context& context, documents::Press& press,
                                                              const Viewer& viewer, ApplicationId id);

} // namespace hiroba::services
