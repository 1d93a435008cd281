// Steps of the conflict engine that the bookings take in one with their own: an owner comes into being with its claims.
#pragma once

#include "persistence/repositories/claims.hpp"

#include <optional>
#include <string_view>

namespace hiroba::persistence::detail {

struct NewOwner {
    OwnerId id;
    std::string_view kind;
    std::optional<Instant> expires_at;
    Instant created_at;
};
// Writes it as `held`, with the number of claims that it is about to make through `occupy`.
void insert_owner(Session& session, const NewOwner& owner, std::int64_t claims);
[[nodiscard]] std::int64_t count_of(const Occupation& occupation);
// Like `claim`, for an owner whose number of claims is right already.
[[nodiscard]] Result<void> occupy(Session& session, OwnerId owner, const Occupation& occupation, Instant now);

} // namespace hiroba::persistence::detail
