// The request for a fee: the body of POST /api/v1/quote, and what `hiroba quote` reads.
#pragma once

#include "services/api/use_reader.hpp"

#include <optional>
#include <string>

namespace hiroba::services::api {

// What is declared for the application: `highest_admission_yen`, `is_commercial`, `reduction_code`, each of which may
// be missing.
[[nodiscard]] ApplicationTerms read_application_terms(BodyReader& reader);

// The words of the request; `quote_request` then says what is wrong with them.
struct QuoteBody {
    UseBody use;
    UserClass user_class = UserClass::in_town;
    ApplicationTerms terms;
    std::optional<CountedInCap> counted_before; // `counted_before`, which may be missing: by other uses of that day
};
[[nodiscard]] QuoteBody read_quote_body(BodyReader& reader);

struct QuoteRequest {
    UseRequest use;
    UserClass user_class = UserClass::in_town;
    ApplicationTerms terms;
    std::optional<CountedInCap> counted_before{};
};
// What `use_request` refuses.
[[nodiscard]] Result<QuoteRequest> quote_request(const QuoteBody& body);

// The fee of that request for a permit given on that day. What `check_priced_use` and `quote` refuse.
[[nodiscard]] Result<Quote> quote_of(const Town& town, const QuoteRequest& request, LocalDate permitted_on);

// The schema `Quote` of the API contract.
[[nodiscard]] nlohmann::json quote_json(const Quote& quote, const QuoteRequest& request);

} // namespace hiroba::services::api
