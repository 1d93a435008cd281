#include "services/api/quote_reader.hpp"

#include "domain/booking/priced_use.hpp"

namespace hiroba::services::api {

ApplicationTerms read_application_terms(BodyReader& reader) {
    constexpr NumberLimits admission{0, 1'000'000'000};
    ApplicationTerms terms;
    if (const auto yen = reader.optional_number("highest_admission_yen", admission))
        terms.highest_admission = Yen{*yen};
    terms.is_commercial = reader.optional_flag("is_commercial").value_or(false);
    if (const auto code = reader.optional_word("reduction_code")) terms.reduction = ReductionCode{*code};
    return terms;
}

QuoteBody read_quote_body(BodyReader& reader) {
    QuoteBody body;
    body.use = read_use(reader);
    const auto user_class = reader.optional_one_of("user_class", {"in_town", "out_of_town"});
    if (user_class) body.user_class = user_class_named(*user_class).value_or(UserClass::in_town);
    body.terms = read_application_terms(reader);
    return body;
}

Result<QuoteRequest> quote_request(const QuoteBody& body) {
    auto use = use_request(body.use);
    if (!use) return tl::unexpected(use.error());
    return QuoteRequest{std::move(*use), body.user_class, body.terms};
}

Result<Quote> quote_of(const Town& town, const QuoteRequest& request, LocalDate permitted_on) {
    const auto use = check_priced_use(town, request.use);
    if (!use) return tl::unexpected(use.error());
    return quote_use(town, *use, request.user_class, permitted_on, request.terms);
}

} // namespace hiroba::services::api
