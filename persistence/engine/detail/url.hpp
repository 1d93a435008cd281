// Where a database is: the text of DatabaseOptions::url, taken apart.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <variant>

namespace hiroba::persistence::detail {

struct SqliteUrl {
    std::filesystem::path file;
};
struct MariadbUrl {
    std::string connect_string; // SOCI's, the password read from its file
};

// DatabaseError (naming the key, never the password) when the text is neither.
[[nodiscard]] std::variant<SqliteUrl, MariadbUrl> parse_url(std::string_view url);

} // namespace hiroba::persistence::detail
