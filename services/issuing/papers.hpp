// Which papers an application can have as it stands, and what stands on each.
#pragma once

#include "domain/documents/content.hpp"
#include "persistence/repositories/documents.hpp"
#include "services/booking/application_view.hpp"
#include "services/catalog/catalog.hpp"

#include <optional>
#include <string>
#include <vector>

namespace hiroba::services {

// A kind of paper about one subject: the decision or obligation, or the application itself (0). What is asked for after
// the application was handed in (減免) has the moment at which it was, in milliseconds.
struct Paper {
    DocumentKind kind = DocumentKind::application_form;
    std::int64_t subject = 0;
    friend bool operator==(const Paper&, const Paper&) = default;
};

// In the order in which they come about. Official use has none.
[[nodiscard]] std::vector<Paper> possible_papers(const ApplicationView& view);

// The form of the application, as it stands; nothing before it was handed in, and of official use.
[[nodiscard]] std::optional<Paper> form_of(const ApplicationView& view);
// Whether the form of the application is among them, with or without a reduction.
[[nodiscard]] bool is_form_kept(const std::vector<persistence::IssuedDocument>& documents);

struct WrittenPaper {
    DocumentContent content;
    std::optional<std::string> series; // of its number, when it is counted without a gap: "receipt/town/2026"
};
// What the paper says by the town that is in force now, besides its number where that is counted. The paper is one of
// `possible_papers`. The address of the application's page is its path: the front door may have another name by the
// time the paper is printed.
[[nodiscard]] WrittenPaper write_paper(persistence::Session& session, const TownInForce& town,
                                       const ApplicationView& view, const Paper& paper, Instant now);
// The number of a series "receipt/town/2026" as it stands on the paper: "令和8年度 第123号".
[[nodiscard]] std::string counted_number(const std::string& series, std::int64_t number);

} // namespace hiroba::services
