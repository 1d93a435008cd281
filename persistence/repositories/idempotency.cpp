#include "persistence/repositories/idempotency.hpp"

namespace hiroba::persistence {
namespace {

constexpr Sql select_key = "SELECT request_hash, subject_id FROM idempotency WHERE account_id = :account_id"
                           " AND operation = :operation AND idempotency_key = :idempotency_key";
constexpr Sql insert_key =
    "INSERT INTO idempotency (account_id, operation, idempotency_key, request_hash, subject_id, created_at_ms)"
    " VALUES (:account_id, :operation, :idempotency_key, :request_hash, :subject_id, :created_at_ms)";

constexpr Sql select_oldest = "SELECT created_at_ms FROM idempotency WHERE created_at_ms < :before_ms"
                              " ORDER BY created_at_ms LIMIT :row_limit";
constexpr Sql delete_oldest = "DELETE FROM idempotency WHERE created_at_ms <= :last_ms";

} // namespace

Result<std::optional<std::int64_t>> remembered(Session& session, const IdempotencyKey& key) {
    const auto row = session.select_one<std::string, std::int64_t>(
        select_key, {{"account_id", key.account}, {"operation", key.operation}, {"idempotency_key", key.key}});
    if (!row) return std::nullopt;
    const auto& [request_hash, subject_id] = *row;
    if (request_hash != key.request_hash) return refuse("idempotency_key_reused");
    return subject_id;
}

void remember(Session& session, const IdempotencyKey& key, std::int64_t subject_id, Instant now) {
    session.execute(insert_key, {{"account_id", key.account},
                                 {"operation", key.operation},
                                 {"idempotency_key", key.key},
                                 {"request_hash", key.request_hash},
                                 {"subject_id", subject_id},
                                 {"created_at_ms", now}});
}

std::int64_t forget_remembered(Session& session, Instant before, int limit) {
    const auto oldest = session.select<Instant>(select_oldest, {{"before_ms", before}, {"row_limit", limit}});
    if (oldest.empty()) return 0;
    return session.execute(delete_oldest, {{"last_ms", std::get<0>(oldest.back())}});
}

} // namespace hiroba::persistence
