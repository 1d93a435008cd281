#include "services/issuing/day_sheet.hpp"

#include "domain/core/japanese_era.hpp"
#include "persistence/repositories/bookings.hpp"
#include "persistence/repositories/payments.hpp"
#include "services/board/look_log.hpp"
#include "services/issuing/paper_fonts.hpp"
#include "services/issuing/paper_words.hpp"

#include <algorithm>
#include <map>

namespace hiroba::services {
namespace {

using persistence::Booking;
using persistence::BookingForStaff;

// "髙﨑 花子（きらら合唱団）"
std::string who(const BookingForStaff& booking) {
    if (booking.application.kind == persistence::ApplicationKind::official) return "公用";
    const auto& details = booking.application.details;
    const std::string group = details ? details->group_name.value_or("") : "";
    return group.empty() ? booking.holder : group + "（" + booking.holder + "）";
}

std::string what(const BookingForStaff& booking) {
    std::string words = booking.application.details ? booking.application.details->purpose : "";
    if (booking.booking.terms.is_rehearsal) words += "（準備・練習）";
    return words;
}

std::string people(const BookingForStaff& booking) {
    const auto& details = booking.application.details;
    return details && details->people > 0 ? grouped(details->people) + "人" : "";
}

// "冷暖房（暖房期間）": what the season of the day offers.
std::string climate_words(const Facility& facility, LocalDate date) {
    for (const Climate& climate : facility.fee_rules.climates)
        for (const Season& season : facility.seasons)
            if (falls_in(date, season.period) &&
                std::ranges::find(climate.seasons, season.code) != climate.seasons.end())
                return "冷暖房（" + season.name.ja + "）";
    return "冷暖房";
}

// "照明料 120分", "持込電気器具 ×3"
std::string extra_words(const Facility& facility, const ExtraWish& wish) {
    const auto& extras = facility.fee_rules.extras;
    const auto extra = std::ranges::find(extras, wish.code, &Extra::code);
    if (extra == extras.end()) return wish.code.value() + " " + grouped(wish.amount);
    return extra->name.ja + (extra->step_minutes ? " " + grouped(wish.amount) + "分" : "×" + grouped(wish.amount));
}

std::string prepare(const Town& town, const Facility& facility, const Booking& booking) {
    std::vector<std::string> parts;
    if (booking.terms.wants_climate) parts.push_back(climate_words(facility, booking.start.date));
    for (const ExtraWish& wish : booking.terms.extras)
        parts.push_back(extra_words(facility, wish));
    parts.push_back(equipment_words(town, booking));
    std::string words;
    for (const std::string& part : parts)
        if (!part.empty()) words += (words.empty() ? "" : "、") + part;
    return words;
}

// What the application still owes, of whose bookings on this day one is not paid whole.
std::map<ApplicationId, Yen> rests_of(persistence::Session& session, const std::vector<BookingForStaff>& bookings) {
    std::map<ApplicationId, Yen> rests;
    for (const BookingForStaff& each : bookings)
        if (each.booking.charged > each.booking.paid && !rests.contains(each.application.id))
            if (const auto owed = persistence::owed_obligation_of(session, each.application.id))
                rests.emplace(each.application.id, persistence::rest_of(*owed));
    return rests;
}

std::string due(const Booking& booking, const std::map<ApplicationId, Yen>& rests) {
    switch (booking.state) {
    case BookingState::held:
        return "仮押さえ（未申請）";
    case BookingState::under_review:
        return "審査中（未許可）";
    default:
        break;
    }
    const auto rest = rests.find(booking.application);
    if (rest == rests.end() || booking.charged == booking.paid) return {};
    const bool is_of_others = rest->second > booking.charged - booking.paid;
    return "未納 " + yen_words(rest->second) + (is_of_others ? "（申請全体）" : "");
}

struct Day {
    std::vector<BookingForStaff> bookings;
    std::map<ApplicationId, Yen> rests;
};

std::vector<ScheduleLine> schedule(const Town& town, const Facility& facility, const Day& day) {
    std::vector<ScheduleLine> lines;
    for (const Space& space : facility.spaces) {
        const std::size_t before = lines.size();
        for (const BookingForStaff& each : day.bookings)
            if (each.booking.space == space.code)
                lines.push_back({.space = space.name.ja,
                                 .time = use_time(town, each.booking),
                                 .who = who(each),
                                 .what = what(each),
                                 .people = people(each),
                                 .prepare = prepare(town, facility, each.booking),
                                 .due = due(each.booking, day.rests)});
        if (lines.size() == before)
            lines.push_back({.space = space.name.ja,
                             .time = {},
                             .who = "使用なし",
                             .what = {},
                             .people = {},
                             .prepare = {},
                             .due = {}});
    }
    return lines;
}

} // namespace

Result<std::string> print_day_sheet(const Context& context, documents::Press& press, const persistence::Account& by,
                                    const FacilityCode& facility_code, LocalDate date) {
    const auto town = context.catalog.current();
    const Facility* facility = find_facility(town->town, facility_code);
    if (facility == nullptr) return refuse("unknown_facility", {{"facility", facility_code.value()}});
    log_look(context, by.id, "day_sheet", facility_code.value() + " " + date.iso8601());
    const Day day = context.database.read([&](persistence::Session& session) {
        auto bookings = persistence::board_of(session, facility_code, date);
        auto rests = rests_of(session, bookings);
        return Day{std::move(bookings), std::move(rests)};
    });

    const Instant now = context.clock.now();
    const DocumentTemplate& form = town->papers.templates.at(DocumentKind::day_sheet);
    DocumentContent content;
    content.form = form.form;
    content.words = {{"town_name", town->town.name.ja},
                     {"issuer", town->papers.issuer},
                     {"contact", town->papers.contact},
                     {"facility_name", facility->name.ja},
                     {"facility_phone", facility->phone},
                     {"facility_address", facility->address.ja},
                     {"used_on", era_date_with_weekday(date)},
                     {"issued_on", era_date(to_town_time(now).date)},
                     {"printed_at", time_words(to_town_time(now))}};
    content.schedule = schedule(town->town, *facility, day);
    return press.print(
        form, content,
        {.fonts = fonts_of(town->papers), .author = town->town.name.ja, .issued_at = now, .reissue = {}});
}

} // namespace hiroba::services
