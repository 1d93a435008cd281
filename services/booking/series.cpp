#include "services/booking/series.hpp"

namespace hiroba::services {
namespace {

// Nights of a series may reach beyond its last date.
constexpr std::chrono::days longest_use{most_nights};

} // namespace

Result<std::vector<SeriesDate>> preview_series(const Context& context, const UseRequest& use,
                                               const Recurrence& recurrence, const Asking& asking) {
    const auto dates = dates_of(recurrence);
    if (!dates) return tl::unexpected(dates.error());
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    const Facility* facility = find_space(town->town, use.space).facility;
    if (facility == nullptr) return refuse("unknown_space", {{"space", use.space.value()}});
    const auto seen = context.database.read([&](persistence::Session& session) {
        return persistence::look(session, town->numbers_of(units_of(*facility)), recurrence.first,
                                 recurrence.last + longest_use);
    });
    const Occupancy occupancy = town->named(seen.days);

    std::vector<SeriesDate> series;
    for (const LocalDate date : *dates) {
        UseRequest request = use;
        request.date = date;
        const auto prepared = prepare_use(*town, request, asking, now);
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
