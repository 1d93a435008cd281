#include "persistence/engine/errors.hpp"
#include "persistence/engine/migrations.hpp"

#include <algorithm>

namespace hiroba::persistence::detail {
namespace {

constexpr std::string_view block_start = "-- statement-begin";
constexpr std::string_view block_end = "-- statement-end";

std::string_view trimmed(std::string_view line) {
    const auto is_space = [](char c) { return is_blank(c) || c == '\r'; };
    while (!line.empty() && is_space(line.back())) {
        line.remove_suffix(1);
    }
    while (!line.empty() && is_space(line.front())) {
        line.remove_prefix(1);
    }
    return line;
}

std::string_view take_line(std::string_view& text) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return trimmed(line);
}

} // namespace

std::vector<std::string> split_statements(std::string_view text) {
    std::vector<std::string> statements;
    std::string current;
    bool in_block = false;
    const auto finish = [&] {
        if (!current.empty()) statements.push_back(std::move(current));
        current.clear();
    };
    while (!text.empty()) {
        const auto line = take_line(text);
        if (line == block_start || line == block_end) {
            in_block = line == block_start;
            finish();
            continue;
        }
        if (line.empty() || line.starts_with("--")) continue;
        if (!current.empty()) current += '\n';
        current += line;
        if (in_block || !line.ends_with(';')) continue;
        current.pop_back();
        finish();
    }
    if (in_block || !current.empty()) throw DatabaseError("a migration ends in the middle of a statement: " + current);
    return statements;
}

} // namespace hiroba::persistence::detail
