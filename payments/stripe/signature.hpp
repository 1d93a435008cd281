// Stripe-Signature: `t=<unix seconds>,v1=<hex>[,v1=<hex>…]`, HMAC-SHA256 over `t + "." + body`, keyed with the whole
// text of the signing secret (`whsec_…`). Behaves as Stripe's own verifier does; differs only in refusing a second `t`.
#pragma once

#include "domain/core/instant.hpp"
#include "domain/core/refusal.hpp"
#include "payments/secret.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace hiroba::payments::stripe {

constexpr std::chrono::seconds signature_tolerance{300};

// The lower-case hex of the v1 signature. The body is bytes, not text: never re-serialised.
[[nodiscard]] std::string signature_v1(const Secret& secret, std::string_view timestamp, std::string_view body);

// `t=…,v1=…`, as the sender writes it.
[[nodiscard]] std::string signature_header(const Secret& secret, Instant at, std::string_view body);

// The second in which the message was signed. One matching v1 suffices (two during the rollover of a secret); a
// signature from the future is accepted, as Stripe's verifier does. Refused, in this order: `missing_signature`,
// `malformed_signature` (no time, two times, no v1), `bad_signature`, `signature_too_old` {age_seconds}.
// Throws std::invalid_argument for a blank secret: anyone could sign with it.
[[nodiscard]] Result<Instant> verify_signature(const Secret& secret, std::string_view header, std::string_view body,
                                               Instant now);

} // namespace hiroba::payments::stripe
