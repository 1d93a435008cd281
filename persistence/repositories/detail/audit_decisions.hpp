// The statements of the auditor about decisions and reviews; each names in its one column what breaks its rule.
#pragma once

#include <string>

namespace hiroba::persistence::detail {

inline const std::string numbers_with_a_gap =
    "SELECT 'series ' || c.series || ' of ' || c.fiscal_year AS item FROM decision_counter c LEFT JOIN"
    " (SELECT series, fiscal_year, COUNT(*) AS decisions, MAX(serial) AS last FROM decision"
    " GROUP BY series, fiscal_year) d ON d.series = c.series AND d.fiscal_year = c.fiscal_year"
    " WHERE COALESCE(d.decisions, 0) <> c.used OR COALESCE(d.last, 0) <> c.used"
    " UNION ALL SELECT DISTINCT 'series ' || d.series || ' of ' || d.fiscal_year FROM decision d WHERE NOT EXISTS"
    " (SELECT 1 FROM decision_counter c WHERE c.series = d.series AND c.fiscal_year = d.fiscal_year)";

inline const std::string papers_with_a_gap =
    "SELECT 'series ' || c.series AS item FROM document_counter c LEFT JOIN"
    " (SELECT series, COUNT(*) AS papers, MAX(serial) AS last FROM document WHERE series IS NOT NULL"
    " GROUP BY series) d ON d.series = c.series"
    " WHERE COALESCE(d.papers, 0) <> c.last_number OR COALESCE(d.last, 0) <> c.last_number"
    " UNION ALL SELECT DISTINCT 'series ' || d.series FROM document d WHERE d.series IS NOT NULL AND NOT EXISTS"
    " (SELECT 1 FROM document_counter c WHERE c.series = d.series)"
    " UNION ALL SELECT 'document ' || d.document_id FROM document d"
    " WHERE (d.serial IS NULL) <> (d.series IS NULL) OR d.serial < 1"
    " OR (d.series IS NULL AND d.kind IN ('receipt', 'payment_notice'))";

inline const std::string papers_of_other_decisions =
    "SELECT 'decision ' || d.decision_id AS item FROM decision d JOIN document p ON p.document_id = d.document_id"
    " WHERE p.application_id <> d.application_id OR p.subject_id <> d.decision_id"
    " OR COALESCE(p.number, '') <> d.number OR p.kind <> CASE d.kind WHEN 'conditional_permit' THEN 'permit'"
    " WHEN 'refund' THEN 'refund_decision' ELSE d.kind END";

inline const std::string refunds_without_decision =
    "SELECT 'refund ' || r.refund_id AS item FROM refund r LEFT JOIN decision_refund l ON l.refund_id = r.refund_id"
    " LEFT JOIN decision d ON d.decision_id = l.decision_id"
    " WHERE r.ground IN ('cancelled', 'expired', 'changed', 'revoked', 'reduced', 'decided')"
    " AND (d.decision_id IS NULL OR d.kind <> 'refund' OR d.application_id <> r.application_id)"
    " UNION ALL SELECT 'decision ' || d.decision_id FROM decision d WHERE d.kind = 'refund'"
    " AND NOT EXISTS (SELECT 1 FROM decision_refund l WHERE l.decision_id = d.decision_id)";

// `permitted`: the list of the states of a permit.
[[nodiscard]] inline std::string permits_without_decision(const std::string& permitted) {
    return "SELECT 'booking ' || b.booking_id AS item FROM booking b JOIN claim_owner o ON o.owner_id = b.booking_id"
           " WHERE o.state IN " +
           permitted +
           " AND NOT EXISTS (SELECT 1 FROM decision_booking l JOIN decision d ON d.decision_id = l.decision_id"
           " WHERE l.booking_id = b.booking_id AND d.kind IN ('permit', 'conditional_permit'))";
}

// Reductions and refunds have a history of their own.
inline const std::string decisions_without_event =
    "SELECT 'decision ' || d.decision_id AS item FROM decision d"
    " WHERE NOT EXISTS (SELECT 1 FROM decision_booking l WHERE l.decision_id = d.decision_id)"
    " OR EXISTS (SELECT 1 FROM decision_booking l WHERE l.decision_id = d.decision_id"
    " AND d.kind NOT IN ('reduction_grant', 'reduction_refusal', 'refund')"
    " AND NOT EXISTS (SELECT 1 FROM booking_event e WHERE e.booking_id = l.booking_id AND"
    " ((d.kind IN ('permit', 'conditional_permit') AND e.event IN ('permitted', 'permitted_without_fee'))"
    " OR (d.kind = 'refusal' AND e.event IN ('refused', 'revoked'))"
    " OR (d.kind = 'change_permit' AND e.event IN ('changed', 'cancelled'))"
    " OR (d.kind = 'change_refusal' AND e.event = 'change_refused')"
    " OR (d.kind = 'revocation' AND e.event = 'revoked')"
    " OR (d.kind = 'reinstatement' AND e.event IN ('reinstated', 'reinstated_unpaid', 'reinstated_to_review')))))";

inline const std::string decisions_of_others =
    "SELECT DISTINCT 'decision ' || d.decision_id AS item FROM decision d"
    " JOIN decision_booking l ON l.decision_id = d.decision_id JOIN booking b ON b.booking_id = l.booking_id"
    " WHERE b.application_id <> d.application_id"
    " UNION ALL SELECT 'review ' || r.review_id FROM review r JOIN decision d ON d.decision_id = r.decision_id"
    " WHERE d.application_id <> r.application_id";

inline const std::string reviews_out_of_step_with_applications =
    "SELECT 'application ' || p.application_id AS item FROM application p WHERE"
    " (EXISTS (SELECT 1 FROM review r WHERE r.application_id = p.application_id AND r.matter = 'permit'"
    " AND r.is_open = 1)) <>"
    " (EXISTS (SELECT 1 FROM booking b JOIN claim_owner o ON o.owner_id = b.booking_id"
    " WHERE b.application_id = p.application_id AND o.state = 'under_review'))";

// Each step of a draft is approved by the post that stands there, no step twice, nobody two of them; the turn is at
// a step that the route has.
inline const std::string approvals_off_the_route =
    "SELECT 'review ' || e.review_id AS item FROM review_event e LEFT JOIN review_step s"
    " ON s.review_id = e.review_id AND s.round = e.round AND s.step = e.step"
    " WHERE e.event IN ('approved', 'decided', 'rejected', 'returned') AND e.step > 0"
    " AND (s.post_code IS NULL OR e.post_code IS NULL OR s.post_code <> e.post_code)"
    " UNION ALL SELECT 'review ' || a.review_id FROM review_event a JOIN review_event b"
    " ON b.review_id = a.review_id AND b.round = a.round AND b.sequence > a.sequence"
    " WHERE a.event = 'approved' AND b.event IN ('approved', 'decided', 'rejected')"
    " AND (a.account_id = b.account_id OR a.step >= b.step)"
    " UNION ALL SELECT 'review ' || r.review_id FROM review r WHERE r.state = 'in_approval' AND NOT EXISTS"
    " (SELECT 1 FROM review_step s WHERE s.review_id = r.review_id AND s.round = r.round AND s.step = r.step)";

// An owner keeps exactly while its change waits; a review is of a change exactly when one was asked for; and none waits
// an hour after its time.
inline const std::string changes_that_keep_amiss =
    "SELECT 'owner ' || o.owner_id AS item FROM claim_owner o WHERE o.kind = 'change' AND (o.state = 'held') <>"
    " (EXISTS (SELECT 1 FROM change_request c JOIN review r ON r.review_id = c.review_id"
    " WHERE c.owner_id = o.owner_id AND r.is_open = 1))"
    " UNION ALL SELECT 'review ' || r.review_id FROM review r WHERE (r.matter = 'change') <>"
    " (EXISTS (SELECT 1 FROM change_request c JOIN change_request_use u ON u.review_id = c.review_id"
    " JOIN claim_owner o ON o.owner_id = c.owner_id WHERE c.review_id = r.review_id AND o.kind = 'change'))"
    " UNION ALL SELECT 'review ' || c.review_id FROM change_request c JOIN review r ON r.review_id = c.review_id"
    " WHERE r.is_open = 1 AND c.expires_at_ms < (SELECT COALESCE(MAX(e.at_ms), 0) - 3600000 FROM booking_event e)";

inline const std::string changes_of_others =
    "SELECT 'review ' || u.review_id AS item FROM change_request_use u JOIN review r ON r.review_id = u.review_id"
    " JOIN booking b ON b.booking_id = u.booking_id WHERE b.application_id <> r.application_id";

inline const std::string reviews_without_their_last_event =
    "SELECT 'review ' || r.review_id AS item FROM review r LEFT JOIN review_event e"
    " ON e.review_id = r.review_id AND e.sequence = r.events WHERE e.to_state IS NULL OR e.to_state <> r.state"
    " OR (SELECT COUNT(*) FROM review_event a WHERE a.review_id = r.review_id) <> r.events";

} // namespace hiroba::persistence::detail
