#include "services/api/search_query.hpp"

#include "services/api/use_reader.hpp"

namespace hiroba::services::api {
namespace {

constexpr std::size_t most_items = 10;

auto invalid(std::string_view parameter) {
    return tl::unexpected(http::problem(400, "invalid_query_parameter", {{"parameter", std::string{parameter}}}));
}

std::optional<std::string> optional_word(const http::Request& request, std::string_view name) {
    const auto found = request.query_parameters.find(std::string{name});
    return found == request.query_parameters.end() ? std::nullopt : std::optional{found->second};
}

// "a,b" → a, b; nothing when one of them is empty or there are too many.
std::optional<std::vector<std::string>> items(const std::string& text) {
    std::vector<std::string> list{""};
    for (const char c : text) {
        if (c == ',')
            list.emplace_back();
        else
            list.back() += c;
    }
    for (const std::string& item : list)
        if (item.empty()) return std::nullopt;
    if (list.size() > most_items) return std::nullopt;
    return list;
}

// "projector:1"
std::optional<EquipmentWish> equipment_named(const std::string& item) {
    const auto colon = item.find(':');
    if (colon == std::string::npos || colon == 0) return std::nullopt;
    const auto quantity = http::parse_integer(std::string_view{item}.substr(colon + 1), {1, 9'999});
    if (!quantity) return std::nullopt;
    return EquipmentWish{EquipmentCode{item.substr(0, colon)}, *quantity};
}

Answered<std::vector<EquipmentWish>> query_equipment(const http::Request& request) {
    std::vector<EquipmentWish> wishes;
    const auto text = optional_word(request, "equipment");
    if (!text) return wishes;
    const auto list = items(*text);
    if (!list) return invalid("equipment");
    for (const std::string& item : *list) {
        const auto wish = equipment_named(item);
        if (!wish) return invalid("equipment");
        wishes.push_back(*wish);
    }
    return wishes;
}

Answered<std::vector<AccessFeature>> query_access(const http::Request& request) {
    std::vector<AccessFeature> features;
    const auto text = optional_word(request, "access");
    if (!text) return features;
    const auto list = items(*text);
    if (!list) return invalid("access");
    for (const std::string& item : *list) {
        const auto feature = access_feature_named(item);
        if (!feature) return invalid("access");
        features.push_back(*feature);
    }
    return features;
}

Answered<std::vector<std::chrono::weekday>> query_weekdays(const http::Request& request) {
    const auto text = optional_word(request, "weekdays");
    if (!text) return std::vector<std::chrono::weekday>{};
    const auto list = items(*text);
    if (!list) return invalid("weekdays");
    auto weekdays = weekdays_named(*list);
    if (!weekdays) return invalid("weekdays");
    return std::move(*weekdays);
}

// The numbers of the wish.
Answered<void> read_numbers(const http::Request& request, FreeWish& wish) {
    const auto people = http::query_integer(request, "people", {1, 100'000});
    if (!people) return tl::unexpected(people.error());
    wish.people = people->value_or(1);
    const auto minutes = http::query_integer(request, "minutes", {15, 1'440});
    if (!minutes) return tl::unexpected(minutes.error());
    if (*minutes) wish.length = std::chrono::minutes{**minutes};
    const auto nights = http::query_integer(request, "nights", {1, most_nights});
    if (!nights) return tl::unexpected(nights.error());
    if (*nights) wish.nights = static_cast<int>(**nights);
    return {};
}

// The part of the day: the use lies inside it, or takes all of it.
Answered<void> read_time(const http::Request& request, FreeWish& wish) {
    const auto part = optional_time_range(optional_word(request, "start"), optional_word(request, "end"));
    if (!part) return tl::unexpected(refused(part.error()));
    const auto span = optional_word(request, "span").value_or("within");
    if (span != "within" && span != "whole") return invalid("span");
    (span == "whole" ? wish.covering : wish.within) = *part;
    return {};
}

} // namespace

Answered<FreeWish> search_wish(const http::Request& request) {
    if (auto unknown = refuse_unknown_parameters(request, {"from", "to", "people", "facility", "activity", "equipment",
                                                           "start", "end", "span", "minutes", "nights", "weekdays",
                                                           "access", "user_class"}))
        return tl::unexpected(*unknown);
    FreeWish wish;
    const auto first = query_date(request, "from");
    if (!first) return tl::unexpected(first.error());
    wish.first = *first;
    const auto last = query_date(request, "to");
    if (!last) return tl::unexpected(last.error());
    wish.last = *last;
    if (const auto numbers = read_numbers(request, wish); !numbers) return tl::unexpected(numbers.error());
    if (auto time = read_time(request, wish); !time) return tl::unexpected(time.error());
    if (const auto activity = optional_word(request, "activity")) wish.activity = ActivityCode{*activity};
    if (const auto facility = optional_word(request, "facility")) wish.facilities = {FacilityCode{*facility}};
    auto equipment = query_equipment(request);
    if (!equipment) return tl::unexpected(equipment.error());
    wish.equipment = std::move(*equipment);
    auto access = query_access(request);
    if (!access) return tl::unexpected(access.error());
    wish.access = std::move(*access);
    auto weekdays = query_weekdays(request);
    if (!weekdays) return tl::unexpected(weekdays.error());
    wish.weekdays = std::move(*weekdays);
    return wish;
}

} // namespace hiroba::services::api
