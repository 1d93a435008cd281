// 定期利用: every date of a weekly or monthly use, with what stands in its way. Nothing is held; what fits is then held
// as one application.
#pragma once

#include "domain/booking/recurrence.hpp"
#include "services/booking/prepared_use.hpp"
#include "services/context.hpp"

#include <optional>
#include <vector>

namespace hiroba::services {

struct SeriesDate {
    LocalDate date;
    std::optional<Refusal> refusal; // what stands in the way
    std::optional<Yen> price;
};

// `use.date` is the first date. What dates_of refuses; what is refused for one date stands there. Of a cap over the day
// each date is charged what the applicant's other uses leave; of nobody in particular, the use alone.
[[nodiscard]] Result<std::vector<SeriesDate>> preview_series(const Context& context, const UseRequest& use,
                                                             const Recurrence& recurrence, const Asking& asking,
                                                             const std::optional<AccountId>& applicant = {});

} // namespace hiroba::services
