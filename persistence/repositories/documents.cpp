#include "persistence/repositories/documents.hpp"

#include "persistence/engine/errors.hpp"

namespace hiroba::persistence {
namespace {

constexpr Sql insert_template =
    "INSERT INTO document_template (template_hash, source) VALUES (:template_hash, :source)";
constexpr Sql select_template = "SELECT source FROM document_template WHERE template_hash = :template_hash";

constexpr Sql insert_row =
    "INSERT INTO document (document_id, application_id, kind, subject_id, number, content_json, template_hash,"
    " issued_at_ms, issued_by, reissues, series, serial)"
    " VALUES (:document_id, :application_id, :kind, :subject_id, :number, :content_json, :template_hash,"
    " :issued_at_ms, :issued_by, 0, :series, :serial)";
constexpr Sql select_by_id =
    "SELECT document_id, application_id, kind, subject_id, number, content_json, template_hash, issued_at_ms,"
    " issued_by, reissues, series, serial FROM document WHERE document_id = :document_id";
constexpr Sql select_by_subject =
    "SELECT document_id, application_id, kind, subject_id, number, content_json, template_hash, issued_at_ms,"
    " issued_by, reissues, series, serial FROM document"
    " WHERE application_id = :application_id AND kind = :kind AND subject_id = :subject_id";
constexpr Sql select_of_application =
    "SELECT document_id, application_id, kind, subject_id, number, content_json, template_hash, issued_at_ms,"
    " issued_by, reissues, series, serial FROM document WHERE application_id = :application_id ORDER BY issued_at_ms, "
    "document_id";

constexpr Sql raise_counter = "UPDATE document_counter SET last_number = last_number + 1 WHERE series = :series";
constexpr Sql insert_counter = "INSERT INTO document_counter (series, last_number) VALUES (:series, 1)";
constexpr Sql select_counter = "SELECT last_number FROM document_counter WHERE series = :series";

constexpr Sql raise_reissues = "UPDATE document SET reissues = reissues + 1 WHERE document_id = :document_id";
constexpr Sql select_reissues = "SELECT reissues FROM document WHERE document_id = :document_id";
constexpr Sql insert_reissue = "INSERT INTO document_reissue (document_id, reissue_number, at_ms, account_id, reason)"
                               " VALUES (:document_id, :reissue_number, :at_ms, :account_id, :reason)";
constexpr Sql select_reissue_rows =
    "SELECT reissue_number, at_ms, account_id, reason FROM document_reissue WHERE document_id = :document_id"
    " ORDER BY reissue_number";

std::vector<IssuedDocument> select_documents(Session& session, const Sql& sql, const Binds& binds) {
    std::vector<IssuedDocument> found;
    for (auto& [id, application, kind_name, subject, number, content, hash, issued_at, issued_by, reissues, series,
                serial] :
         session.select<DocumentId, ApplicationId, std::string, std::int64_t, std::optional<std::string>, std::string,
                        std::string, Instant, std::optional<AccountId>, std::int64_t, std::optional<std::string>,
                        std::optional<std::int64_t>>(sql, binds)) {
        const auto kind = document_kind_named(kind_name);
        if (!kind) throw DatabaseError("document.kind holds an unknown word");
        found.push_back({.id = id,
                         .application = application,
                         .kind = *kind,
                         .subject = subject,
                         .number = std::move(number),
                         .content_json = std::move(content),
                         .template_hash = std::move(hash),
                         .issued_at = issued_at,
                         .issued_by = issued_by,
                         .reissues = reissues,
                         .series = std::move(series),
                         .serial = serial});
    }
    return found;
}

std::optional<IssuedDocument> the_one(std::vector<IssuedDocument> found) {
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

} // namespace

void keep_template(Session& session, const std::string& hash, const std::string& source) {
    if (template_source(session, hash)) return;
    try {
        session.execute(insert_template, {{"template_hash", hash}, {"source", source}});
    } catch (const DuplicateKey&) { // somebody else kept it at this moment
    }
}

std::optional<std::string> template_source(Session& session, const std::string& hash) {
    const auto row = session.select_one<std::string>(select_template, {{"template_hash", hash}});
    if (!row) return std::nullopt;
    return std::get<0>(*row);
}

void insert_document(Session& session, const IssuedDocument& document) {
    session.execute(insert_row, {{"document_id", document.id},
                                 {"application_id", document.application},
                                 {"kind", name_of(document.kind)},
                                 {"subject_id", document.subject},
                                 {"number", document.number},
                                 {"content_json", document.content_json},
                                 {"template_hash", document.template_hash},
                                 {"issued_at_ms", document.issued_at},
                                 {"issued_by", document.issued_by},
                                 {"series", document.series},
                                 {"serial", document.serial}});
}

std::optional<IssuedDocument> find_document(Session& session, DocumentId id) {
    return the_one(select_documents(session, select_by_id, {{"document_id", id}}));
}

std::optional<IssuedDocument> find_document(Session& session, ApplicationId application, DocumentKind kind,
                                            std::int64_t subject) {
    return the_one(
        select_documents(session, select_by_subject,
                         {{"application_id", application}, {"kind", name_of(kind)}, {"subject_id", subject}}));
}

std::vector<IssuedDocument> documents_of(Session& session, ApplicationId application) {
    return select_documents(session, select_of_application, {{"application_id", application}});
}

std::int64_t next_document_number(Session& session, const std::string& series) {
    if (session.execute(raise_counter, {{"series", series}}) == 0) {
        try {
            session.execute(insert_counter, {{"series", series}});
        } catch (const DuplicateKey&) { // somebody else began the series at this moment
            session.execute(raise_counter, {{"series", series}});
        }
    }
    return std::get<0>(session.select<std::int64_t>(select_counter, {{"series", series}}).at(0));
}

std::int64_t count_reissue(Session& session, DocumentId id, AccountId by, const std::string& reason, Instant now) {
    session.execute(raise_reissues, {{"document_id", id}});
    const auto number = std::get<0>(session.select<std::int64_t>(select_reissues, {{"document_id", id}}).at(0));
    session.execute(
        insert_reissue,
        {{"document_id", id}, {"reissue_number", number}, {"at_ms", now}, {"account_id", by}, {"reason", reason}});
    return number;
}

std::vector<Reissue> reissues_of(Session& session, DocumentId id) {
    std::vector<Reissue> found;
    for (auto& [number, at, by, reason] :
         session.select<std::int64_t, Instant, AccountId, std::string>(select_reissue_rows, {{"document_id", id}}))
        found.push_back({number, at, by, std::move(reason)});
    return found;
}

} // namespace hiroba::persistence
