#include "services/booking/asked_change.hpp"

#include "services/booking/use_json.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace hiroba::services {
namespace {

using nlohmann::json;

constexpr std::array<std::pair<ChangeScope, std::string_view>, 3> scopes{
    {{ChangeScope::one, "one"}, {ChangeScope::following, "following"}, {ChangeScope::all, "all"}}};

std::string_view name_of(ChangeScope scope) {
    for (const auto& [known, name] : scopes)
        if (known == scope) return name;
    return {};
}

ChangeScope scope_named(const std::string& word) {
    for (const auto& [scope, name] : scopes)
        if (name == word) return scope;
    throw std::runtime_error("a change is kept with an unknown scope");
}

template <class T>
T read_well(Result<T> read) {
    if (!read) throw std::runtime_error("a change is kept that cannot be read: " + read.error().code);
    return std::move(*read);
}

template <class Id>
void write_code(json& to, const char* key, const std::optional<Id>& code) {
    if (code) to[key] = code->value();
}
template <class Value>
void write_value(json& to, const char* key, const std::optional<Value>& value) {
    if (value) to[key] = *value;
}
template <class Id>
void read_code(const json& from, const char* key, std::optional<Id>& code) {
    if (from.contains(key)) code = Id{from.at(key).get<std::string>()};
}
template <class Value>
void read_value(const json& from, const char* key, std::optional<Value>& value) {
    if (from.contains(key)) value = from.at(key).get<Value>();
}

json written_terms(const TermsChange& terms) {
    json written = json::object();
    write_code(written, "price_class", terms.price_class);
    write_value(written, "is_rehearsal", terms.is_rehearsal);
    write_value(written, "wants_climate", terms.wants_climate);
    write_value(written, "early_minutes", terms.early_minutes);
    write_value(written, "extension_minutes", terms.extension_minutes);
    if (terms.extras) written["extras"] = extras_json(*terms.extras);
    return written;
}

TermsChange read_terms(const json& written) {
    TermsChange terms;
    read_code(written, "price_class", terms.price_class);
    read_value(written, "is_rehearsal", terms.is_rehearsal);
    read_value(written, "wants_climate", terms.wants_climate);
    read_value(written, "early_minutes", terms.early_minutes);
    read_value(written, "extension_minutes", terms.extension_minutes);
    if (!written.contains("extras")) return terms;
    terms.extras.emplace();
    for (const json& extra : written.at("extras"))
        terms.extras->push_back(
            {ExtraCode{extra.at("code").get<std::string>()}, extra.at("amount").get<std::int64_t>()});
    return terms;
}

DeclaredChange read_declared(const json& written) {
    DeclaredChange declared;
    declared.is_commercial = written.at("is_commercial").get<bool>();
    if (written.contains("highest_admission_yen"))
        declared.highest_admission = Yen{written.at("highest_admission_yen").get<std::int64_t>()};
    return declared;
}

std::vector<EquipmentWish> read_equipment(const json& written) {
    std::vector<EquipmentWish> equipment;
    for (const json& wish : written)
        equipment.push_back(
            {EquipmentCode{wish.at("code").get<std::string>()}, wish.at("quantity").get<std::int64_t>()});
    return equipment;
}

TimeRange read_time(const json& written) {
    return read_well(TimeRange::of(read_well(MinuteOfDay::parse(written.at("start").get<std::string>())),
                                   read_well(MinuteOfDay::parse(written.at("end").get<std::string>()))));
}

} // namespace

std::string written_change(const ChangeCommand& command) {
    json written{{"booking_id", command.booking.value()},
                 {"scope", name_of(command.scope)},
                 {"terms", written_terms(command.terms)}};
    write_code(written, "space", command.space);
    if (command.date) written["date"] = command.date->iso8601();
    write_code(written, "band", command.band);
    if (command.time)
        written["time"] = {{"start", command.time->start().hh_mm()}, {"end", command.time->end().hh_mm()}};
    write_value(written, "nights", command.nights);
    if (command.equipment) written["equipment"] = equipment_json(*command.equipment);
    if (command.declared) written["declared"] = declared_json(*command.declared);
    return written.dump();
}

ChangeCommand read_change(ApplicationId application, const std::string& text) {
    const json written = json::parse(text);
    ChangeCommand command;
    command.application = application;
    command.booking = BookingId{written.at("booking_id").get<std::int64_t>()};
    command.scope = scope_named(written.at("scope").get<std::string>());
    read_code(written, "space", command.space);
    if (written.contains("date")) command.date = read_well(LocalDate::parse(written.at("date").get<std::string>()));
    read_code(written, "band", command.band);
    if (written.contains("time")) command.time = read_time(written.at("time"));
    read_value(written, "nights", command.nights);
    if (written.contains("equipment")) command.equipment = read_equipment(written.at("equipment"));
    command.terms = read_terms(written.at("terms"));
    if (written.contains("declared")) command.declared = read_declared(written.at("declared"));
    return command;
}

} // namespace hiroba::services
