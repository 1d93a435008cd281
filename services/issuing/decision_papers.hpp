// 処分の文書: permits, refusals, revocations, reductions and refunds in the words of their decision.
#pragma once

#include "domain/documents/content.hpp"
#include "services/booking/application_view.hpp"
#include "services/issuing/papers.hpp"

#include <optional>

namespace hiroba::services {

// The kind of paper that tells of such a decision, or nothing (a revocation that is taken back has none).
[[nodiscard]] std::optional<DocumentKind> paper_about(DecisionKind kind);

// Number, date, reason, conditions and notice of appeal of the decision, and the uses that it is about.
void write_decision(persistence::Session& session, const Letterhead& letterhead, const ApplicationView& view,
                    const persistence::Decision& decision, DocumentContent& content);

} // namespace hiroba::services
