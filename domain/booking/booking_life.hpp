// The life of a booking as one table: from, event, to. 仮押さえ → 納付待ち → 使用許可(納付済).
#pragma once

#include "domain/core/refusal.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace hiroba {

enum class BookingState {
    held,             // 仮押さえ: ten minutes for filling in the form
    awaiting_payment, // 納付待ち: a payment was started; only proof that no money can come releases it
    confirmed,        // 使用許可・納付済
    cancelled,        // 取消: given back before payment
    expired,          // 期限切れ
};

enum class BookingEvent {
    payment_started, // the first payment attempt is recorded
    paid,            // the provider proved payment
    given_up,        // the resident cancelled, and no attempt can bring money any more
    deadline_passed, // of the hold, or of the payment when every attempt is dead
};

struct BookingTransition {
    BookingState from;
    BookingEvent event;
    BookingState to;
};

[[nodiscard]] std::span<const BookingTransition> booking_transitions();

// The state after the event, or `wrong_state` {state, event}.
[[nodiscard]] Result<BookingState> next_state(BookingState state, BookingEvent event);

// States in which the booking keeps its claims.
[[nodiscard]] bool occupies(BookingState state);

[[nodiscard]] std::string_view name_of(BookingState state);
[[nodiscard]] std::string_view name_of(BookingEvent event);
[[nodiscard]] std::optional<BookingState> booking_state_named(std::string_view name);

// The table as a Mermaid state diagram, for the documentation.
[[nodiscard]] std::string draw_booking_life();

} // namespace hiroba
