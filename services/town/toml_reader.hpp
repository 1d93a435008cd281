// TOML read key by key: whatever is missing, misspelt or of the wrong kind is noted with its line, and reading goes on.
#pragma once

#include "domain/calendar/closed_days.hpp"
#include "domain/core/local_time.hpp"
#include "domain/core/text.hpp"
#include "services/town/town_error.hpp"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <toml++/toml.h>
#include <vector>

namespace hiroba::services {

// The faults found so far, in files named in reading order.
class Faults {
public:
    void add(TownError error) { errors_.push_back(std::move(error)); }
    [[nodiscard]] bool empty() const { return errors_.empty(); }
    // By file in the order of reading, then by line; at most `most`.
    [[nodiscard]] std::vector<TownError> first(std::size_t most) const;

private:
    std::vector<TownError> errors_;
};

template <class T>
struct Located {
    T value;
    int line = 0;
};

struct Limits {
    std::int64_t lowest;
    std::int64_t highest;
    std::string_view fault = "number_out_of_range";
};

// One of the words that a key may say, and what it means.
template <class T>
struct Word {
    std::string_view name;
    T value;
};

// One table of a file. A reading function answers nothing when it has noted a fault.
class TableReader {
public:
    TableReader(const toml::table& table, int line, std::string file, Faults& faults)
        : table_(&table), line_(line), file_(std::move(file)), faults_(&faults) {}

    [[nodiscard]] bool has(std::string_view key) const { return table_->contains(key); }
    [[nodiscard]] bool is_table(std::string_view key) const { return table_->get_as<toml::table>(key) != nullptr; }
    [[nodiscard]] int line() const { return line_; }
    [[nodiscard]] int line_of(std::string_view key) const; // of its value; the table's own when there is none
    [[nodiscard]] std::vector<std::string> keys() const;
    void fault(int line, std::string_view code, std::map<std::string, std::string> facts = {}) const;

    std::optional<std::string> words(std::string_view key); // one line of text, not empty
    std::optional<std::string> code(std::string_view key);  // [a-z0-9_]{1,40}
    std::optional<Text> text(std::string_view key);         // { ja = "…", en = "…" }
    std::optional<std::int64_t> number(std::string_view key, const Limits& limits);
    std::optional<bool> flag(std::string_view key);
    std::optional<LocalDate> date(std::string_view key);
    std::optional<MinuteOfDay> time(std::string_view key);
    std::optional<TimeRange> time_range(std::string_view from, std::string_view until);
    std::optional<TimeRange> opening_hours(std::string_view from, std::string_view until); // on quarter hours
    std::optional<std::chrono::month_day> month_day(std::string_view key);
    std::vector<Located<std::string>> list(std::string_view key);        // of words; may say []
    std::vector<Located<std::string>> filled_list(std::string_view key); // of words; at least one
    std::optional<TableReader> table(std::string_view key);
    std::vector<TableReader> tables(std::string_view key); // at least one, else the fault is noted

    // What may be missing; what is there must be right all the same.
    Text text_if_any(std::string_view key);
    std::int64_t number_or(std::string_view key, const Limits& limits, std::int64_t otherwise);
    bool flag_if_any(std::string_view key); // false when missing
    std::vector<Located<std::string>> list_if_any(std::string_view key);
    std::optional<TableReader> table_if_any(std::string_view key);
    std::vector<TableReader> tables_if_any(std::string_view key);

    // One of a few words, as what it means.
    template <class T>
    std::optional<T> word(std::string_view key, std::span<const Word<T>> words) {
        const auto name = this->words(key);
        return name ? meaning_of({*name, line_of(key)}, key, words) : std::nullopt;
    }
    // A list of such words, each at most once.
    template <class T>
    std::vector<T> words_if_any(std::string_view key, std::span<const Word<T>> words) {
        std::vector<T> values;
        for (const auto& name : list_if_any(key)) {
            const auto value = meaning_of(name, key, words);
            if (value && std::ranges::find(values, *value) == values.end()) values.push_back(*value);
        }
        return values;
    }

    // A part of a degree as millionths, written as a decimal number.
    std::optional<std::int64_t> micro_degrees(std::string_view key, int most);

    // Notes every key that nobody asked for.
    void finish() const;

private:
    const toml::node* ask(std::string_view key);     // optional key
    const toml::node* require(std::string_view key); // notes missing_key
    std::optional<std::string> words_of(const toml::node& node, std::string_view key) const;
    template <class T>
    std::optional<T> meaning_of(const Located<std::string>& name, std::string_view key,
                                std::span<const Word<T>> words) const {
        const auto found = std::ranges::find(words, name.value, &Word<T>::name);
        if (found != words.end()) return found->value;
        std::string allowed;
        for (const auto& word : words)
            allowed += (allowed.empty() ? "" : ", ") + std::string{word.name};
        fault(name.line, "unknown_word", {{"key", std::string{key}}, {"value", name.value}, {"allowed", allowed}});
        return std::nullopt;
    }
    void wrong_type(const toml::node& node, std::string_view key, std::string_view expected) const;

    const toml::table* table_;
    int line_;
    std::string file_;
    Faults* faults_;
    std::set<std::string, std::less<>> asked_;
};

[[nodiscard]] bool is_code(std::string_view text);

// The beginning of the file, up to one byte more than the largest town file; nothing when it cannot be read.
[[nodiscard]] std::optional<std::string> read_file(const std::filesystem::path& path);

// Whether the text is short enough and UTF-8; else notes file_too_large or invalid_utf8.
[[nodiscard]] bool is_readable(std::string_view text, const std::string& file, Faults& faults);

// The file's table, or nothing after noting why not (file_too_large, invalid_utf8, invalid_toml).
[[nodiscard]] std::optional<toml::table> parse_toml(std::string_view text, const std::string& file, Faults& faults);

} // namespace hiroba::services
