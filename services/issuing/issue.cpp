#include "services/issuing/issue.hpp"

#include "domain/core/japanese_era.hpp"
#include "persistence/engine/errors.hpp"
#include "services/board/board.hpp"
#include "services/board/look_log.hpp"
#include "services/issuing/content_json.hpp"
#include "services/issuing/keep.hpp"
#include "services/issuing/paper_fonts.hpp"
#include "services/issuing/superseded.hpp"
#include "services/town/document_loader.hpp"

#include <algorithm>
#include <stdexcept>

namespace hiroba::services {
namespace {

using persistence::IssuedDocument;
using persistence::Session;

// The form that was handed in stays the only one, whatever was asked for and decided since.
std::vector<Paper> papers_besides(const ApplicationView& view, const std::vector<IssuedDocument>& issued) {
    auto papers = possible_papers(view);
    if (is_form_kept(issued)) std::erase_if(papers, [&](const Paper& paper) { return paper == form_of(view); });
    std::erase_if(papers, [&](const Paper& paper) {
        return std::ranges::any_of(issued, [&](const IssuedDocument& document) {
            return document.kind == paper.kind && document.subject == paper.subject;
        });
    });
    return papers;
}

bool can_have(Session& session, const ApplicationView& view, const Paper& paper) {
    const auto papers = papers_besides(view, persistence::documents_of(session, view.application.id));
    return std::ranges::find(papers, paper) != papers.end();
}

std::optional<documents::ReissueMark> mark_of(Session& session, const IssuedDocument& document) {
    const auto reissues = persistence::reissues_of(session, document.id);
    if (reissues.empty()) return std::nullopt;
    return documents::ReissueMark{reissues.back().number, era_date(to_town_time(reissues.back().at).date)};
}

std::vector<ReceiptMark> marks_of(Session& session, const ApplicationView& view, const IssuedDocument& document) {
    if (document.kind != DocumentKind::receipt) return {};
    return receipt_marks(session, view, document.subject);
}

std::vector<ReceiptMark> marks_of(Session& session, const IssuedDocument& document) {
    if (document.kind != DocumentKind::receipt) return {};
    const auto application = persistence::find_application(session, document.application);
    return marks_of(session, whole_application(session, application.value()), document);
}

std::vector<Issued> marked(Session& session, const ApplicationView& view, std::vector<IssuedDocument> documents) {
    std::vector<Issued> all;
    for (IssuedDocument& document : documents) {
        auto marks = marks_of(session, view, document);
        all.push_back({std::move(document), false, std::move(marks)});
    }
    return all;
}

// What every copy from now on says above all that is on it.
std::vector<std::string> words_above(Session& session, const IssuedDocument& document) {
    const auto application = persistence::find_application(session, document.application);
    const auto view = whole_application(session, application.value());
    auto words = superseded_marks(view, document);
    for (const ReceiptMark& mark : marks_of(session, view, document))
        words.push_back(mark_words(mark));
    return words;
}

// What is applied for and what is decided; a receipt or a payment notice takes a number only when somebody asks for it.
bool is_of_the_file(DocumentKind kind) { return kind != DocumentKind::receipt && kind != DocumentKind::payment_notice; }

std::string file_name_of(const IssuedDocument& document, const std::string& application_number) {
    return std::string{name_of(document.kind)} + "-" + application_number + ".pdf";
}

} // namespace

Result<DocumentList> list_documents(const Context& context, const Viewer& viewer, ApplicationId id) {
    auto list = context.database.read([&](Session& session) -> Result<DocumentList> {
        const auto view = view_application(session, viewer, id);
        if (!view) return tl::unexpected(view.error());
        auto issued = persistence::documents_of(session, id);
        auto issuable = papers_besides(*view, issued);
        DocumentList found{marked(session, *view, std::move(issued)), std::move(issuable)};
        return found;
    });
    if (list && viewer.is_staff) log_application_looks(context, viewer.account, {id});
    return list;
}

// The application is not locked: nothing of it changes, and the key of the document decides who was first. Who comes
// second at the same moment is undone whole, with the number that was counted, and finds the other's paper.
Result<Issued> issue_document(const Context& context, const Viewer& viewer, ApplicationId id, const Paper& paper) {
    const auto town = context.catalog.current();
    const Instant now = context.clock.now();
    const auto find = [&](Session& session) {
        return persistence::find_document(session, id, paper.kind, paper.subject);
    };
    try {
        return context.database.transact([&](Session& session) -> Result<Issued> {
            const auto view = view_application(session, viewer, id);
            if (!view) return tl::unexpected(view.error());
            const auto as_it_is = [&](IssuedDocument document, bool is_new) {
                auto marks = marks_of(session, *view, document);
                return Issued{std::move(document), is_new, std::move(marks)};
            };
            if (auto before = find(session)) return as_it_is(std::move(*before), false);
            if (!can_have(session, *view, paper))
                return refuse("not_issuable", {{"kind", std::string{name_of(paper.kind)}}});
            return as_it_is(keep_paper(session, *town, *view, paper, {viewer.account, now}), true);
        });
    } catch (const persistence::DuplicateKey&) {
        return context.database.read([&](Session& session) {
            auto document = find(session).value();
            auto marks = marks_of(session, document);
            return Issued{std::move(document), false, std::move(marks)};
        });
    }
}

Result<Issued> reissue_document(const Context& context, AccountId by, DocumentId id, const std::string& reason) {
    const Instant now = context.clock.now();
    return context.database.transact([&](Session& session) -> Result<Issued> {
        auto document = persistence::find_document(session, id);
        if (!document) return refuse("document_not_found");
        document->reissues = persistence::count_reissue(session, id, by, reason, now);
        persistence::log_access(session, by, "document_reissue", std::to_string(id.value()), now);
        auto marks = marks_of(session, *document);
        return Issued{std::move(*document), false, std::move(marks)};
    });
}

Result<std::string> document_pdf(const Context& context, documents::Press& press, const IssuedDocument& document) {
    const auto town = context.catalog.current();
    std::optional<std::string> source;
    std::optional<documents::ReissueMark> mark;
    std::vector<std::string> marks;
    context.database.read([&](Session& session) {
        marks = words_above(session, document);
        source = persistence::template_source(session, document.template_hash);
        mark = mark_of(session, document);
    });
    const auto form = source ? read_template(document.kind, *source) : std::nullopt;
    if (!form) throw std::runtime_error("the template of an issued document cannot be read any more");
    DocumentContent content = content_from_json_text(document.content_json);
    if (content.page_address.starts_with('/')) content.page_address = context.public_url + content.page_address;
    return press.print(*form, content,
                       {.fonts = fonts_of(town->papers),
                        .author = town->town.name.ja,
                        .issued_at = document.issued_at,
                        .reissue = std::move(mark),
                        .marks = std::move(marks)});
}

Result<PrintedDocument> print_document(const Context& context, documents::Press& press, const Viewer& viewer,
                                       DocumentId id) {
    struct Found {
        IssuedDocument document;
        std::string application_number;
    };
    const auto found = context.database.read([&](Session& session) -> Result<Found> {
        auto document = persistence::find_document(session, id);
        if (!document) return refuse("document_not_found");
        const auto application = persistence::find_application(session, document->application);
        if (!viewer.is_staff && application->account != viewer.account) return refuse("document_not_found");
        return Found{std::move(*document), application->number.value_or("")};
    });
    if (!found) return tl::unexpected(found.error());
    if (viewer.is_staff) log_look(context, viewer.account, "document", std::to_string(id.value()));
    auto pdf = document_pdf(context, press, found->document);
    if (!pdf) return tl::unexpected(pdf.error());
    return PrintedDocument{file_name_of(found->document, found->application_number), std::move(*pdf)};
}

Result<std::vector<FiledPaper>> papers_for_file(const Context& context, documents::Press& press, const Viewer& viewer,
                                                ApplicationId id) {
    const auto before = list_documents(context, viewer, id);
    if (!before) return tl::unexpected(before.error());
    for (const Paper& paper : before->issuable)
        if (is_of_the_file(paper.kind))
            if (const auto issued = issue_document(context, viewer, id, paper); !issued)
                return tl::unexpected(issued.error());
    std::vector<FiledPaper> papers;
    for (auto& document :
         context.database.read([&](Session& session) { return persistence::documents_of(session, id); })) {
        auto pdf = document_pdf(context, press, document);
        if (!pdf) return tl::unexpected(pdf.error());
        papers.push_back({std::move(document), std::move(*pdf)});
    }
    return papers;
}

} // namespace hiroba::services
