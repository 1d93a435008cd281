// 文書の保存: what a paper says, written down at the moment of which it speaks. A decision's paper belongs to the
// decision: it is kept in the same unit of work, and no later template, ordinance or change of the booking touches it.
#pragma once

#include "persistence/repositories/documents.hpp"
#include "services/booking/application_view.hpp"
#include "services/issuing/papers.hpp"

#include <optional>

namespace hiroba::services {

// Of whom and when.
struct Keeping {
    std::optional<AccountId> by; // empty: by rule
    Instant at;
};
// Writes the paper, one of `possible_papers`, under its number where it is counted, with the template of its kind.
// Inside a unit of work, last in it: others who want a number of the series wait from here on.
// DuplicateKey of uq_document_subject when the application has that paper already.
[[nodiscard]] persistence::IssuedDocument keep_paper(persistence::Session& session, const TownInForce& town,
                                                     const ApplicationView& view, const Paper& paper,
                                                     const Keeping& keeping);

// The paper of a decision that is about to be written, about the application as it is at this moment (`view`); nothing
// for official use, which has no papers.
[[nodiscard]] std::optional<DocumentId> keep_decision_paper(persistence::Session& session, const TownInForce& town,
                                                            ApplicationView view,
                                                            const persistence::Decision& decision);

// 申請書 as it was handed in: kept in the unit of work that submits the application, so that no later change, reduction
// or person's name is read into it. Nothing when it was kept before, and for official use.
void keep_application_form(persistence::Session& session, const TownInForce& town, ApplicationId application,
                           const Keeping& keeping);
// 減免申請書: what is asked for after the application was handed in, as a paper of its own and of its own day.
void keep_reduction_request(persistence::Session& session, const TownInForce& town, ApplicationId application,
                            const Keeping& keeping);

} // namespace hiroba::services
