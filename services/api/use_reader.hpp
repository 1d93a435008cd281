// Uses, details and periods as they come in request bodies, into the domain's terms.
#pragma once

#include "domain/booking/recurrence.hpp"
#include "domain/booking/space_use.hpp"
#include "persistence/repositories/applications.hpp"
#include "services/api/body_reader.hpp"
#include "services/booking/fill_in.hpp"
#include "services/booking/hold.hpp"

#include <optional>
#include <string>
#include <vector>

namespace hiroba::services::api {

// The words of one use; `use_request` then says what is wrong with them.
struct UseBody {
    std::string space;
    std::string date;
    std::optional<std::string> band;
    std::optional<std::string> start;
    std::optional<std::string> end;
    std::optional<std::int64_t> nights;
    std::vector<EquipmentWish> equipment;
    UseTerms terms;
};
[[nodiscard]] UseBody read_use(BodyReader& reader);
[[nodiscard]] std::vector<EquipmentWish> read_equipment(BodyReader& reader);
[[nodiscard]] std::vector<ExtraWish> read_extras(BodyReader& reader);
// What is declared of a use; what is left out is its default.
[[nodiscard]] UseTerms read_use_terms(BodyReader& reader);
// `invalid_date`, `invalid_time`, `empty_time_range`, `time_range_required`.
[[nodiscard]] Result<UseRequest> use_request(const UseBody& body);
// Of several, with {index} of the one that is wrong.
[[nodiscard]] Result<std::vector<UseRequest>> use_requests(const std::vector<UseBody>& bodies);
// "09:00" and "10:30", or neither; one alone is `time_range_required`.
[[nodiscard]] Result<std::optional<TimeRange>> optional_time_range(const std::optional<std::string>& start,
                                                                   const std::optional<std::string>& end);

[[nodiscard]] std::vector<UseBody> read_uses(BodyReader& reader);
[[nodiscard]] Fitting read_fitting(BodyReader& reader);
// `highest_admission_yen`, or nothing.
[[nodiscard]] std::optional<Yen> read_admission(BodyReader& reader);
[[nodiscard]] persistence::ApplicationDetails read_details(BodyReader& reader);
// `uses` of the form: which bookings shall have which terms.
[[nodiscard]] std::vector<UseTermsOrder> read_terms_orders(BodyReader& reader);
[[nodiscard]] Text read_text(BodyReader& reader, const char* name, std::size_t longest = 200);
// Ids of bookings; what is no id names none and is left to the rules to refuse.
[[nodiscard]] std::vector<BookingId> read_booking_ids(BodyReader& reader, CountLimits limits);

struct RepetitionBody {
    std::string repeats;
    std::string last;
    std::int64_t interval = 1;
    std::vector<std::string> weekdays;
    std::vector<std::string> left_out;
};
[[nodiscard]] RepetitionBody read_repetition(BodyReader& reader);
[[nodiscard]] Result<Recurrence> recurrence(const RepetitionBody& body, LocalDate first);
[[nodiscard]] Result<std::vector<std::chrono::weekday>> weekdays_named(const std::vector<std::string>& names);

} // namespace hiroba::services::api
