#include "services/api/quote_reader.hpp"

#include "domain/booking/priced_use.hpp"
#include "services/booking/fee_json.hpp"

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

namespace {

std::optional<CountedInCap> read_counted_before(BodyReader& reader) {
    constexpr NumberLimits minutes_of_day{0, MinuteOfDay::end_of_day};
    constexpr NumberLimits amounts{0, 1'000'000'000};
    auto counted = reader.object("counted_before", false);
    if (!counted) return std::nullopt;
    const CountedInCap before{counted->number("minutes", minutes_of_day), Yen{counted->number("yen", amounts)}};
    counted->close();
    return before;
}

} // namespace

QuoteBody read_quote_body(BodyReader& reader) {
    QuoteBody body;
    body.use = read_use(reader);
    const auto user_class = reader.optional_one_of("user_class", {"in_town", "out_of_town"});
    if (user_class) body.user_class = user_class_named(*user_class).value_or(UserClass::in_town);
    body.terms = read_application_terms(reader);
    body.counted_before = read_counted_before(reader);
    return body;
}

Result<QuoteRequest> quote_request(const QuoteBody& body) {
    auto use = use_request(body.use);
    if (!use) return tl::unexpected(use.error());
    return QuoteRequest{std::move(*use), body.user_class, body.terms, body.counted_before};
}

Result<Quote> quote_of(const Town& town, const QuoteRequest& request, LocalDate permitted_on) {
    const auto use = check_priced_use(town, request.use);
    if (!use) return tl::unexpected(use.error());
    const auto counted = request.counted_before.value_or(CountedInCap{});
    return quote_use(town, *use, request.user_class, permitted_on, request.terms, {counted, counted});
}

nlohmann::json quote_json(const Quote& quote, const QuoteRequest& request) {
    nlohmann::json cap;
    if (quote.counted_in_cap)
        cap = {{"minutes", quote.counted_in_cap->minutes},
               {"yen", quote.counted_in_cap->basic.amount()},
               {"other_uses", request.counted_before ? "given" : "not_known"}};
    return {{"fee", fee_json(quote)}, {"day_cap", std::move(cap)}};
}

} // namespace hiroba::services::api
