#include "services/booking/series.hpp"

#include "services/booking/capped_days.hpp"

namespace hiroba::services {
namespace {

// Nights of a series may reach beyond its last date.
constexpr std::chrono::days longest_use{most_nights};

UseRequest on_date(UseRequest use, LocalDate date) {
    use.date = date;
    return use;
}

// What the applicant's other uses count on those dates.
CountedDays counted_on(persistence::Session& session, const TownInForce& town, const AccountId& applicant,
                       const UseRequest& use, const std::vector<LocalDate>& dates, Instant now) {
    const persistence::Application application{.id = ApplicationId{0},
                                               .number = std::nullopt,
                                               .account = applicant,
                                               .made_by = std::nullopt,
                                               .kind = persistence::ApplicationKind::ordinary,
                                               .facility = {},
                                               .user_class = UserClass::in_town,
                                               .details = std::nullopt,
                                               .edition = town.edition,
                                               .created_at = now};
    std::vector<UseToPrice> uses;
    uses.reserve(dates.size());
    for (const LocalDate date : dates)
        uses.push_back({&town, on_date(use, date), to_town_time(now).date});
    return counted_besides(session, application, uses, {});
}

} // namespace

Result<std::vector<SeriesDate>> preview_series(const Context& context, const UseRequest& use,
                                               const Recurrence& recurrence, const Asking& asking,
                                               const std::optional<AccountId>& applicant) {
    const auto dates = dates_of(recurrence);
    if (!dates) return tl::unexpected(dates.error());
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    const Facility* facility = find_space(town->town, use.space).facility;
    if (facility == nullptr) return refuse("unknown_space", {{"space", use.space.value()}});
    CountedDays counted;
    const auto seen = context.database.read([&](persistence::Session& session) {
        if (applicant) counted = counted_on(session, *town, *applicant, use, *dates, now);
        return persistence::look(session, town->numbers_of(units_of(*facility)), recurrence.first,
                                 recurrence.last + longest_use);
    });
    const Occupancy occupancy = town->named(seen.days);

    std::vector<SeriesDate> series;
    for (const LocalDate date : *dates) {
        Asking on_this_date = asking;
        on_this_date.counted_before = counted.on(date, use.space);
        const auto prepared = prepare_use(*town, on_date(use, date), on_this_date, now);
        SeriesDate line{date, std::nullopt, std::nullopt};
        if (!prepared) {
            line.refusal = prepared.error();
        } else {
            line.price = prepared->quote.total;
            if (const auto free = check_free(prepared->use, occupancy); !free) line.refusal = free.error();
        }
        series.push_back(std::move(line));
    }
    return series;
}

} // namespace hiroba::services
