// What uses of an application cost together, under the one reduction class that takes off most (1申請につき1区分).
#pragma once

#include "persistence/repositories/reductions.hpp"
#include "services/booking/application_view.hpp"
#include "services/booking/prepared_use.hpp"
#include "services/context.hpp"

#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace hiroba::services {

// The editions of the town by which bookings were priced: they are priced again by the same ones. Read before the unit
// of work that needs them.
class PricingTowns {
public:
    // Those of the application's bookings as they are at this moment.
    PricingTowns(const Context& context, ApplicationId application);
    // That one alone; it must outlive this.
    explicit PricingTowns(const TownInForce& town);

    // Null when the booking has been priced by another one meanwhile: ask again.
    [[nodiscard]] const TownInForce* find(std::int64_t edition) const;

private:
    std::vector<std::shared_ptr<const TownInForce>> owned_;
    std::map<std::int64_t, const TownInForce*> towns_;
};

// What `work` answers with the editions of the application's bookings; asked once more when one of them was priced by
// another at the same moment (`town_changed`).
template <class Work>
[[nodiscard]] auto with_pricing_towns(const Context& context, ApplicationId application, const Work& work) {
    auto answer = work(PricingTowns(context, application));
    if (answer || answer.error().code != "town_changed") return answer;
    return work(PricingTowns(context, application));
}

// The same for the application of that booking. `booking_not_found`.
template <class Work>
[[nodiscard]] auto with_pricing_towns(const Context& context, BookingId id, const Work& work)
    -> decltype(work(std::declval<const PricingTowns&>())) {
    const auto booking =
        context.database.read([&](persistence::Session& session) { return persistence::find_booking(session, id); });
    if (!booking) return refuse("booking_not_found");
    return with_pricing_towns(context, booking->application, work);
}

// A use to be priced: by which edition, on the annexes of which day.
struct UseToPrice {
    const TownInForce* town = nullptr;
    UseRequest request;
    LocalDate priced_on;
};

// A class that the application may have, for uses on these dates.
struct ReductionCandidate {
    ReductionCode code;
    std::optional<StandingReductionId> standing{};
    LocalDate first;
    LocalDate last;
};
// Those by rule: standing reductions of the applicant, or of the group it applies for; and the class that it asks for
// when that is automatic and for everybody.
[[nodiscard]] std::vector<ReductionCandidate> candidates_by_rule(persistence::Session& session, const TownInForce& town,
                                                                 const persistence::Application& application,
                                                                 const persistence::ApplicationDetails& details,
                                                                 const FeeDates& dates);
// The one that staff grant, whatever the date.
[[nodiscard]] ReductionCandidate granted_candidate(const ReductionCode& code);

// The one that the application's fees have, on the dates for which it still holds; nothing when there is none, or it
// was ended since.
[[nodiscard]] std::optional<ReductionCandidate> applied_candidate(persistence::Session& session,
                                                                  const ApplicationView& view);
// The candidate's class on that date.
[[nodiscard]] std::optional<ReductionCode> class_on(const std::optional<ReductionCandidate>& candidate, LocalDate date);

// Whether the applicant may ask for the class: `unknown_reduction`, what check_reduction refuses. A registered group is
// one with a standing reduction of that class.
[[nodiscard]] Result<const ReductionClass*> check_asked(const TownInForce& town, const ReductionCode& code,
                                                        const persistence::Application& application,
                                                        const persistence::ApplicationDetails& details,
                                                        const std::vector<ReductionCandidate>& candidates,
                                                        const FeeDates& dates);

struct PricedTogether {
    std::vector<PreparedUse> uses;
    std::optional<ReductionCandidate> reduction; // that reduces the fee of one of them at least
};
// Each use under each candidate; the one with the greatest reduction in all, of equal ones the smaller number. Where a
// cap counts over the day, each is charged what other uses (`counted`) and those before it leave. Refused like
// price_again, with {index} of the use when there are several.
[[nodiscard]] Result<PricedTogether> price_together(const std::vector<UseToPrice>& uses,
                                                    const persistence::Application& application,
                                                    const std::optional<persistence::ApplicationDetails>& details,
                                                    const std::vector<ReductionCandidate>& candidates,
                                                    const CountedDays& counted);

// What is declared of an application, with the one class that its fee shall have.
[[nodiscard]] ApplicationTerms terms_with(const std::optional<persistence::ApplicationDetails>& details,
                                          const std::optional<ReductionCode>& reduction);

// "g5 50/0/0 % 規則別表": the class in the words of the event log.
[[nodiscard]] std::string ground_of(const TownInForce& town, const ReductionCode& code, const FeeDates& dates);

} // namespace hiroba::services
