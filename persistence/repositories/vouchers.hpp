// 払込票: what the payer of an attempt takes to a convenience store. Written once, when the provider tells of it.
#pragma once

#include "domain/core/ids.hpp"
#include "domain/core/instant.hpp"
#include "persistence/engine/session.hpp"

#include <optional>
#include <string>
#include <vector>

namespace hiroba::persistence {

struct StoreNumber {
    std::string store; // in the provider's word: "lawson"
    std::string payment_code;
    std::string confirmation_number; // empty where the store asks for none
};

struct Voucher {
    AttemptId attempt;
    std::string url; // of the provider's page with the numbers; may be empty
    Instant expires_at;
    std::string payer_mail; // as the payer typed it at the provider; may be empty
    Instant issued_at;
    std::vector<StoreNumber> stores; // by name
};

// False when the attempt has one: what was given out first holds.
[[nodiscard]] bool insert_voucher(Session& session, const Voucher& voucher);
[[nodiscard]] std::optional<Voucher> find_voucher(Session& session, AttemptId attempt);

} // namespace hiroba::persistence
