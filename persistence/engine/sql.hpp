// The text of one SQL statement that means the same on SQLite and on MariaDB, or does not compile.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

namespace hiroba::persistence {

// Thrown by Sql::built; a literal that breaks a rule does not compile instead.
struct InvalidSql : std::invalid_argument {
    using std::invalid_argument::invalid_argument;
};

namespace detail {

constexpr bool is_name_start(char c) { return (c >= 'a' && c <= 'z') || c == '_'; }
constexpr bool is_name_part(char c) { return is_name_start(c) || (c >= '0' && c <= '9'); }
constexpr bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\t'; }

// The first word decides: everything else ends a transaction, changes the schema or the session.
constexpr bool is_data_statement(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) {
        text.remove_prefix(1);
    }
    for (const std::string_view word : {"SELECT", "INSERT", "UPDATE", "DELETE", "WITH"}) {
        if (text.starts_with(word) && text.size() > word.size() && is_blank(text[word.size()])) return true;
    }
    return false;
}

// The position after a quoted literal that opens at `at`.
constexpr std::size_t after_literal(std::string_view text, std::size_t at) {
    for (++at; at < text.size(); ++at) {
        if (text[at] == '\\')
            throw InvalidSql("a backslash in a literal escapes on MariaDB and not on SQLite: bind it");
        if (text[at] == '\'') return at + 1;
    }
    throw InvalidSql("a literal has no end");
}

// The position after a placeholder that opens at `at`.
constexpr std::size_t after_placeholder(std::string_view text, std::size_t at) {
    if (at + 1 >= text.size() || !is_name_start(text[at + 1])) {
        throw InvalidSql("':' outside a literal must start a placeholder :lower_case_name");
    }
    for (++at; at < text.size() && is_name_part(text[at]); ++at) {
    }
    return at;
}

constexpr void check_plain_character(std::string_view text, std::size_t at) {
    const char c = text[at];
    const char next = at + 1 < text.size() ? text[at + 1] : ' ';
    if (c == ';') throw InvalidSql("one statement at a time, without ';' (SQLite drops what follows)");
    if (c == '"' || c == '`') throw InvalidSql("names are not quoted (the parsers of the engines differ)");
    if (c == '#' || (c == '-' && next == '-') || (c == '/' && next == '*')) {
        throw InvalidSql("no comments inside SQL (a ':' in a comment cuts the statement)");
    }
    if (c == '?' || c == '@' || c == '$' || c == '\\' || c == '{' || c == '}') {
        throw InvalidSql("only :name is a placeholder; ? @ $ \\ { } mean different things on the engines");
    }
    if ((c < ' ' && !is_blank(c)) || c > '~') throw InvalidSql("only ASCII outside literals");
}

constexpr void check_sql(std::string_view text) {
    if (!is_data_statement(text)) {
        throw InvalidSql("a statement starts with SELECT, INSERT, UPDATE, DELETE or WITH, in capitals");
    }
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '\'') {
            at = after_literal(text, at);
        } else if (text[at] == ':') {
            at = after_placeholder(text, at);
        } else {
            check_plain_character(text, at);
            ++at;
        }
    }
}

} // namespace detail

// One statement: SELECT, INSERT, UPDATE, DELETE or WITH … Values never stand in it: they are bound to
// :lower_case placeholders. What the engines or SOCI's parsers read differently is not allowed: comments,
// quoted names, backslashes, ';', and every other sign of a parameter. Two equal literals are the same statement.
class Sql {
public:
    // Checked by the compiler: Sql("SELECT id FROM unit WHERE code = :code").
    template <std::size_t Size>
    consteval Sql(const char (&literal)[Size]) : text_(literal, Size - 1) { // NOLINT(google-explicit-constructor)
        detail::check_sql(text_);
    }

    // For statements with a varying number of placeholders (several rows, IN lists). The same check, thrown as
    // InvalidSql. Texts are kept for the life of the program; more than `built_limit` different ones means that
    // values are pasted into them, and throws InvalidSql too.
    static constexpr std::size_t built_limit = 4096;
    [[nodiscard]] static Sql built(std::string_view text);

    [[nodiscard]] constexpr std::string_view text() const { return text_; }

private:
    struct Interned {
        std::string_view text;
    };
    explicit constexpr Sql(Interned interned) : text_(interned.text) {}
    std::string_view text_; // points to static storage or to an interned text, so that it identifies the statement
};

} // namespace hiroba::persistence
