#include "services/town/toml_reader.hpp"

#include "domain/core/utf8.hpp"
#include "services/town/town_loader.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>

namespace hiroba::services {
namespace {

int line_of_node(const toml::node& node) { return static_cast<int>(node.source().begin.line); }

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

} // namespace

std::vector<TownError> Faults::first(std::size_t most) const {
    std::vector<std::string> files;
    for (const auto& error : errors_) {
        if (std::ranges::find(files, error.file) == files.end()) files.push_back(error.file);
    }
    const auto place = [&](const TownError& error) {
        return std::pair{std::ranges::find(files, error.file) - files.begin(), error.line};
    };
    auto sorted = errors_;
    std::ranges::stable_sort(sorted, {}, place);
    if (sorted.size() > most) sorted.resize(most);
    return sorted;
}

int TableReader::line_of(std::string_view key) const {
    const auto* node = table_->get(key);
    return node == nullptr ? line_ : line_of_node(*node);
}

std::vector<std::string> TableReader::keys() const {
    std::vector<std::string> keys;
    for (const auto& [key, value] : *table_)
        keys.emplace_back(key.str());
    return keys;
}

void TableReader::fault(int line, std::string_view code, std::map<std::string, std::string> facts) const {
    faults_->add({file_, line, std::string{code}, std::move(facts)});
}

const toml::node* TableReader::ask(std::string_view key) {
    asked_.emplace(key);
    return table_->get(key);
}

const toml::node* TableReader::require(std::string_view key) {
    const auto* node = ask(key);
    if (node == nullptr) fault(line_, "missing_key", {{"key", std::string{key}}});
    return node;
}

void TableReader::wrong_type(const toml::node& node, std::string_view key, std::string_view expected) const {
    fault(line_of_node(node), "wrong_type", {{"key", std::string{key}}, {"expected", std::string{expected}}});
}

std::optional<std::string> TableReader::words_of(const toml::node& node, std::string_view key) const {
    const auto* words = node.as_string();
    if (words == nullptr) {
        wrong_type(node, key, "text in quotation marks");
        return std::nullopt;
    }
    const std::map<std::string, std::string> facts = {{"key", std::string{key}}};
    if (words->get().empty()) {
        fault(line_of_node(node), "empty_text", facts);
        return std::nullopt;
    }
    if (std::ranges::any_of(words->get(), is_control)) {
        fault(line_of_node(node), "control_character", facts);
        return std::nullopt;
    }
    return words->get();
}

std::optional<std::string> TableReader::words(std::string_view key) {
    const auto* node = require(key);
    return node == nullptr ? std::nullopt : words_of(*node, key);
}

std::optional<std::string> TableReader::code(std::string_view key) {
    auto value = words(key);
    if (!value || is_code(*value)) return value;
    fault(line_of(key), "invalid_code", {{"value", *value}});
    return std::nullopt;
}

std::optional<Text> TableReader::text(std::string_view key) {
    auto languages = table(key);
    if (!languages) return std::nullopt;
    const auto in = [&](std::string_view language) -> std::optional<std::string> {
        if (languages->has(language)) return languages->words(language);
        fault(languages->line(), "missing_language", {{"key", std::string{key}}, {"language", std::string{language}}});
        return std::nullopt;
    };
    const auto ja = in("ja");
    const auto en = in("en");
    languages->finish();
    if (!ja || !en) return std::nullopt;
    return Text{*ja, *en};
}

std::optional<std::int64_t> TableReader::number(std::string_view key, const Limits& limits) {
    const auto* node = require(key);
    if (node == nullptr) return std::nullopt;
    const auto* number = node->as_integer();
    if (number == nullptr) {
        wrong_type(*node, key, "a whole number");
        return std::nullopt;
    }
    const auto value = number->get();
    if (value >= limits.lowest && value <= limits.highest) return value;
    fault(line_of_node(*node), limits.fault,
          {{"key", std::string{key}},
           {"value", std::to_string(value)},
           {"lowest", std::to_string(limits.lowest)},
           {"highest", std::to_string(limits.highest)}});
    return std::nullopt;
}

std::optional<bool> TableReader::flag(std::string_view key) {
    const auto* node = require(key);
    if (node == nullptr) return std::nullopt;
    if (const auto* flag = node->as_boolean()) return flag->get();
    wrong_type(*node, key, "true or false");
    return std::nullopt;
}

std::optional<LocalDate> TableReader::date(std::string_view key) {
    const auto value = words(key);
    if (!value) return std::nullopt;
    if (const auto date = LocalDate::parse(*value)) return *date;
    fault(line_of(key), "invalid_date", {{"value", *value}});
    return std::nullopt;
}

std::optional<MinuteOfDay> TableReader::time(std::string_view key) {
    const auto value = words(key);
    if (!value) return std::nullopt;
    if (const auto time = MinuteOfDay::parse(*value)) return *time;
    fault(line_of(key), "invalid_time", {{"value", *value}});
    return std::nullopt;
}

std::optional<TimeRange> TableReader::time_range(std::string_view from, std::string_view until) {
    const auto start = time(from);
    const auto end = time(until);
    if (!start || !end) return std::nullopt;
    if (const auto range = TimeRange::of(*start, *end)) return *range;
    fault(line_of(until), "empty_time_range", {{"from", start->hh_mm()}, {"until", end->hh_mm()}});
    return std::nullopt;
}

std::optional<TimeRange> TableReader::opening_hours(std::string_view from, std::string_view until) {
    const auto range = time_range(from, until);
    if (!range) return std::nullopt;
    for (const auto& [key, edge] : {std::pair{from, range->start()}, std::pair{until, range->end()}})
        if (edge.minutes() % SlotRange::slot_minutes != 0)
            fault(line_of(key), "hours_not_on_quarter", {{"value", edge.hh_mm()}});
    return range;
}

std::optional<std::chrono::month_day> TableReader::month_day(std::string_view key) {
    const auto value = words(key);
    if (!value) return std::nullopt;
    if (const auto date = LocalDate::parse("2028-" + *value)) // a leap year: 02-29 is a day of the year
        return std::chrono::month_day{date->ymd().month(), date->ymd().day()};
    fault(line_of(key), "invalid_month_day", {{"value", *value}});
    return std::nullopt;
}

std::vector<Located<std::string>> TableReader::list(std::string_view key) {
    const auto* node = require(key);
    if (node == nullptr) return {};
    const auto* array = node->as_array();
    if (array == nullptr) {
        wrong_type(*node, key, "a list: [\"…\", \"…\"]");
        return {};
    }
    std::vector<Located<std::string>> values;
    for (const auto& element : *array) {
        if (auto value = words_of(element, key)) values.push_back({std::move(*value), line_of_node(element)});
    }
    return values;
}

std::vector<Located<std::string>> TableReader::filled_list(std::string_view key) {
    const auto* array = table_->get_as<toml::array>(key);
    if (array != nullptr && array->empty()) fault(line_of_node(*array), "empty_list", {{"key", std::string{key}}});
    return list(key);
}

std::optional<TableReader> TableReader::table(std::string_view key) {
    const auto* node = require(key);
    if (node == nullptr) return std::nullopt;
    if (const auto* table = node->as_table()) return TableReader{*table, line_of_node(*node), file_, *faults_};
    wrong_type(*node, key, "a table");
    return std::nullopt;
}

std::vector<TableReader> TableReader::tables(std::string_view key) {
    const auto* node = require(key);
    if (node == nullptr) return {};
    const auto* array = node->as_array();
    if (array == nullptr) {
        wrong_type(*node, key, "a list of tables");
        return {};
    }
    if (array->empty()) fault(line_of_node(*node), "empty_list", {{"key", std::string{key}}});
    std::vector<TableReader> readers;
    for (const auto& element : *array) {
        if (const auto* table = element.as_table())
            readers.emplace_back(*table, line_of_node(element), file_, *faults_);
        else
            wrong_type(element, key, "a list of tables");
    }
    return readers;
}

Text TableReader::text_if_any(std::string_view key) { return has(key) ? text(key).value_or(Text{}) : Text{}; }

std::int64_t TableReader::number_or(std::string_view key, const Limits& limits, std::int64_t otherwise) {
    return has(key) ? number(key, limits).value_or(otherwise) : otherwise;
}

bool TableReader::flag_if_any(std::string_view key) { return has(key) && flag(key).value_or(false); }

std::vector<Located<std::string>> TableReader::list_if_any(std::string_view key) {
    return has(key) ? list(key) : std::vector<Located<std::string>>{};
}

std::optional<TableReader> TableReader::table_if_any(std::string_view key) {
    return has(key) ? table(key) : std::nullopt;
}

std::vector<TableReader> TableReader::tables_if_any(std::string_view key) {
    return has(key) ? tables(key) : std::vector<TableReader>{};
}

std::optional<std::int64_t> TableReader::micro_degrees(std::string_view key, int most) {
    constexpr double millionths = 1'000'000;
    const auto* node = require(key);
    if (node == nullptr) return std::nullopt;
    if (!node->is_number()) {
        wrong_type(*node, key, "a decimal number of degrees");
        return std::nullopt;
    }
    const auto degrees = node->value<double>().value_or(most + 1.0);
    if (degrees >= -most && degrees <= most) return std::llround(degrees * millionths);
    fault(line_of_node(*node), "number_out_of_range",
          {{"key", std::string{key}},
           {"value", std::to_string(degrees)},
           {"lowest", std::to_string(-most)},
           {"highest", std::to_string(most)}});
    return std::nullopt;
}

void TableReader::finish() const {
    for (const auto& [key, value] : *table_) {
        if (!asked_.contains(key.str()))
            fault(static_cast<int>(key.source().begin.line), "unknown_key", {{"key", std::string{key.str()}}});
    }
}

bool is_code(std::string_view text) {
    constexpr std::size_t longest_code = 40;
    const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
    return !text.empty() && text.size() <= longest_code && std::ranges::all_of(text, allowed);
}

std::optional<std::string> read_file(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    std::string text(largest_town_file_bytes + 1, '\0');
    if (!std::filesystem::is_regular_file(path) || !file) return std::nullopt;
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (file.bad()) return std::nullopt;
    text.resize(static_cast<std::size_t>(file.gcount()));
    return text;
}

bool is_readable(std::string_view text, const std::string& file, Faults& faults) {
    if (text.size() > largest_town_file_bytes) {
        faults.add({file, 0, "file_too_large", {{"limit", std::to_string(largest_town_file_bytes)}}});
        return false;
    }
    if (const auto at = find_invalid_utf8(text)) {
        const auto lines = std::ranges::count(text.substr(0, *at), '\n');
        faults.add({file, static_cast<int>(lines) + 1, "invalid_utf8", {}});
        return false;
    }
    return true;
}

std::optional<toml::table> parse_toml(std::string_view text, const std::string& file, Faults& faults) {
    if (!is_readable(text, file, faults)) return std::nullopt;
    try {
        return toml::parse(text);
    } catch (const toml::parse_error& error) {
        const auto line = static_cast<int>(error.source().begin.line);
        faults.add({file, line, "invalid_toml", {{"detail", std::string{error.description()}}}});
        return std::nullopt;
    }
}

} // namespace hiroba::services
