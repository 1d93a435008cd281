// 処分の文書: permits, refusals, revocations, reductions and refunds in the words of their decision.
#pragma once

#include "domain/documents/content.hpp"
#include "services/booking/application_view.hpp"
#include "services/catalog/catalog.hpp"

namespace hiroba::services {

// The kind of paper that tells of such a decision.
[[nodiscard]] DocumentKind paper_about(DecisionKind kind);

// Who signs such decisions, and is applied to for them: the authority that decides (処分庁), also where a deputy acts.
[[nodiscard]] std::string sender_of(const TownInForce& town, const DecisionRules& rules, DecisionKind kind);

// Number, date, reason, conditions and notice of appeal of the decision, and the uses that it is about; of a changed
// permit all that is permitted now, because the paper takes the place of the one before.
void write_decision(persistence::Session& session, const TownInForce& town, const ApplicationView& view,
                    const persistence::Decision& decision, DocumentContent& content);

} // namespace hiroba::services
