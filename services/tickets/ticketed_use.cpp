#include "services/tickets/ticketed_use.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

namespace hiroba::services {
namespace {

using nlohmann::json;
using persistence::Booking;

const std::string& name_of_the_space() {
    static const std::string name{name_of(FeeComponent::facility)};
    return name;
}

struct FacilityLines {
    Yen basic; // with what a cap and a rehearsal take off
    bool is_dearer = false;
    std::int64_t units = 0;
};

bool is_one_of(const std::string& kind, std::initializer_list<LineKind> kinds) {
    return std::ranges::any_of(kinds, [&](LineKind each) { return name_of(each) == kind; });
}

FacilityLines lines_of(const json& fee) {
    FacilityLines lines;
    for (const json& line : fee.at("lines")) {
        if (line.value("component", "") != name_of_the_space()) continue;
        const std::string kind = line.value("kind", ""); // fees of before kinds were told are paid in money
        const Yen amount{line.at("yen").get<std::int64_t>()};
        if (is_one_of(kind, {LineKind::basic, LineKind::day_cap, LineKind::rehearsal})) lines.basic += amount;
        if (is_one_of(kind, {LineKind::basic})) lines.units += line.at("quantity").get<std::int64_t>();
        if (is_one_of(kind, {LineKind::early, LineKind::extension, LineKind::surcharge}) && amount > Yen{0})
            lines.is_dearer = true;
    }
    return lines;
}

// 端数 and tax belong to what tickets pay for, unless part of the fee is paid in money anyway.
Yen basic_of(const FacilityLines& lines, Yen whole) {
    if (lines.units == 0) return Yen{0};
    return lines.is_dearer ? std::min(lines.basic, whole) : whole;
}

std::optional<PriceClassCode> price_class_of(const TownInForce& town, const Booking& booking) {
    if (booking.terms.price_class) return booking.terms.price_class;
    const Facility* facility = find_facility(town.town, booking.facility);
    if (facility == nullptr || facility->fee_rules.price_classes.empty()) return std::nullopt;
    return facility->fee_rules.price_classes.front().code;
}

int minutes_of(const Booking& booking) {
    const auto minutes =
        std::chrono::duration_cast<std::chrono::minutes>(to_instant(booking.end) - to_instant(booking.start));
    return static_cast<int>(minutes.count()) - booking.terms.early_minutes - booking.terms.extension_minutes;
}

} // namespace

TicketedFee ticketed_fee(const TownInForce& town, const persistence::Application& application, const Booking& booking) {
    const json fee = json::parse(booking.quote_json);
    const FacilityLines lines = lines_of(fee);
    TicketedFee ticketed{.use = {.space = booking.space,
                                 .date = booking.start.date,
                                 .user_class = application.user_class,
                                 .price_class = price_class_of(town, booking),
                                 .minutes = minutes_of(booking),
                                 .charged_units = lines.units,
                                 .basic = {}},
                         .account = {}};
    for (const json& component : fee.value("components", json::array())) {
        if (component.value("component", "") != name_of_the_space()) continue;
        ticketed.use.is_reduced = component.at("reduction_yen").get<std::int64_t>() != 0;
        ticketed.use.basic = basic_of(lines, Yen{component.at("yen").get<std::int64_t>()});
        ticketed.account = AccountCode{component.at("account_code").get<std::string>()};
    }
    return ticketed;
}

} // namespace hiroba::services
