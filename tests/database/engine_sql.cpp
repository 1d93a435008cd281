// Sql: what the two engines or SOCI's parsers read differently never reaches them.
#include "persistence/engine/sql.hpp"

#include <doctest/doctest.h>
#include <string>

using hiroba::persistence::InvalidSql;
using hiroba::persistence::Sql;

TEST_CASE("a statement with placeholders and a literal with a colon is accepted as it stands") {
    constexpr Sql literal("SELECT id FROM unit WHERE code = :code AND opens = '09:30 it''s open; \"-- no comment\"'");
    CHECK(Sql::built(std::string(literal.text())).text() == literal.text());
}

TEST_CASE("equal built texts are one statement, kept for good") {
    const Sql first = Sql::built(std::string("SELECT 1 FROM unit"));
    const Sql second = Sql::built(std::string("SELECT 1 FROM ") + "unit");
    CHECK(first.text().data() == second.text().data());
}

TEST_CASE("text that an engine or SOCI would misread is refused") {
    for (const char* const text : {
             "SELECT 1 -- filter: active",
             "SELECT 1 # comment",
             "SELECT 1 /* comment: */",
             "SELECT \"12:30\"",
             "SELECT id FROM `unit`",
             "SELECT 1; SELECT 2",
             "SELECT 1;",
             "SELECT id FROM unit WHERE code = ?",
             "SELECT id FROM unit WHERE code = @code",
             "SELECT id FROM unit WHERE code = $code",
             "SELECT id FROM unit WHERE code = :Code",
             "SELECT id FROM unit WHERE code = ::code",
             "SELECT id FROM unit WHERE code = :",
             "SELECT x := 1",
             "SELECT 'a\\'b'",
             "SELECT 'no end",
             "SELECT 会場 FROM unit",
             "SELECT {auto_id}",
             "select 1",
             "BEGIN IMMEDIATE",
             "COMMIT",
             "PRAGMA synchronous = OFF",
             "SET SESSION sql_mode = ''",
             "CREATE TABLE t (id BIGINT)",
             "REPLACE INTO t VALUES (1)",
             "SELECTION FROM t",
             "",
         }) {
        CAPTURE(text);
        CHECK_THROWS_AS(static_cast<void>(Sql::built(text)), InvalidSql);
    }
}
