#include "services/api/use_reader.hpp"

#include "services/http/parameters.hpp"

#include <algorithm>
#include <array>

namespace hiroba::services::api {
namespace {

constexpr std::array<std::string_view, 7> weekday_names = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

Result<TimeRange> time_range(const std::string& start, const std::string& end) {
    const auto from = MinuteOfDay::parse(start);
    if (!from) return tl::unexpected(from.error());
    const auto until = MinuteOfDay::parse(end);
    if (!until) return tl::unexpected(until.error());
    return TimeRange::of(*from, *until);
}

} // namespace

std::vector<EquipmentWish> read_equipment(BodyReader& reader) {
    std::vector<EquipmentWish> wishes;
    for (BodyReader& item : reader.objects("equipment", {0, 20})) {
        const auto code = item.word("code");
        const auto quantity = item.number("quantity", {1, 9'999});
        item.close();
        wishes.push_back({EquipmentCode{code}, quantity});
    }
    return wishes;
}

std::vector<ExtraWish> read_extras(BodyReader& reader) {
    std::vector<ExtraWish> extras;
    for (BodyReader& item : reader.objects("extras", {0, 20})) {
        const auto code = item.word("code");
        const auto amount = item.number("amount", {1, 9'999});
        item.close();
        extras.push_back({ExtraCode{code}, amount});
    }
    return extras;
}

UseTerms read_use_terms(BodyReader& reader) {
    constexpr NumberLimits minutes{0, 1'440};
    UseTerms terms;
    if (const auto price_class = reader.optional_word("price_class")) terms.price_class = PriceClassCode{*price_class};
    terms.is_rehearsal = reader.optional_flag("is_rehearsal").value_or(false);
    terms.wants_climate = reader.optional_flag("wants_climate").value_or(false);
    terms.early_minutes = static_cast<int>(reader.optional_number("early_minutes", minutes).value_or(0));
    terms.extension_minutes = static_cast<int>(reader.optional_number("extension_minutes", minutes).value_or(0));
    terms.extras = read_extras(reader);
    return terms;
}

UseBody read_use(BodyReader& reader) {
    UseBody body;
    body.space = reader.word("space");
    body.date = reader.word("date");
    body.band = reader.optional_word("band");
    body.start = reader.optional_word("start", 10);
    body.end = reader.optional_word("end", 10);
    body.nights = reader.optional_number("nights", {1, most_nights});
    body.equipment = read_equipment(reader);
    body.terms = read_use_terms(reader);
    return body;
}

Result<std::optional<TimeRange>> optional_time_range(const std::optional<std::string>& start,
                                                     const std::optional<std::string>& end) {
    if (start.has_value() != end.has_value()) return refuse("time_range_required");
    if (!start) return std::nullopt;
    const auto time = time_range(*start, *end);
    if (!time) return tl::unexpected(time.error());
    return *time;
}

Result<UseRequest> use_request(const UseBody& body) {
    const auto date = LocalDate::parse(body.date);
    if (!date) return tl::unexpected(date.error());
    const auto time = optional_time_range(body.start, body.end);
    if (!time) return tl::unexpected(time.error());
    UseRequest use{.space = SpaceCode{body.space},
                   .date = *date,
                   .band = std::nullopt,
                   .time = *time,
                   .nights = std::nullopt,
                   .equipment = body.equipment,
                   .terms = body.terms};
    if (body.band) use.band = BandCode{*body.band};
    if (body.nights) use.nights = static_cast<int>(*body.nights);
    return use;
}

Result<std::vector<UseRequest>> use_requests(const std::vector<UseBody>& bodies) {
    std::vector<UseRequest> uses;
    for (const UseBody& body : bodies) {
        auto use = use_request(body);
        if (!use) {
            if (bodies.size() > 1) use.error().facts.emplace("index", static_cast<std::int64_t>(uses.size()));
            return tl::unexpected(use.error());
        }
        uses.push_back(std::move(*use));
    }
    return uses;
}

std::vector<UseBody> read_uses(BodyReader& reader) {
    std::vector<UseBody> uses;
    for (BodyReader& item : reader.objects("uses", {1, 400})) {
        uses.push_back(read_use(item));
        item.close();
    }
    return uses;
}

Fitting read_fitting(BodyReader& reader) {
    return reader.optional_one_of("fitting", {"all", "those_that_fit"}) == "those_that_fit" ? Fitting::those_that_fit
                                                                                            : Fitting::all;
}

std::optional<Yen> read_admission(BodyReader& reader) {
    const auto admission = reader.optional_number("highest_admission_yen", {1, 1'000'000});
    if (!admission) return std::nullopt;
    return Yen{*admission};
}

persistence::ApplicationDetails read_details(BodyReader& reader) {
    persistence::ApplicationDetails details;
    if (const auto activity = reader.optional_word("activity")) details.activity = ActivityCode{*activity};
    details.purpose = reader.text("purpose", {1, 200});
    details.people = reader.number("people", {1, 100'000});
    details.group_name = reader.optional_text("group_name", {1, 100});
    details.highest_admission = read_admission(reader);
    details.is_commercial = reader.flag("is_commercial");
    if (const auto reduction = reader.optional_word("reduction_code")) details.reduction = ReductionCode{*reduction};
    return details;
}

std::vector<UseTermsOrder> read_terms_orders(BodyReader& reader) {
    std::vector<UseTermsOrder> orders;
    for (BodyReader& item : reader.objects("uses", {0, 400})) {
        UseTermsOrder order;
        order.booking = BookingId{http::parse_integer(item.word("booking_id")).value_or(0)};
        order.terms = read_use_terms(item);
        if (item.has("equipment")) order.equipment = read_equipment(item);
        item.close();
        orders.push_back(std::move(order));
    }
    return orders;
}

Text read_text(BodyReader& reader, const char* name, std::size_t longest) {
    auto object = reader.object(name);
    if (!object) return {};
    Text text{object->text("ja", {1, longest}), object->text("en", {1, longest})};
    object->close();
    return text;
}

std::vector<BookingId> read_booking_ids(BodyReader& reader, CountLimits limits) {
    std::vector<BookingId> ids;
    for (const std::string& word : reader.words("booking_ids", limits))
        ids.emplace_back(http::parse_integer(word).value_or(0));
    return ids;
}

RepetitionBody read_repetition(BodyReader& reader) {
    RepetitionBody body;
    body.repeats = reader.one_of("repeats", {"daily", "weekly", "monthly_by_date", "monthly_by_weekday"});
    body.last = reader.word("last");
    body.interval = reader.optional_number("interval", {1, 12}).value_or(1);
    body.weekdays = reader.words("weekdays", {0, 7});
    body.left_out = reader.words("left_out", {0, 400});
    return body;
}

Result<std::vector<std::chrono::weekday>> weekdays_named(const std::vector<std::string>& names) {
    std::vector<std::chrono::weekday> weekdays;
    for (const std::string& name : names) {
        const auto found = std::ranges::find(weekday_names, name);
        if (found == weekday_names.end()) return refuse("invalid_weekday", {{"value", name}});
        weekdays.emplace_back(static_cast<unsigned>(found - weekday_names.begin()));
    }
    return weekdays;
}

Result<Recurrence> recurrence(const RepetitionBody& body, LocalDate first) {
    const auto last = LocalDate::parse(body.last);
    if (!last) return tl::unexpected(last.error());
    auto weekdays = weekdays_named(body.weekdays);
    if (!weekdays) return tl::unexpected(weekdays.error());
    Recurrence recurrence{.repeats = repeats_named(body.repeats).value_or(Repeats::weekly),
                          .first = first,
                          .last = *last,
                          .interval = static_cast<int>(body.interval),
                          .weekdays = std::move(*weekdays),
                          .left_out = {}};
    for (const std::string& word : body.left_out) {
        const auto date = LocalDate::parse(word);
        if (!date) return tl::unexpected(date.error());
        recurrence.left_out.insert(*date);
    }
    return recurrence;
}

} // namespace hiroba::services::api
