// TOML read key by key: whatever is missing, misspelt or of the wrong kind is noted with its line, and reading goes on.
#pragma once

#include "domain/calendar/closed_days.hpp"
#include "domain/core/local_time.hpp"
#include "domain/core/text.hpp"
#include "services/town/town_error.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
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

// One table of a file. A reading function answers nothing when it has noted a fault.
class TableReader {
public:
    TableReader(const toml::table& table, int line, std::string file, Faults& faults)
        : table_(&table), line_(line), file_(std::move(file)), faults_(&faults) {}

    [[nodiscard]] bool has(std::string_view key) const { return table_->contains(key); }
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

    // Notes every key that nobody asked for.
    void finish() const;

private:
    const toml::node* ask(std::string_view key);     // optional key
    const toml::node* require(std::string_view key); // notes missing_key
    std::optional<std::string> words_of(const toml::node& node, std::string_view key) const;
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

// The file's table, or nothing after noting why not (file_too_large, invalid_utf8, invalid_toml).
[[nodiscard]] std::optional<toml::table> parse_toml(std::string_view text, const std::string& file, Faults& faults);

} // namespace hiroba::services
