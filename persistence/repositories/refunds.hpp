// 還付: what is to be given back, and why. How it is paid stands in refund_payouts.hpp; nothing is ever deleted.
#pragma once

#include "domain/core/ids.hpp"
#include "domain/core/instant.hpp"
#include "domain/core/text.hpp"
#include "domain/core/yen.hpp"
#include "domain/fees/refund.hpp"
#include "domain/finance/refund_life.hpp"
#include "persistence/engine/session.hpp"
#include "persistence/repositories/revenue_shares.hpp"

#include <optional>
#include <string>
#include <vector>

namespace hiroba::persistence {

enum class RefundGround {
    cancelled, // given up by who booked
    expired,   // not paid whole in time: what was paid in part
    changed,   // to something that costs less, or under another account
    revoked,   // 許可の取消
    reduced,   // 減免 granted after payment
    decided,   // by staff, of a use that is over or was given up
    overpaid,  // 過誤納: money that came too late or twice, and never paid for a booking
    tickets,   // 未使用券: the tickets of a book that are left
};
using hiroba::RefundState;
[[nodiscard]] std::string_view name_of(RefundGround ground);

struct Refund {
    RefundId id;
    ApplicationId application;
    std::optional<BookingId> booking; // empty: what was overpaid is of no booking, nor is a book of tickets
    ObligationId obligation; // a paid one of the application: whose fiscal year and owner it has; of what was overpaid,
                             // the one that was to be paid
    RefundGround ground = RefundGround::cancelled;
    RefundCause cause = RefundCause::user;
    RefundState state = RefundState::due;
    Yen amount;           // > 0
    RevenueShares shares; // what of it under which account; together the amount; none of what was overpaid
    int percent = 100;
    Text article;
    std::optional<AccountId> decided_by{};         // staff; empty: by rule
    std::optional<std::string> reason{};           // of staff
    std::optional<ObligationId> set_off_against{}; // that it paid
    Instant created_at{};
};

void insert_refund(Session& session, const Refund& refund);
[[nodiscard]] std::vector<Refund> refunds_of(Session& session, ApplicationId application);
[[nodiscard]] std::vector<Refund> refunds_of_booking(Session& session, BookingId booking);
[[nodiscard]] std::optional<Refund> find_refund(Session& session, RefundId id);
// due, or waiting for the second approval → taken_back; false when it is beyond that.
[[nodiscard]] bool take_back_refund(Session& session, RefundId id);
// What the town still owes to payers, the oldest first.
[[nodiscard]] std::vector<Refund> refunds_due(Session& session, int limit);
[[nodiscard]] Yen sum_of_refunds_due(Session& session);
// Of what came too late or twice, what is (to be) given back.
[[nodiscard]] Yen sum_of_overpaid_refunds(Session& session);

// お知らせ: what a person must be told. The pages show them; sending them is another's work.
struct Notice {
    std::int64_t id = 0;
    AccountId account;
    std::optional<ApplicationId> application;
    std::optional<BookingId> booking;
    std::string kind;       // "permitted", "refused", "revoked", "reinstated", "offered", "expired", "suspended"
    std::string facts_json; // for the wording
    Instant created_at;
    bool withdrawn = false; // overtaken before it was sent
    std::optional<Instant> read_at;
};
void insert_notice(Session& session, const Notice& notice);
[[nodiscard]] std::vector<Notice> notices_of(Session& session, AccountId account, int limit);
void withdraw_notices(Session& session, BookingId booking, const std::string& kind);
void mark_notices_read(Session& session, AccountId account, Instant now);

// 利用停止.
struct Suspension {
    std::int64_t id = 0;
    AccountId account;
    Instant from;
    Instant until;
    std::string ground; // "no_show" or staff's words
    std::optional<AccountId> made_by;
    std::optional<AccountId> lifted_by;
    std::optional<Instant> lifted_at;
};
void insert_suspension(Session& session, const Suspension& suspension);
// The one that holds at that moment and ends last, or nothing.
[[nodiscard]] std::optional<Suspension> suspension_of(Session& session, AccountId account, Instant at);
[[nodiscard]] bool lift_suspension(Session& session, std::int64_t id, AccountId by, Instant now);
struct SuspendedPerson {
    Suspension suspension;
    std::string name;
};
// Of those that hold at that moment.
[[nodiscard]] std::optional<SuspendedPerson> find_suspension(Session& session, std::int64_t id, Instant at);
// Those that hold at that moment, the ones that end last first.
[[nodiscard]] std::vector<SuspendedPerson> suspensions(Session& session, Instant at, int limit);

} // namespace hiroba::persistence
