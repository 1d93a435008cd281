// 処分: every decision with its number. Written once, never changed.
#pragma once

#include "domain/approval/decision.hpp"
#include "domain/core/ids.hpp"
#include "domain/core/instant.hpp"
#include "domain/core/local_time.hpp"
#include "domain/documents/document.hpp"
#include "persistence/engine/session.hpp"

#include <optional>
#include <string>
#include <vector>

namespace hiroba::persistence {

struct Decision {
    DecisionId id;
    ApplicationId application;
    DecisionKind kind = DecisionKind::permit;
    SeriesCode series;
    int fiscal_year = 0; // 0: of before decisions had numbers
    std::int64_t serial = 0;
    std::string number; // "星教許可第12号"
    LocalDate decided_on;
    Instant decided_at;
    std::optional<AccountId> decided_by; // empty: by rule (自動許可)
    std::string decided_by_name;         // filled in when read
    std::optional<PostCode> post;        // in which they decided
    bool as_deputy = false;              // 代決
    std::vector<Text> conditions;
    std::string reason; // empty: none
    Text authority;     // 処分庁; empty: of before it was written down
    std::optional<AppealCode> appeal;
    std::string outside_number;      // of the town's own approval system; empty: none
    std::int64_t edition = 0;        // of the town data in force
    std::optional<DocumentId> paper; // kept with it; empty: official use, or of before papers were kept
    std::vector<BookingId> bookings; // that it is about
    std::vector<RefundId> refunds;   // that a decision on a refund orders
};

// The next number of the series in that fiscal year, from 1, without a gap: others who want one wait for the end of
// this unit of work, so it comes last in it.
[[nodiscard]] std::int64_t next_serial(Session& session, const SeriesCode& series, int fiscal_year);
void insert_decision(Session& session, const Decision& decision);
[[nodiscard]] std::optional<Decision> find_decision(Session& session, DecisionId id);
// The oldest first.
[[nodiscard]] std::vector<Decision> decisions_of(Session& session, ApplicationId application);
// The refunds that were ordered at that moment and that no decision is about yet, and what they are for.
struct UndecidedRefunds {
    std::vector<RefundId> refunds;
    std::vector<BookingId> bookings;
};
[[nodiscard]] UndecidedRefunds undecided_refunds(Session& session, ApplicationId application, Instant ordered_at);
// Whether a decision told of this appeal.
[[nodiscard]] bool is_appeal_told(Session& session, const AppealCode& appeal);

} // namespace hiroba::persistence
