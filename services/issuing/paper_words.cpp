#include "services/issuing/paper_words.hpp"

#include "domain/core/japanese_era.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace hiroba::services {
namespace {

using nlohmann::json;
using persistence::Booking;

constexpr std::string_view list_comma = "、";

std::string clock_time(MinuteOfDay time) {
    const std::string hh_mm = time.hh_mm();
    return hh_mm.starts_with('0') ? hh_mm.substr(1) : hh_mm;
}

std::string band_name(const Space& space, const BandCode& code) {
    const auto* by_band = std::get_if<ByBand>(&space.use);
    if (by_band == nullptr) return {};
    const auto band = std::ranges::find(by_band->bands, code, &TimeBand::code);
    return band == by_band->bands.end() ? std::string{} : band->name.ja;
}

// "令和8年12月5日（土）", of several days with the last one.
std::string use_date(const Booking& booking) {
    const std::string first = era_date_with_weekday(booking.start.date);
    if (booking.nights) return first + "から" + std::to_string(*booking.nights) + "泊";
    return booking.start.date == booking.end.date ? first : first + "から" + era_date_with_weekday(booking.end.date);
}

std::string text_of(const json& object, const char* key) {
    const auto found = object.find(key);
    return found == object.end() ? std::string{} : found->value("ja", "");
}

std::string component_name(const std::string& component) {
    if (component == "additional") return "冷暖房・照明等";
    return component == "equipment" ? "附属設備使用料" : "施設使用料";
}

std::string unit_words(const json& line) {
    std::string words = yen_words(Yen{line.value("unit_yen", std::int64_t{0})});
    if (const auto percent = line.find("percent"); percent != line.end() && percent->is_number())
        words += "×" + std::to_string(percent->get<std::int64_t>()) + "％";
    return words;
}

FeeLine component_heading(const json& fee, const std::string& component) {
    Yen sum;
    for (const json& line : fee.at("lines"))
        if (line.value("component", "") == component) sum += Yen{line.value("yen", std::int64_t{0})};
    return {FeeLineRole::component, component_name(component) + "　小計 " + yen_words(sum), "", "", "", ""};
}

void add_fee(const Town& town, const Booking& booking, std::vector<FeeLine>& lines) {
    const std::string use = use_date(booking) + "　" + use_time(town, booking) + "　" + space_name(town, booking.space);
    lines.push_back({FeeLineRole::section, use, "", "", "", ""});
    const json fee = json::parse(booking.quote_json);
    const json& own = fee.at("lines"); // by component
    const auto component_of = [](const json& line) { return line.value("component", ""); };
    const bool has_several = !own.empty() && component_of(own.front()) != component_of(own.back());
    std::string component;
    for (const json& line : own) {
        if (has_several && component_of(line) != component) {
            component = component_of(line);
            lines.push_back(component_heading(fee, component));
        }
        lines.push_back({FeeLineRole::line, text_of(line, "label"), grouped(line.value("quantity", std::int64_t{1})),
                         unit_words(line), yen_words(Yen{line.value("yen", std::int64_t{0})}),
                         text_of(line, "article")});
    }
}

void add_details(const Town& town, const persistence::ApplicationDetails& details, DocumentWords& words) {
    words["purpose"] = details.purpose;
    words["group_name"] = details.group_name.value_or("");
    words["people"] = grouped(details.people) + "人";
    words["admission"] =
        details.highest_admission ? "徴収する（最高額 " + yen_words(*details.highest_admission) + "）" : "なし";
    words["commercial"] = details.is_commercial ? "目的とする" : "目的としない";
    if (const Activity* activity = details.activity ? find_activity(town, *details.activity) : nullptr)
        words["activity"] = activity->name.ja;
}

// The class that the fees have; while it waits, or where it was refused, the one that was asked for.
void add_reduction(const Town& town, const persistence::ApplicationReduction& reduction, DocumentWords& words) {
    const ReductionCode& code = reduction.applied ? *reduction.applied : reduction.reduction;
    const auto found = std::ranges::find(town.reductions, code, &ReductionClass::code);
    if (found == town.reductions.end()) return;
    words["reduction_name"] = found->name.ja;
    words["reduction_article"] = found->article.ja;
}

} // namespace

std::string yen_words(Yen amount) { return grouped(amount) + "円"; }

std::string time_words(const LocalDateTime& local) { return era_date(local.date) + " " + clock_time(local.time); }

std::string deadline_words(const LocalDateTime& local) {
    if (local.time > MinuteOfDay{}) return time_words(local);
    return era_date(local.date - std::chrono::days{1}) + " 24:00";
}

std::string space_name(const Town& town, const SpaceCode& code) {
    const auto [facility, space] = find_space(town, code);
    return space == nullptr ? code.value() : space->name.ja;
}

std::string use_time(const Town& town, const Booking& booking) {
    const auto [facility, space] = find_space(town, booking.space);
    const std::string hours = clock_time(booking.start.time) + "～" + clock_time(booking.end.time);
    const std::string band = space != nullptr && booking.band ? band_name(*space, *booking.band) : std::string{};
    return band.empty() ? hours : hours + " " + band;
}

std::string equipment_words(const Town& town, const Booking& booking) {
    const Facility* facility = find_facility(town, booking.facility);
    std::string words;
    for (const EquipmentWish& wish : booking.equipment) {
        const Equipment* equipment = facility == nullptr ? nullptr : find_equipment(*facility, wish.code);
        words += (words.empty() ? "" : std::string{list_comma}) +
                 (equipment == nullptr ? wish.code.value() : equipment->name.ja) + "×" + grouped(wish.quantity);
    }
    return words;
}

UseLine use_line(const Town& town, const Booking& booking) {
    return {use_date(booking), use_time(town, booking), space_name(town, booking.space), equipment_words(town, booking),
            yen_words(booking.total)};
}

Yen fee_of(const std::vector<Booking>& bookings) {
    Yen sum;
    for (const Booking& booking : bookings)
        sum += booking.total;
    return sum;
}

std::vector<FeeLine> fee_lines(const Town& town, const std::vector<Booking>& bookings) {
    std::vector<FeeLine> lines;
    for (const Booking& booking : bookings)
        add_fee(town, booking, lines);
    lines.push_back(
        {FeeLineRole::total, "合計（消費税及び地方消費税を含む）", "", "", yen_words(fee_of(bookings)), ""});
    return lines;
}

void show_bookings(const Town& town, const std::vector<Booking>& bookings, DocumentContent& content) {
    for (const Booking& booking : bookings)
        content.uses.push_back(use_line(town, booking));
    content.fees = fee_lines(town, bookings);
    content.words["total_yen"] = yen_words(fee_of(bookings));
}

DocumentWords application_words(const TownInForce& town, const ApplicationView& view, const std::string& applicant) {
    const persistence::Application& application = view.application;
    DocumentWords words{{"town_name", town.town.name.ja},
                        {"applicant_name", applicant},
                        {"application_number", application.number.value_or("")},
                        {"applied_on", era_date(to_town_time(application.created_at).date)},
                        {"user_class", application.user_class == UserClass::in_town ? "町内" : "町外"}};
    if (const Facility* facility = find_facility(town.town, application.facility)) {
        words["facility_name"] = facility->name.ja;
        words["facility_phone"] = facility->phone;
        words["facility_address"] = facility->address.ja;
    }
    if (application.details) add_details(town.town, *application.details, words);
    if (view.reduction) add_reduction(town.town, *view.reduction, words);
    return words;
}

} // namespace hiroba::services
