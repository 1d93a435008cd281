// 変更: another space, date, time or equipment for a booking, some of a series or all of it, in one step. The new is
// claimed and the old given back in one transaction; when any part is refused everything stays as it was.
#pragma once

#include "persistence/repositories/accounts.hpp"
#include "services/booking/application_view.hpp"
#include "services/context.hpp"
#include "services/tickets/ticket_change.hpp"

#include <optional>
#include <string>
#include <vector>

namespace hiroba::services {

enum class ChangeScope { one, following, all };

// What changes of what is declared of a use; what is empty stays.
struct TermsChange {
    std::optional<PriceClassCode> price_class{};
    std::optional<bool> is_rehearsal{};
    std::optional<bool> wants_climate{};
    std::optional<int> early_minutes{};
    std::optional<int> extension_minutes{};
    std::optional<std::vector<ExtraWish>> extras{}; // all of them, as they shall be
    friend bool operator==(const TermsChange&, const TermsChange&) = default;
};

// What is declared of the application as a whole, as it shall be.
struct DeclaredChange {
    std::optional<Yen> highest_admission{};
    bool is_commercial = false;
};

// What changes; what is empty stays. Each booking of a wider scope keeps its own date. What is declared of the
// application holds for all that can still be changed, whatever the scope.
struct ChangeCommand {
    ApplicationId application;
    BookingId booking;
    ChangeScope scope = ChangeScope::one;
    std::optional<SpaceCode> space;
    std::optional<LocalDate> date; // of `one` only
    std::optional<BandCode> band;
    std::optional<TimeRange> time;
    std::optional<int> nights;
    std::optional<std::vector<EquipmentWish>> equipment; // all of it, as it shall be
    TermsChange terms{};
    std::optional<DeclaredChange> declared{};
    std::optional<std::int64_t> version{}; // of the application, as who asks saw it
    std::string idempotency_key{};         // of change, not of the preview
    std::string request_hash{};
};

// One booking as it would be.
struct PlannedChange {
    persistence::Booking before;
    UseRequest request;
    LocalDateTime start;
    LocalDateTime end;
    Yen total;
    Yen additional;               // charged for it in addition
    RefundTerms refund;           // of what was paid, by the refund rule of the old use
    TicketChange tickets{};       // what becomes of those that pay for it
    std::optional<Quote> quote{}; // of the use as it would be, when it can be changed
    bool needs_review = false;    // staff decide it: it can be applied for (change_request.hpp)
    std::optional<Refusal> refusal;
};
struct ChangePlan {
    std::vector<PlannedChange> changes;
    Yen difference;               // to be paid in addition, after what is set off
    Yen refund;                   // given back, after what is set off
    Yen set_off;                  // 充当: refunds of some bookings that pay additional fees of others
    Yen earlier_set_off;          // the same of refunds that were decided before and are not being paid yet
    Yen moved;                    // of what was paid, what pays the same booking under another account
    std::optional<Instant> due{}; // 納期限, when something is owed by the change, or sooner because of it
    [[nodiscard]] bool is_possible() const;
};

// `application_not_found`, `booking_not_found`, `date_of_one_only`, `nothing_changes`, `details_missing` (something is
// declared of an application whose form is not filled in). What is refused for one booking (or `uses_overlap`)
// stands in its change; whether a slot is taken is as of this moment. What is refused only because it `needs_review`
// has its figures all the same: they are those of the change that can be applied for.
[[nodiscard]] Result<ChangePlan> preview_change(const Context& context, const Viewer& viewer,
                                                const ChangeCommand& command);

// The same refusals, each booking's own (with {index} when there are several), `idempotency_key_reused`,
// `stale_version`, and those of the claims. The fee is that of this day's annex. What is more is owed in addition and
// assessed; what is less and was paid is due for refund by the rule. Tickets that paid go on paying as far as their
// book is for the new use (services/tickets/ticket_change.hpp); a permit for which nothing pays any longer waits for
// money. Of staff where the town's route for changes has posts, and a permit changes: `approval_required` {post}
// (services/approval/reviews.hpp draft_change). What was applied for about a booking that changes lapses.
[[nodiscard]] Result<ApplicationView> change_application(const Context& context, const Viewer& viewer,
                                                         const ChangeCommand& command);

} // namespace hiroba::services
