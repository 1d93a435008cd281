// 還付の方法: money goes back by the way it came.
#pragma once

#include "persistence/repositories/payments.hpp"

#include <optional>
#include <vector>

namespace hiroba::services {

struct RefundWay {
    Yen amount;
    std::optional<AttemptId> attempt{}; // whose provider gives it back; empty: by hand
};
// How so much of what the obligation brought goes back: through the providers that have money of it, the newest payment
// first, as far as something of each is left; the rest by hand, as the desk received it. What was set off goes back
// through whatever provider the application paid by, where one has so much left.
[[nodiscard]] std::vector<RefundWay> ways_back(persistence::Session& session, const persistence::Obligation& obligation,
                                               Yen amount);

} // namespace hiroba::services
