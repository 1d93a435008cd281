// Repeats of a request: the same key with the same content answers as the first time, other content is refused.
#pragma once

#include "domain/core/ids.hpp"
#include "domain/core/instant.hpp"
#include "domain/core/refusal.hpp"
#include "persistence/engine/session.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace hiroba::persistence {

struct IdempotencyKey {
    AccountId account;
    std::string operation; // "hold", "payment"
    std::string key;       // made by the page
    std::string request_hash;
};

// What the key stands for already, or nothing. `idempotency_key_reused` when it stands for another request.
[[nodiscard]] Result<std::optional<std::int64_t>> remembered(Session& session, const IdempotencyKey& key);

// In the transaction that does the work. DuplicateKey when something stands under the key, or is being
// written at this moment.
void remember(Session& session, const IdempotencyKey& key, std::int64_t subject_id, Instant now);

// Forgets those that were remembered before `before`, the oldest first, about `limit` of them (a moment as a whole);
// answers how many.
std::int64_t forget_remembered(Session& session, Instant before, int limit);

} // namespace hiroba::persistence
