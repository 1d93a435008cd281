// Columns of text that line up in a terminal, where a Japanese letter is as wide as two others.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace hiroba::services {

// How many columns of a terminal the text takes (UAX #11: wide and full-width letters take two). The text is UTF-8.
[[nodiscard]] std::size_t display_width(std::string_view text);

class TextGrid {
public:
    void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
    [[nodiscard]] bool empty() const { return rows_.empty(); }
    // Each row a line, two blanks between columns; columns from `numbers_from` on are set to the right.
    [[nodiscard]] std::string text(std::size_t numbers_from) const;

private:
    std::vector<std::vector<std::string>> rows_;
};

} // namespace hiroba::services
