// 文書の発行: papers that were issued, with what stood on them. None is ever changed or deleted; issued again, each is
// counted.
#pragma once

#include "domain/core/ids.hpp"
#include "domain/core/instant.hpp"
#include "domain/documents/document.hpp"
#include "persistence/engine/session.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hiroba::persistence {

struct IssuedDocument {
    DocumentId id;
    ApplicationId application;
    DocumentKind kind = DocumentKind::application_form;
    std::int64_t subject = 0; // the decision or obligation it is about; 0: the application itself
    std::optional<std::string> number;
    std::string content_json;
    std::string template_hash;
    Instant issued_at;
    std::optional<AccountId> issued_by; // who asked for it first
    std::int64_t reissues = 0;
    // Of a receipt or a payment notice: "receipt/town/2026", and its place there. A decision's paper has the
    // decision's number.
    std::optional<std::string> series{};
    std::optional<std::int64_t> serial{};
};

// Keeps the template's source under its hash; one that is there already stays.
void keep_template(Session& session, const std::string& hash, const std::string& source);
[[nodiscard]] std::optional<std::string> template_source(Session& session, const std::string& hash);

// DuplicateKey of uq_document_subject when it was issued already; under the application's lock it was not.
void insert_document(Session& session, const IssuedDocument& document);
[[nodiscard]] std::optional<IssuedDocument> find_document(Session& session, DocumentId id);
// The original about that subject, or nothing.
[[nodiscard]] std::optional<IssuedDocument> find_document(Session& session, ApplicationId application,
                                                          DocumentKind kind, std::int64_t subject);
// In the order in which they were issued.
[[nodiscard]] std::vector<IssuedDocument> documents_of(Session& session, ApplicationId application);

// 1, 2, 3, …: the next number of the series. The counter's row is held until the unit of work ends, and what the unit
// undoes the counter forgets: no number is left out. Call it last.
[[nodiscard]] std::int64_t next_document_number(Session& session, const std::string& series);

struct Reissue {
    std::int64_t number = 1;
    Instant at;
    AccountId by;
    std::string reason;
};
// Counts it and writes why; answers which reissue it is. The document exists.
[[nodiscard]] std::int64_t count_reissue(Session& session, DocumentId id, AccountId by, const std::string& reason,
                                         Instant now);
[[nodiscard]] std::vector<Reissue> reissues_of(Session& session, DocumentId id);

} // namespace hiroba::persistence
