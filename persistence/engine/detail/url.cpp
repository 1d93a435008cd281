#include "persistence/engine/detail/url.hpp"

#include "persistence/engine/errors.hpp"
#include "persistence/engine/sql.hpp"

#include <fstream>
#include <map>

namespace hiroba::persistence::detail {
namespace {

// Our key → SOCI's.
const std::map<std::string, std::string, std::less<>> known_keys{
    {"host", "host"},   {"port", "port"}, {"unix_socket", "unix_socket"},
    {"user", "user"},   {"db", "db"},     {"password_file", "password"},
    {"ssl_ca", "sslca"}};

std::string read_secret(const std::string& file) {
    std::ifstream stream(file);
    std::string secret;
    if (!std::getline(stream, secret)) throw DatabaseError("password_file cannot be read: " + file);
    return secret;
}

// SOCI reads '…' with backslash escapes.
std::string in_quotes(std::string_view value) {
    std::string text = "'";
    for (const char c : value) {
        if (c == '\'' || c == '\\') text += '\\';
        text += c;
    }
    return text + "'";
}

void skip_blanks(std::string_view& text) {
    while (!text.empty() && is_blank(text.front())) {
        text.remove_prefix(1);
    }
}

std::string take_until(std::string_view& text, char end) {
    const auto at = std::min(text.find(end), text.size());
    const std::string taken(text.substr(0, at));
    text.remove_prefix(std::min(at + 1, text.size()));
    return taken;
}

std::string take_value(std::string_view& text) {
    if (text.starts_with('\'')) {
        text.remove_prefix(1);
        return take_until(text, '\'');
    }
    return take_until(text, ' ');
}

MariadbUrl parse_mariadb(std::string_view text) {
    std::string connect_string;
    for (skip_blanks(text); !text.empty(); skip_blanks(text)) {
        const std::string key = take_until(text, '=');
        const auto known = known_keys.find(key);
        if (known == known_keys.end()) throw DatabaseError("the database URL has no key '" + key + "'");
        const std::string value = take_value(text);
        connect_string += known->second + "=" + in_quotes(key == "password_file" ? read_secret(value) : value) + " ";
    }
    if (connect_string.find("db=") == std::string::npos) throw DatabaseError("the database URL names no db");
    return {connect_string};
}

} // namespace

std::variant<SqliteUrl, MariadbUrl> parse_url(std::string_view url) {
    if (url.starts_with("sqlite:")) {
        const std::string file(url.substr(7));
        if (file.empty() || file.front() == ':') throw DatabaseError("the database URL names no file");
        return SqliteUrl{file};
    }
    if (url.starts_with("mariadb:")) return parse_mariadb(url.substr(8));
    throw DatabaseError("a database URL starts with sqlite: or mariadb:");
}

} // namespace hiroba::persistence::detail
