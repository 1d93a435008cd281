// Applications, bookings and what hangs on them in the shapes of the API contract.
#pragma once

#include "payments/gateways.hpp"
#include "services/board/board.hpp"
#include "services/booking/application_view.hpp"
#include "services/booking/hold.hpp"

#include <nlohmann/json.hpp>
#include <optional>

namespace hiroba::services::api {

// The text, or null.
template <class Optional>
[[nodiscard]] nlohmann::json or_null(const Optional& value) {
    return value ? nlohmann::json(*value) : nlohmann::json(nullptr);
}
template <class Tag, class T>
[[nodiscard]] nlohmann::json code_or_null(const std::optional<Strong<Tag, T>>& code) {
    return code ? nlohmann::json(code->value()) : nlohmann::json(nullptr);
}
[[nodiscard]] inline nlohmann::json instant_or_null(const std::optional<Instant>& at) {
    return at ? nlohmann::json(at->epoch_ms()) : nlohmann::json(nullptr);
}
template <class Tag>
[[nodiscard]] std::string id_json(Strong<Tag, std::int64_t> id) {
    return std::to_string(id.value());
}

// For whom an application is shown: staff see the applicant's name, and their own.
struct Shown {
    const TownInForce& town;
    const payments::Gateways& gateways;
    Instant now;
    std::optional<std::string> holder{};
    std::optional<std::string> evidence_seen_by{}; // the member of staff who saw the evidence of the reduction
};
[[nodiscard]] nlohmann::json application_json(const ApplicationView& view, const Shown& shown);
// With what happened to its bookings, in order, without names.
[[nodiscard]] nlohmann::json history_json(persistence::Session& session, const ApplicationView& view);
[[nodiscard]] nlohmann::json booking_json(const persistence::Booking& booking, const ApplicationView& view,
                                          const Shown& shown);
[[nodiscard]] nlohmann::json change_request_json(const persistence::ChangeRequest& request, const ApplicationView& view,
                                                 const Shown& shown);
[[nodiscard]] nlohmann::json held_json(const HeldApplication& held, const Shown& shown);
[[nodiscard]] nlohmann::json attempt_json(const persistence::Attempt& attempt,
                                          const std::optional<persistence::Voucher>& voucher);
[[nodiscard]] nlohmann::json refund_json(const persistence::Refund& refund);
[[nodiscard]] nlohmann::json evidence_json(const persistence::SeenEvidence& evidence,
                                           const std::optional<std::string>& seen_by);
[[nodiscard]] nlohmann::json board_booking_json(const persistence::BookingForStaff& found);
[[nodiscard]] nlohmann::json found_json(const persistence::FoundApplication& found);

} // namespace hiroba::services::api
