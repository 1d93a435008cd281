#include "services/issuing/content_json.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <utility>

namespace hiroba::services {
namespace {

using nlohmann::json;

constexpr std::array<std::pair<FeeLineRole, const char*>, 4> roles{{
    {FeeLineRole::section, "section"},
    {FeeLineRole::component, "component"},
    {FeeLineRole::line, "line"},
    {FeeLineRole::total, "total"},
}};

const char* name_of(FeeLineRole role) {
    for (const auto& [value, name] : roles)
        if (value == role) return name;
    return "line";
}

FeeLineRole role_named(const std::string& name) {
    for (const auto& [value, role_name] : roles)
        if (name == role_name) return value;
    return FeeLineRole::line;
}

json use_json(const UseLine& use) {
    return {
        {"date", use.date}, {"time", use.time}, {"space", use.space}, {"equipment", use.equipment}, {"fee", use.fee}};
}

json fee_line_json(const FeeLine& line) {
    return {{"role", name_of(line.role)}, {"label", line.label},   {"quantity", line.quantity},
            {"unit", line.unit},          {"amount", line.amount}, {"article", line.article}};
}

json tax_json(const TaxLine& line) { return {{"rate", line.rate}, {"amount", line.amount}, {"tax", line.tax}}; }

template <class T, class Make>
json list_json(const std::vector<T>& list, Make make) {
    auto array = json::array();
    for (const T& each : list)
        array.push_back(make(each));
    return array;
}

} // namespace

std::string to_json_text(const DocumentContent& content) {
    const json kept{{"form", content.form},
                    {"words", content.words},
                    {"uses", list_json(content.uses, use_json)},
                    {"fees", list_json(content.fees, fee_line_json)},
                    {"taxes", list_json(content.taxes, tax_json)},
                    {"conditions", content.conditions},
                    {"appeal", content.appeal},
                    {"number_code", content.number_code},
                    {"page_address", content.page_address},
                    {"seal_note", content.seal_note}};
    return kept.dump();
}

DocumentContent content_from_json_text(const std::string& text) {
    const json kept = json::parse(text);
    DocumentContent content;
    content.form = kept.at("form");
    for (const auto& [name, value] : kept.at("words").items())
        content.words.emplace(name, value.get<std::string>());
    for (const json& use : kept.at("uses"))
        content.uses.push_back({use.at("date"), use.at("time"), use.at("space"), use.at("equipment"), use.at("fee")});
    for (const json& line : kept.at("fees"))
        content.fees.push_back({role_named(line.at("role")), line.at("label"), line.at("quantity"), line.at("unit"),
                                line.at("amount"), line.at("article")});
    for (const json& line : kept.at("taxes"))
        content.taxes.push_back({line.at("rate"), line.at("amount"), line.at("tax")});
    content.conditions = kept.at("conditions").get<std::vector<std::string>>();
    content.appeal = kept.at("appeal").get<std::vector<std::string>>();
    content.number_code = kept.at("number_code");
    content.page_address = kept.at("page_address");
    content.seal_note = kept.at("seal_note");
    return content;
}

} // namespace hiroba::services
