// Session: values go in and come out unchanged, and every trap of SOCI is closed.
#include "domain/core/ids.hpp"
#include "persistence/engine/database.hpp"
#include "tests/database/harness/databases.hpp"

#include <doctest/doctest.h>
#include <limits>

using namespace hiroba;
using namespace hiroba::persistence;
using hiroba::test::create_schema;
using hiroba::test::for_each_empty_database;

namespace {

constexpr std::string_view schema = R"(
CREATE TABLE thing (
    id BIGINT NOT NULL,
    small SMALLINT,
    plain INTEGER,
    amount BIGINT,
    name VARCHAR(200),
    day DATE,
    CONSTRAINT pk_thing PRIMARY KEY (id)
);
CREATE TABLE counted (
    id {auto_id},
    name VARCHAR(20) NOT NULL
);
)";

constexpr Sql
    insert_thing("INSERT INTO thing (id, plain, amount, name, day) VALUES (:id, :plain, :amount, :name, :day)");

void for_each_thing_table(const std::function<void(Database&)>& test) {
    for_each_empty_database([&](const std::string& url) {
        const auto database = Database::open({.url = url, .sessions = 4});
        create_schema(*database, schema);
        test(*database);
    });
}

// What a write inside one transaction answers.
template <class Function>
auto in_transaction(Database& database, Function function) {
    return database.transact([&](Session& session) { return function(session); });
}

} // namespace

TEST_CASE("numbers, texts and nothing come back as they went in") {
    for_each_thing_table([](Database& database) {
        const std::int64_t largest = std::numeric_limits<std::int64_t>::max();
        const std::int64_t smallest = std::numeric_limits<std::int64_t>::min();
        const std::string text = "市民ホール 🎻 'it''s' \\ \"x\" :name -- ; %_\n\t?";
        in_transaction(database, [&](Session& session) {
            session.execute(insert_thing, {{"id", largest},
                                           {"plain", 1743465600123 % 2000000000},
                                           {"amount", smallest},
                                           {"name", text},
                                           {"day", "2026-12-01"}});
            session.execute(insert_thing,
                            {{"id", 2}, {"plain", nullptr}, {"amount", nullptr}, {"name", nullptr}, {"day", nullptr}});
        });
        database.read([&](Session& session) {
            const auto rows =
                session.select<std::int64_t, std::optional<std::int64_t>, std::optional<std::string>,
                               std::optional<std::string>>("SELECT id, amount, name, day FROM thing ORDER BY id DESC");
            REQUIRE(rows.size() == 2);
            CHECK(rows[0] == std::tuple(largest, std::optional(smallest), std::optional(text),
                                        std::optional(std::string("2026-12-01"))));
            CHECK(rows[1] == std::tuple(2, std::nullopt, std::nullopt, std::nullopt));
        });
    });
}

TEST_CASE("a number beyond 32 bits is not cut, whatever the declared type") {
    for_each_thing_table([](Database& database) {
        in_transaction(database, [](Session& session) {
            session.execute(insert_thing,
                            {{"id", 1}, {"plain", 7}, {"amount", 1743465600123}, {"name", "x"}, {"day", nullptr}});
        });
        const auto amount = database.read(
            [](Session& session) { return session.select_one<std::int64_t>("SELECT amount FROM thing WHERE id = 1"); });
        CHECK(std::get<0>(*amount) == 1743465600123);
    });
}

TEST_CASE("domain values are bound and read as themselves") {
    for_each_thing_table([](Database& database) {
        const LocalDate day = *LocalDate::of(2026, 12, 1);
        in_transaction(database, [&](Session& session) {
            session.execute(insert_thing, {{"id", UnitId{7}},
                                           {"plain", *MinuteOfDay::of(540)},
                                           {"amount", Yen{43740}},
                                           {"name", UnitCode{"hall_a"}},
                                           {"day", day}});
        });
        const auto row = database.read([](Session& session) {
            return session.select_one<UnitId, MinuteOfDay, Yen, UnitCode, std::optional<LocalDate>>(
                "SELECT id, plain, amount, name, day FROM thing");
        });
        REQUIRE(row);
        CHECK(*row == std::tuple(UnitId{7}, *MinuteOfDay::of(540), Yen{43740}, UnitCode{"hall_a"}, std::optional(day)));
    });
}

TEST_CASE("temporaries are bound by copy") {
    for_each_thing_table([](Database& database) {
        in_transaction(database, [](Session& session) {
            session.execute(insert_thing, {{"id", 1},
                                           {"plain", 2 + 3},
                                           {"amount", Yen{1} + Yen{2}},
                                           {"name", std::string(150, 'x') + "end"},
                                           {"day", nullptr}});
        });
        const auto row = database.read([](Session& session) {
            return session.select_one<std::int64_t, std::int64_t, std::string>("SELECT plain, amount, name FROM thing");
        });
        CHECK(*row == std::tuple(5, 3, std::string(150, 'x') + "end"));
    });
}

TEST_CASE("the binds of a call are exactly the placeholders of its statement") {
    for_each_thing_table([](Database& database) {
        static constexpr Sql one("SELECT id FROM thing WHERE name = :name AND :name <> '09:30 :other'");
        const auto ids_with = [&](const Binds& binds) {
            return database.read([&](Session& session) { return session.select<std::int64_t>(one, binds).size(); });
        };
        CHECK(ids_with({{"name", "x"}}) == 0);
        CHECK_THROWS_AS(ids_with({}), DatabaseError);
        CHECK_THROWS_AS(ids_with({{"nam", "x"}}), DatabaseError);
        CHECK_THROWS_AS(ids_with({{"name", "x"}, {"other", "y"}}), DatabaseError);
        CHECK_THROWS_AS(ids_with({{"name", "x"}, {"name", "y"}}), DatabaseError);
    });
}

TEST_CASE("binds may come in any order and change their kind from call to call") {
    for_each_thing_table([](Database& database) {
        in_transaction(database, [](Session& session) {
            session.execute(insert_thing, {{"id", 1}, {"plain", 1}, {"amount", 1}, {"name", "a"}, {"day", nullptr}});
            session.execute(insert_thing,
                            {{"day", "2026-12-01"}, {"name", "b"}, {"amount", nullptr}, {"plain", 2}, {"id", 2}});
            session.execute(insert_thing,
                            {{"id", 3}, {"plain", 3}, {"amount", 3}, {"name", nullptr}, {"day", nullptr}});
            session.execute(insert_thing, {{"plain", 4}, {"id", 40}, {"amount", 4}, {"name", "d"}, {"day", nullptr}});
        });
        const auto rows = database.read([](Session& session) {
            return session.select<std::int64_t, std::int64_t, std::optional<std::string>>(
                "SELECT id, plain, name FROM thing ORDER BY id");
        });
        using Row = std::tuple<std::int64_t, std::int64_t, std::optional<std::string>>;
        CHECK(rows == std::vector<Row>{{1, 1, "a"}, {2, 2, "b"}, {3, 3, std::nullopt}, {40, 4, "d"}});
    });
}

TEST_CASE("the columns of a select are those of the statement, in number and kind") {
    for_each_thing_table([](Database& database) {
        in_transaction(database, [](Session& session) {
            session.execute(
                insert_thing,
                {{"id", 1}, {"plain", 1}, {"amount", nullptr}, {"name", "12 rooms"}, {"day", "2026-12-01"}});
        });
        const auto reading = [&](auto read) { return database.read([&](Session& session) { read(session); }); };
        CHECK_THROWS_AS(
            reading([](Session& s) { static_cast<void>(s.select<std::int64_t>("SELECT id, plain FROM thing")); }),
            DatabaseError);
        CHECK_THROWS_AS(reading([](Session& s) {
                            static_cast<void>(
                                s.select<std::int64_t, std::int64_t, std::int64_t>("SELECT id, plain FROM thing"));
                        }),
                        DatabaseError);
        CHECK_THROWS_AS(
            reading([](Session& s) { static_cast<void>(s.select<std::int64_t>("SELECT name FROM thing")); }),
            DatabaseError);
        CHECK_THROWS_AS(reading([](Session& s) { static_cast<void>(s.select<std::string>("SELECT id FROM thing")); }),
                        DatabaseError);
        CHECK_THROWS_AS(
            reading([](Session& s) { static_cast<void>(s.select<std::int64_t>("SELECT amount FROM thing")); }),
            DatabaseError);
        CHECK_THROWS_AS(
            reading([](Session& s) { static_cast<void>(s.select<std::int64_t>("SELECT id * 0.5 FROM thing")); }),
            DatabaseError);
        CHECK_THROWS_AS(reading([](Session& s) { static_cast<void>(s.select<LocalDate>("SELECT name FROM thing")); }),
                        DatabaseError);
        CHECK_THROWS_AS(reading([](Session& s) { s.execute("SELECT id FROM thing"); }), DatabaseError);
        CHECK_NOTHROW(reading([](Session& s) {
            CHECK(s.select_one<std::int64_t, std::string>("SELECT sum(plain), max(name) FROM thing") ==
                  std::tuple(1, std::string("12 rooms")));
        }));
    });
}

TEST_CASE("select_one answers the row, nothing, and never one of several") {
    for_each_thing_table([](Database& database) {
        in_transaction(database, [](Session& session) {
            for (const int id : {1, 2}) {
                session.execute(insert_thing,
                                {{"id", id}, {"plain", 1}, {"amount", 1}, {"name", "x"}, {"day", nullptr}});
            }
        });
        static constexpr Sql by_id("SELECT id FROM thing WHERE id >= :id");
        const auto from = [&](int id) {
            return database.read([&](Session& session) {
                return session.select_one<std::int64_t>(by_id, {{"id", id}});
            });
        };
        CHECK(from(2) == std::tuple(2));
        CHECK_FALSE(from(3));
        CHECK_THROWS_AS(from(1), DatabaseError);
        CHECK(from(2) == std::tuple(2));
    });
}

TEST_CASE("execute counts the rows it matched, changed or not") {
    for_each_thing_table([](Database& database) {
        in_transaction(database, [](Session& session) {
            CHECK(session.execute(insert_thing,
                                  {{"id", 1}, {"plain", 1}, {"amount", 1}, {"name", "x"}, {"day", nullptr}}) == 1);
            CHECK(session.execute("UPDATE thing SET plain = 1 WHERE id = 1") == 1);
            CHECK(session.execute("UPDATE thing SET plain = 1 WHERE id = 9") == 0);
            CHECK(session.execute("DELETE FROM thing") == 1);
        });
    });
}

TEST_CASE("a counted key is answered by RETURNING") {
    for_each_thing_table([](Database& database) {
        static constexpr Sql insert("INSERT INTO counted (name) VALUES (:name) RETURNING id");
        const auto ids = in_transaction(database, [](Session& session) {
            const auto first = session.select_one<std::int64_t>(insert, {{"name", "a"}});
            return std::pair(std::get<0>(*first),
                             std::get<0>(*session.select_one<std::int64_t>(insert, {{"name", "b"}})));
        });
        CHECK(ids.second == ids.first + 1);
        const auto names = database.read(
            [](Session& session) { return session.select<std::string>("SELECT name FROM counted ORDER BY id"); });
        CHECK(names == std::vector<std::tuple<std::string>>{{"a"}, {"b"}});
    });
}

TEST_CASE("texts compare byte by byte, blanks at the end included, and join with ||") {
    for_each_thing_table([](Database& database) {
        database.read([](Session& session) {
            static constexpr Sql compare("SELECT count(*) FROM thing WHERE name = :name");
            static_cast<void>(session.select<std::int64_t>(compare, {{"name", "x"}}));
        });
        in_transaction(database, [](Session& session) {
            session.execute(insert_thing, {{"id", 1}, {"plain", 1}, {"amount", 1}, {"name", "Hall"}, {"day", nullptr}});
            const auto count = [&](const char* name) {
                return session.select_one<std::int64_t>("SELECT count(*) FROM thing WHERE name = :name",
                                                        {{"name", name}});
            };
            CHECK(count("Hall") == std::tuple(1));
            CHECK(count("hall") == std::tuple(0));
            CHECK(count("Hall ") == std::tuple(0));
            CHECK(count("Ｈａｌｌ") == std::tuple(0));
            CHECK(session.select_one<std::string>("SELECT name || ' B' FROM thing") == std::tuple("Hall B"));
        });
    });
}

TEST_CASE("a built statement of many rows inserts them all") {
    for_each_thing_table([](Database& database) {
        std::string text = "INSERT INTO thing (id, name) VALUES ";
        Binds binds;
        for (int row = 0; row < 96; ++row) {
            const std::string number = std::to_string(row);
            text += std::string(row == 0 ? "" : ", ") + "(:id_" + number + ", :name_" + number + ")";
            binds.emplace_back("id_" + number, row);
            binds.emplace_back("name_" + number, "slot " + number);
        }
        CHECK(in_transaction(database, [&](Session& session) { return session.execute(Sql::built(text), binds); }) ==
              96);
    });
}
