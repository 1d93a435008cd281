// The life of a booking as one table: from, event, to. 仮押さえ → 申請 → (審査) → 許可 → 使用.
#pragma once

#include "domain/core/refusal.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace hiroba {

enum class BookingState {
    held,             // 仮押さえ: a short time for filling in the form
    under_review,     // 申請済・審査中
    permitted_unpaid, // 使用許可・未納: only proof that no money can come releases it
    permitted,        // 使用許可・納付済, or nothing is owed
    checked_in,       // 利用中
    used,             // 利用済
    no_show,          // 無断不使用
    refused,          // 不許可
    withdrawn,        // 取下げ: given back before the permission
    cancelled,        // 取消: given back after it
    expired,          // 期限切れ
    revoked,          // 町による許可の取消
};

enum class BookingEvent {
    submitted,             // applied for; staff decide
    permitted,             // a fee is owed
    permitted_without_fee, // nothing is owed
    fee_raised,            // a change made a permit cost something that had cost nothing
    payment_undone,        // what paid for it does so no longer, and nothing else does
    refused,               // by staff, with a reason
    paid,                  // the provider proved payment
    withdrawn,             // by the applicant, before the permission
    cancelled,             // by the applicant, after it, when no attempt can bring money any more
    deadline_passed,       // of the hold, of the review, or of the payment when every attempt is dead
    revoked,               // by the town (closure, breach of conditions)
    reinstated_to_review,  // the revocation is taken back,
    reinstated_unpaid,     //   each time to the state
    reinstated,            //   in which it was revoked
    checked_in,            // staff saw the people come
    check_in_undone,       // … the wrong people
    use_ended,             // the time is over
    not_come,              // the time is over and nobody came
    came_after_all,        // a mistaken no-show is corrected
    seated_again,          // money that came too late pays for it after all, because it is still free
};

struct BookingTransition {
    BookingState from;
    BookingEvent event;
    BookingState to;
};

[[nodiscard]] std::span<const BookingTransition> booking_transitions();
[[nodiscard]] std::span<const BookingState> booking_states();
[[nodiscard]] std::span<const BookingEvent> booking_events();

// The state after the event, or `wrong_state` {state, event}.
[[nodiscard]] Result<BookingState> next_state(BookingState state, BookingEvent event);

// States in which the booking keeps its claims: all that are used or may still be.
[[nodiscard]] bool occupies(BookingState state);
// States that still wait for the applicant: held, permitted_unpaid. A person has only few of these.
[[nodiscard]] bool waits_for_applicant(BookingState state);
// States that count against quotas: all that occupy, and no_show.
[[nodiscard]] bool counts_against_quota(BookingState state);
// 1日の限度: states in which a use counts towards a cap over the day: while it holds, waits, is permitted, or was a
// permit to the end. The same as for quotas.
[[nodiscard]] bool counts_in_cap(BookingState state);
// States in which what it counted is charged to the applicant's other uses of the day after all: given up, refused or
// expired. When the town itself takes it back, what was charged for the others stands.
[[nodiscard]] bool leaves_its_share_of_cap(BookingState state);
// The event that takes a revocation back to the state it was revoked in (`under_review`, `permitted_unpaid`,
// `permitted`); nothing for the others, which cannot be taken back.
[[nodiscard]] std::optional<BookingEvent> reinstatement_to(BookingState state);

[[nodiscard]] std::string_view name_of(BookingState state);
[[nodiscard]] std::string_view name_of(BookingEvent event);
[[nodiscard]] std::optional<BookingState> booking_state_named(std::string_view name);

// The table as a Mermaid state diagram, for the documentation.
[[nodiscard]] std::string draw_booking_life();

} // namespace hiroba
