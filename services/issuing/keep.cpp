#include "services/issuing/keep.hpp"

#include "persistence/repositories/new_id.hpp"
#include "services/accounts/passwords.hpp"
#include "services/issuing/content_json.hpp"
#include "services/issuing/decision_papers.hpp"

namespace hiroba::services {

using persistence::IssuedDocument;
using persistence::Session;

IssuedDocument keep_paper(Session& session, const TownInForce& town, const ApplicationView& view, const Paper& paper,
                          const Keeping& keeping) {
    const DocumentTemplate& form = town.papers.templates.at(paper.kind);
    WrittenPaper written = write_paper(session, town, view, paper, keeping.at);
    IssuedDocument document{.id = DocumentId{persistence::new_id(keeping.at)},
                            .application = view.application.id,
                            .kind = paper.kind,
                            .subject = paper.subject,
                            .number = {},
                            .content_json = {},
                            .template_hash = sha256_hex(form.source),
                            .issued_at = keeping.at,
                            .issued_by = keeping.by,
                            .reissues = 0};
    persistence::keep_template(session, document.template_hash, form.source);
    if (written.series) {
        document.series = written.series;
        document.serial = persistence::next_document_number(session, *written.series);
        written.content.words["number"] = counted_number(*written.series, *document.serial);
    }
    if (const auto number = written.content.words.find("number"); number != written.content.words.end())
        document.number = number->second;
    document.content_json = to_json_text(only_what_is_shown(std::move(written.content), form));
    persistence::insert_document(session, document);
    return document;
}

std::optional<DocumentId> keep_decision_paper(Session& session, const TownInForce& town, ApplicationView view,
                                              const persistence::Decision& decision) {
    if (view.application.kind == persistence::ApplicationKind::official) return std::nullopt;
    view.decisions.push_back(decision);
    const Paper paper{paper_about(decision.kind), decision.id.value()};
    return keep_paper(session, town, view, paper, {decision.decided_by, decision.decided_at}).id;
}

void keep_application_form(Session& session, const TownInForce& town, ApplicationId application,
                           const Keeping& keeping) {
    const auto view = whole_application(session, persistence::find_application(session, application).value());
    const auto form = form_of(view);
    if (form && !is_form_kept(persistence::documents_of(session, application)))
        static_cast<void>(keep_paper(session, town, view, *form, keeping));
}

void keep_reduction_request(Session& session, const TownInForce& town, ApplicationId application,
                            const Keeping& keeping) {
    const auto view = whole_application(session, persistence::find_application(session, application).value());
    if (!form_of(view)) return;
    const Paper paper{DocumentKind::application_with_reduction, keeping.at.epoch_ms()};
    if (persistence::find_document(session, application, paper.kind, paper.subject)) return; // of this very moment
    static_cast<void>(keep_paper(session, town, view, paper, keeping));
}

} // namespace hiroba::services
