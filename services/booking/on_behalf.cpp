#include "services/booking/on_behalf.hpp"

#include "persistence/repositories/new_id.hpp"
#include "services/approval/approval_case.hpp"
#include "services/approval/reviews.hpp"
#include "services/booking/reductions.hpp"

namespace hiroba::services {
namespace {

using persistence::Account;
using persistence::Session;

// The application as the desk begins it: for the resident with the resident's prices, or the town's own.
Result<persistence::Application> begin(const Context& context, const Account& staff,
                                       const std::optional<AccountId>& account) {
    const Instant now = context.clock.now();
    persistence::Application application{.id = ApplicationId{persistence::new_id(now)},
                                         .number = std::nullopt,
                                         .account = staff.id,
                                         .made_by = staff.id,
                                         .kind = persistence::ApplicationKind::official,
                                         .facility = {},
                                         .user_class = UserClass::in_town,
                                         .details = std::nullopt,
                                         .edition = context.catalog.current()->edition,
                                         .created_at = now};
    if (!account) return application;
    const auto resident =
        context.database.read([&](Session& session) { return persistence::find_account(session, *account); });
    if (!resident || resident->role != Role::resident) return refuse("account_not_found");
    application.account = resident->id;
    application.kind = persistence::ApplicationKind::ordinary;
    application.user_class = resident->user_class;
    return application;
}

// Whether a reduction is asked for that the town's route decides. What holds by rule is applied already.
bool waits_for_posts(const TownInForce& town, const ApplicationView& held) {
    if (!held.reduction || held.reduction->state != persistence::ReductionState::waiting) return false;
    return !route_of(town, held, bookings_in(held, BookingState::held), ReviewMatter::reduction).posts.empty();
}

Result<ApplicationView> fill_in_and_permit(Session& session, const TownInForce& town, const ApplicationView& held,
                                           const OnBehalfCommand& command, const Account& staff, Instant now) {
    const PricingTowns priced_by{town};
    auto warnings = fill_in(session, town, priced_by, held, {held.application.id, command.details}, staff.id, now);
    if (!warnings) return tl::unexpected(warnings.error());
    const Viewer viewer{staff.id, true};
    auto view = view_application(session, viewer, held.application.id);
    if (!view) return view;
    const bool posts_decide = command.evidence_seen_on && waits_for_posts(town, *view);
    if (command.evidence_seen_on && !posts_decide) {
        if (const auto granted =
                grant_at_desk(session, town, priced_by, *view, {staff.id, *command.evidence_seen_on}, now);
            !granted)
            return tl::unexpected(granted.error());
        view = view_application(session, viewer, held.application.id);
    }
    if (const auto done = submit(session, town, *view, {staff.id, true}, now); !done)
        return tl::unexpected(done.error());
    view = view_application(session, viewer, held.application.id);
    if (view && posts_decide) {
        if (const auto applied =
                apply_for_reduction_at_desk(session, {town, priced_by}, *view, staff, *command.evidence_seen_on, now);
            !applied)
            return tl::unexpected(applied.error());
        view = view_application(session, viewer, held.application.id);
    }
    if (view) view->warnings = std::move(*warnings);
    return view;
}

} // namespace

Result<HeldApplication> book_on_behalf(const Context& context, const Account& staff, const OnBehalfCommand& command) {
    const auto application = begin(context, staff, command.account);
    if (!application) return tl::unexpected(application.error());
    const Instant now = context.clock.now();
    return hold_for(context, staff, *application, command.hold,
                    [&](Session& session, const TownInForce& town, const ApplicationView& held) {
                        return fill_in_and_permit(session, town, held, command, staff, now);
                    });
}

} // namespace hiroba::services
