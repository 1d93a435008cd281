#include "services/api/quote_reader.hpp"

#include "domain/booking/priced_use.hpp"

namespace hiroba::services::api {
namespace {

constexpr NumberLimits minutes_of_day{0, MinuteOfDay::end_of_day};

bool flag_if_any(BodyReader& reader, const char* name) { return reader.has(name) && reader.flag(name); }

} // namespace

UseTerms read_use_terms(BodyReader& reader) {
    UseTerms terms;
    if (const auto code = reader.optional_word("price_class")) terms.price_class = PriceClassCode{*code};
    terms.is_rehearsal = flag_if_any(reader, "is_rehearsal");
    terms.wants_climate = flag_if_any(reader, "wants_climate");
    terms.early_minutes = static_cast<int>(reader.optional_number("early_minutes", minutes_of_day).value_or(0));
    terms.extension_minutes = static_cast<int>(reader.optional_number("extension_minutes", minutes_of_day).value_or(0));
    for (BodyReader& item : reader.objects("extras", {0, 20})) {
        const auto code = item.word("code");
        const auto amount = item.number("amount", {1, 9'999});
        item.close();
        terms.extras.push_back({ExtraCode{code}, amount});
    }
    return terms;
}

ApplicationTerms read_application_terms(BodyReader& reader) {
    constexpr NumberLimits admission{0, 1'000'000'000};
    ApplicationTerms terms;
    if (const auto yen = reader.optional_number("highest_admission_yen", admission))
        terms.highest_admission = Yen{*yen};
    terms.is_commercial = flag_if_any(reader, "is_commercial");
    if (const auto code = reader.optional_word("reduction_code")) terms.reduction = ReductionCode{*code};
    return terms;
}

QuoteBody read_quote_body(BodyReader& reader) {
    QuoteBody body;
    body.use = read_use(reader);
    body.use_terms = read_use_terms(reader);
    const auto user_class = reader.optional_one_of("user_class", {"in_town", "out_of_town"});
    if (user_class) body.user_class = user_class_named(*user_class).value_or(UserClass::in_town);
    body.terms = read_application_terms(reader);
    return body;
}

Result<QuoteRequest> quote_request(const QuoteBody& body) {
    auto use = use_request(body.use);
    if (!use) return tl::unexpected(use.error());
    use->terms = body.use_terms;
    return QuoteRequest{std::move(*use), body.user_class, body.terms};
}

Result<Quote> quote_of(const Town& town, const QuoteRequest& request, LocalDate permitted_on) {
    const auto use = check_priced_use(town, request.use);
    if (!use) return tl::unexpected(use.error());
    return quote_use(town, *use, request.user_class, permitted_on, request.terms);
}

} // namespace hiroba::services::api
