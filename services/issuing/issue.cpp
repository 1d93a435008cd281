#include "services/issuing/issue.hpp"

#include "domain/core/japanese_era.hpp"
#include "persistence/engine/errors.hpp"
#include "persistence/repositories/new_id.hpp"
#include "services/accounts/passwords.hpp"
#include "services/board/board.hpp"
#include "services/board/look_log.hpp"
#include "services/issuing/content_json.hpp"
#include "services/town/document_loader.hpp"

#include <algorithm>
#include <stdexcept>

namespace hiroba::services {
namespace {

using persistence::IssuedDocument;
using persistence::Session;

bool can_have(const ApplicationView& view, const Paper& paper) {
    const auto papers = possible_papers(view);
    return std::ranges::find(papers, paper) != papers.end();
}

// The number where it is counted, and the paper with it. Counting comes last: others who want a number of the series
// wait from here on.
IssuedDocument keep(Session& session, const DocumentTemplate& form, const Viewer& viewer, const ApplicationView& view,
                    const Paper& paper, WrittenPaper written, Instant now) {
    IssuedDocument document{.id = DocumentId{persistence::new_id(now)},
                            .application = view.application.id,
                            .kind = paper.kind,
                            .subject = paper.subject,
                            .number = {},
                            .content_json = {},
                            .template_hash = sha256_hex(form.source),
                            .issued_at = now,
                            .issued_by = viewer.account,
                            .reissues = 0};
    persistence::keep_template(session, document.template_hash, form.source);
    if (written.series)
        written.content.words["number"] =
            counted_number(*written.series, persistence::next_document_number(session, *written.series));
    if (const auto number = written.content.words.find("number"); number != written.content.words.end())
        document.number = number->second;
    document.content_json = to_json_text(only_what_is_shown(std::move(written.content), form));
    persistence::insert_document(session, document);
    return document;
}

std::optional<documents::ReissueMark> mark_of(Session& session, const IssuedDocument& document) {
    const auto reissues = persistence::reissues_of(session, document.id);
    if (reissues.empty()) return std::nullopt;
    return documents::ReissueMark{reissues.back().number, era_date(to_town_time(reissues.back().at).date)};
}

std::string file_name_of(const IssuedDocument& document, const std::string& application_number) {
    return std::string{name_of(document.kind)} + "-" + application_number + ".pdf";
}

} // namespace

Result<DocumentList> list_documents(const Context& context, const Viewer& viewer, ApplicationId id) {
    auto list = context.database.read([&](Session& session) -> Result<DocumentList> {
        const auto view = view_application(session, viewer, id);
        if (!view) return tl::unexpected(view.error());
        DocumentList found{persistence::documents_of(session, id), possible_papers(*view)};
        std::erase_if(found.issuable, [&](const Paper& paper) {
            return std::ranges::any_of(found.issued, [&](const IssuedDocument& document) {
                return document.kind == paper.kind && document.subject == paper.subject;
            });
        });
        return found;
    });
    if (list && viewer.is_staff) log_application_looks(context, viewer.account, {id});
    return list;
}

// The application is not locked: nothing of it changes, and the key of the document decides who was first. Who comes
// second at the same moment is undone whole, with the number that was counted, and finds the other's paper.
Result<Issued> issue_document(const Context& context, PrintingOffice& office, const Viewer& viewer, ApplicationId id,
                              const Paper& paper) {
    const auto town = context.catalog.current();
    const auto rules = office.rules(town->edition);
    const Letterhead letterhead{*town, *rules, context.public_url};
    const Instant now = context.clock.now();
    const auto find = [&](Session& session) {
        return persistence::find_document(session, id, paper.kind, paper.subject);
    };
    try {
        return context.database.transact([&](Session& session) -> Result<Issued> {
            const auto view = view_application(session, viewer, id);
            if (!view) return tl::unexpected(view.error());
            if (auto before = find(session)) return Issued{std::move(*before), false};
            if (!can_have(*view, paper)) return refuse("not_issuable", {{"kind", std::string{name_of(paper.kind)}}});
            return Issued{issue_within(session, letterhead, viewer, *view, paper, now), true};
        });
    } catch (const persistence::DuplicateKey&) {
        return Issued{context.database.read(find).value(), false};
    }
}

IssuedDocument issue_within(Session& session, const Letterhead& letterhead, const Viewer& viewer,
                            const ApplicationView& view, const Paper& paper, Instant now) {
    WrittenPaper written = write_paper(session, letterhead, view, paper, now);
    return keep(session, letterhead.rules.templates.at(paper.kind), viewer, view, paper, std::move(written), now);
}

Result<IssuedDocument> reissue_document(const Context& context, AccountId by, DocumentId id,
                                        const std::string& reason) {
    const Instant now = context.clock.now();
    return context.database.transact([&](Session& session) -> Result<IssuedDocument> {
        auto document = persistence::find_document(session, id);
        if (!document) return refuse("document_not_found");
        document->reissues = persistence::count_reissue(session, id, by, reason, now);
        persistence::log_access(session, by, "document_reissue", std::to_string(id.value()), now);
        return std::move(*document);
    });
}

Result<std::string> document_pdf(const Context& context, PrintingOffice& office, const IssuedDocument& document) {
    const auto town = context.catalog.current();
    const auto rules = office.rules(town->edition);
    std::optional<std::string> source;
    std::optional<documents::ReissueMark> mark;
    context.database.read([&](Session& session) {
        source = persistence::template_source(session, document.template_hash);
        mark = mark_of(session, document);
    });
    const auto form = source ? read_template(document.kind, *source) : std::nullopt;
    if (!form) throw std::runtime_error("the template of an issued document cannot be read any more");
    return office.press().print(*form, content_from_json_text(document.content_json),
                                {.fonts = fonts_of(*rules),
                                 .author = town->town.name.ja,
                                 .issued_at = document.issued_at,
                                 .reissue = std::move(mark)});
}

Result<PrintedDocument> print_document(const Context& context, PrintingOffice& office, const Viewer& viewer,
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
    auto pdf = document_pdf(context, office, found->document);
    if (!pdf) return tl::unexpected(pdf.error());
    return PrintedDocument{file_name_of(found->document, found->application_number), std::move(*pdf)};
}

} // namespace hiroba::services
