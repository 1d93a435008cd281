#include "persistence/repositories/decisions.hpp"

#include "persistence/engine/errors.hpp"
#include "persistence/repositories/detail/rows.hpp"

#include <algorithm>

namespace hiroba::persistence {
namespace {

constexpr Sql raise_counter = "UPDATE decision_counter SET used = used + 1"
                              " WHERE series = :series AND fiscal_year = :fiscal_year";
constexpr Sql insert_counter =
    "INSERT INTO decision_counter (series, fiscal_year, used) VALUES (:series, :fiscal_year, 1)";
constexpr Sql select_counter =
    "SELECT used FROM decision_counter WHERE series = :series AND fiscal_year = :fiscal_year";
constexpr Sql insert_row =
    "INSERT INTO decision (decision_id, application_id, kind, series, fiscal_year, serial, number, decided_on,"
    " decided_at_ms, decided_by, post_code, as_deputy, reason, appeal_code, outside_number, edition_id, document_id,"
    " authority_ja, authority_en)"
    " VALUES (:decision_id, :application_id, :kind, :series, :fiscal_year, :serial, :number, :decided_on,"
    " :decided_at_ms, :decided_by, :post_code, :as_deputy, :reason, :appeal_code, :outside_number, :edition_id,"
    " :document_id, :authority_ja, :authority_en)";
constexpr Sql insert_booking =
    "INSERT INTO decision_booking (decision_id, booking_id) VALUES (:decision_id, :booking_id)";
constexpr Sql insert_refund = "INSERT INTO decision_refund (refund_id, decision_id) VALUES (:refund_id, :decision_id)";
constexpr Sql insert_condition = "INSERT INTO decision_condition (decision_id, position, text_ja, text_en)"
                                 " VALUES (:decision_id, :position, :text_ja, :text_en)";
const std::string columns =
    "SELECT d.decision_id, d.application_id, d.kind, d.series, d.fiscal_year, d.serial, d.number, d.decided_on,"
    " d.decided_at_ms, d.decided_by, a.display_name, d.post_code, d.as_deputy, d.reason, d.appeal_code,"
    " d.outside_number, d.edition_id, d.document_id, d.authority_ja, d.authority_en"
    " FROM decision d LEFT JOIN account a ON a.account_id = d.decided_by ";
using Row =
    std::tuple<DecisionId, ApplicationId, std::string, SeriesCode, std::int64_t, std::int64_t, std::string, LocalDate,
               Instant, std::optional<AccountId>, std::optional<std::string>, std::optional<PostCode>, std::int64_t,
               std::optional<std::string>, std::optional<AppealCode>, std::optional<std::string>, std::int64_t,
               std::optional<DocumentId>, std::optional<std::string>, std::optional<std::string>>;
constexpr Sql select_bookings = "SELECT b.booking_id FROM decision_booking b"
                                " WHERE b.decision_id = :decision_id ORDER BY b.booking_id";
constexpr Sql select_refunds =
    "SELECT refund_id FROM decision_refund WHERE decision_id = :decision_id ORDER BY refund_id";
constexpr Sql select_conditions = "SELECT text_ja, text_en FROM decision_condition"
                                  " WHERE decision_id = :decision_id ORDER BY position";
constexpr Sql select_undecided =
    "SELECT r.refund_id, r.booking_id FROM refund r WHERE r.application_id = :application_id"
    " AND r.created_at_ms = :created_at_ms AND r.state <> 'taken_back'"
    " AND r.ground IN ('cancelled', 'expired', 'changed', 'revoked', 'reduced', 'decided')"
    " AND NOT EXISTS (SELECT 1 FROM decision_refund x WHERE x.refund_id = r.refund_id) ORDER BY r.refund_id";
constexpr Sql select_told = "SELECT decision_id FROM decision WHERE appeal_code = :appeal_code LIMIT 1";

std::optional<std::string> or_none(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional{text};
}

DecisionKind kind_from(const std::string& name) {
    const auto kind = decision_kind_named(name);
    if (!kind) throw DatabaseError("decision.kind holds an unknown kind");
    return *kind;
}

Decision decision_from(Row&& row) {
    auto& [id, application, kind, series, year, serial, number, on, at, by, name, post, deputy, reason, appeal, outside,
           edition, paper, authority_ja, authority_en] = row;
    return {.id = id,
            .application = application,
            .kind = kind_from(kind),
            .series = std::move(series),
            .fiscal_year = static_cast<int>(year),
            .serial = serial,
            .number = std::move(number),
            .decided_on = on,
            .decided_at = at,
            .decided_by = by,
            .decided_by_name = std::move(name).value_or(""),
            .post = std::move(post),
            .as_deputy = deputy == 1,
            .conditions = {},
            .reason = std::move(reason).value_or(""),
            .authority = {std::move(authority_ja).value_or(""), std::move(authority_en).value_or("")},
            .appeal = std::move(appeal),
            .outside_number = std::move(outside).value_or(""),
            .edition = edition,
            .paper = paper,
            .bookings = {},
            .refunds = {}};
}

// Only these kinds have conditions.
bool may_have_conditions(DecisionKind kind) {
    return kind == DecisionKind::conditional_permit || kind == DecisionKind::change_permit;
}

std::vector<Decision> select_decisions(Session& session, const std::string& where, const Binds& binds) {
    std::vector<Decision> decisions;
    for (auto& row : detail::Rows<Row>::select(session, Sql::built(columns + where), binds)) {
        Decision decision = decision_from(std::move(row));
        for (const auto& [booking] : session.select<BookingId>(select_bookings, {{"decision_id", decision.id}}))
            decision.bookings.push_back(booking);
        if (decision.kind == DecisionKind::refund)
            for (const auto& [refund] : session.select<RefundId>(select_refunds, {{"decision_id", decision.id}}))
                decision.refunds.push_back(refund);
        if (may_have_conditions(decision.kind))
            for (auto& [ja, en] :
                 session.select<std::string, std::string>(select_conditions, {{"decision_id", decision.id}}))
                decision.conditions.push_back({std::move(ja), std::move(en)});
        decisions.push_back(std::move(decision));
    }
    return decisions;
}

} // namespace

std::int64_t next_serial(Session& session, const SeriesCode& series, int fiscal_year) {
    const Binds which{{"series", series}, {"fiscal_year", fiscal_year}};
    if (session.execute(raise_counter, which) == 0) {
        try {
            session.execute(insert_counter, which);
        } catch (const DuplicateKey&) {
            session.execute(raise_counter, which); // another began the year at the same moment
        }
    }
    return std::get<0>(*session.select_one<std::int64_t>(select_counter, which));
}

void insert_decision(Session& session, const Decision& decision) {
    session.execute(insert_row, {{"decision_id", decision.id},
                                 {"application_id", decision.application},
                                 {"kind", name_of(decision.kind)},
                                 {"series", decision.series},
                                 {"fiscal_year", decision.fiscal_year},
                                 {"serial", decision.serial},
                                 {"number", decision.number},
                                 {"decided_on", decision.decided_on},
                                 {"decided_at_ms", decision.decided_at},
                                 {"decided_by", decision.decided_by},
                                 {"post_code", decision.post},
                                 {"as_deputy", decision.as_deputy ? 1 : 0},
                                 {"reason", or_none(decision.reason)},
                                 {"appeal_code", decision.appeal},
                                 {"outside_number", or_none(decision.outside_number)},
                                 {"edition_id", decision.edition},
                                 {"document_id", decision.paper},
                                 {"authority_ja", or_none(decision.authority.ja)},
                                 {"authority_en", or_none(decision.authority.en)}});
    for (const BookingId booking : decision.bookings)
        session.execute(insert_booking, {{"decision_id", decision.id}, {"booking_id", booking}});
    for (const RefundId refund : decision.refunds)
        session.execute(insert_refund, {{"refund_id", refund}, {"decision_id", decision.id}});
    int position = 0;
    for (const Text& condition : decision.conditions)
        session.execute(insert_condition, {{"decision_id", decision.id},
                                           {"position", ++position},
                                           {"text_ja", condition.ja},
                                           {"text_en", condition.en}});
}

std::optional<Decision> find_decision(Session& session, DecisionId id) {
    auto found = select_decisions(session, "WHERE d.decision_id = :decision_id", {{"decision_id", id}});
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<Decision> decisions_of(Session& session, ApplicationId application) {
    return select_decisions(session, "WHERE d.application_id = :application_id ORDER BY d.decided_at_ms, d.decision_id",
                            {{"application_id", application}});
}

UndecidedRefunds undecided_refunds(Session& session, ApplicationId application, Instant ordered_at) {
    UndecidedRefunds found;
    for (const auto& [refund, booking] : session.select<RefundId, BookingId>(
             select_undecided, {{"application_id", application}, {"created_at_ms", ordered_at}})) {
        found.refunds.push_back(refund);
        if (std::ranges::find(found.bookings, booking) == found.bookings.end()) found.bookings.push_back(booking);
    }
    return found;
}

bool is_appeal_told(Session& session, const AppealCode& appeal) {
    return session.select_one<DecisionId>(select_told, {{"appeal_code", appeal}}).has_value();
}

} // namespace hiroba::persistence
