// PayPay takes a payment back without a trace until 00:14:59 (Japan) of the day after it; from then on it is refunded.
#pragma once

#include "domain/core/instant.hpp"
#include "domain/core/local_time.hpp"

namespace hiroba::payments::paypay {

// The first instant at which a payment begun at that instant cannot be cancelled any more.
[[nodiscard]] inline Instant cancel_window_end(Instant begun_at) {
    constexpr int quarter_past_midnight = 15;
    const LocalDate day_after = to_town_time(begun_at).date + std::chrono::days{1};
    return to_instant({day_after, *MinuteOfDay::of(quarter_past_midnight)});
}

} // namespace hiroba::payments::paypay
