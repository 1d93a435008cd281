// The schema's history: what ran is recorded, what changed is refused.
#include "persistence/engine/errors.hpp"
#include "persistence/engine/migrations.hpp"
#include "tests/database/harness/databases.hpp"

#include <doctest/doctest.h>
#include <vector>

using namespace hiroba::persistence;
using hiroba::test::for_each_empty_database;

namespace {

using Files = std::vector<MigrationFile>;
constexpr MigrationFile first{"0001_room.sql",
                              "CREATE TABLE room (id BIGINT NOT NULL, CONSTRAINT pk_room PRIMARY KEY (id));\n"};
constexpr MigrationFile second{"0002_desk.sql",
                               "CREATE TABLE desk (id BIGINT NOT NULL, CONSTRAINT pk_desk PRIMARY KEY (id));\n"};

void for_each_new_database(const std::function<void(Database&)>& test) {
    for_each_empty_database([&](const std::string& url) { test(*Database::open({.url = url})); });
}

bool has_table(Database& database, const Sql& count) {
    try {
        return database.read([&](Session& session) { return session.select<std::int64_t>(count).size() == 1; });
    } catch (const DatabaseError&) {
        return false;
    }
}
constexpr Sql count_rooms("SELECT count(*) FROM room");
constexpr Sql count_desks("SELECT count(*) FROM desk");

} // namespace

TEST_CASE("a new database is brought up to date, and once more changes nothing") {
    for_each_new_database([](Database& database) {
        const Files files{first, second};
        CHECK_FALSE(migrations_current(database, files));
        migrate(database, files);
        CHECK(migrations_current(database, files));
        migrate(database, files);
        CHECK(migrations_current(database, files));
        CHECK(has_table(database, count_rooms));
        CHECK(has_table(database, count_desks));
    });
}

TEST_CASE("only what is missing runs") {
    for_each_new_database([](Database& database) {
        migrate(database, Files{first});
        CHECK_FALSE(migrations_current(database, Files{first, second}));
        migrate(database, Files{first, second});
        CHECK(migrations_current(database, Files{first, second}));
    });
}

TEST_CASE("a file that ran and has changed, or has gone, is refused, and nothing runs") {
    for_each_new_database([](Database& database) {
        migrate(database, Files{first});
        const MigrationFile changed{first.name, "CREATE TABLE room (id BIGINT NOT NULL, floor BIGINT);\n"};
        const MigrationFile renamed{"0001_hall.sql", first.text};
        for (const Files& files : {Files{changed, second}, Files{renamed, second}, Files{}}) {
            CHECK_THROWS_AS(migrate(database, files), DatabaseError);
            CHECK_FALSE(migrations_current(database, files));
            CHECK_FALSE(has_table(database, count_desks));
        }
    });
}

TEST_CASE("numbers without order and names without form are refused before anything runs") {
    for_each_new_database([](Database& database) {
        for (const MigrationFile& wrong :
             {MigrationFile{"0003_desk.sql", second.text}, MigrationFile{"0001_desk.sql", second.text},
              MigrationFile{"2_desk.sql", second.text}, MigrationFile{"0002-desk.sql", second.text},
              MigrationFile{"0002_desk.txt", second.text}}) {
            CAPTURE(wrong.name);
            CHECK_THROWS_AS(migrate(database, Files{first, wrong}), DatabaseError);
            CHECK_FALSE(has_table(database, count_rooms));
        }
    });
}

TEST_CASE("a file for one engine is not seen by the other") {
    for_each_new_database([](Database& database) {
        const MigrationFile for_sqlite{"0002_desk.sqlite.sql",
                                       "CREATE TABLE desk (id BIGINT NOT NULL) STRICT, WITHOUT ROWID;\n"};
        const MigrationFile for_mariadb{"0002_desk.mariadb.sql",
                                        "CREATE TABLE desk (id BIGINT NOT NULL) ENGINE=InnoDB;\n"};
        const MigrationFile really_for_sqlite{"0002_desk.sqlite.sql", second.text};
        if (database.engine() == Engine::sqlite) {
            CHECK_THROWS_AS(migrate(database, Files{first, for_sqlite, for_mariadb}), DatabaseError);
            migrate(database, Files{first, really_for_sqlite, for_mariadb});
        } else {
            migrate(database, Files{first, for_sqlite, for_mariadb});
        }
        CHECK(has_table(database, count_desks));
    });
}

TEST_CASE("a file that stops halfway leaves nothing on SQLite, and on MariaDB a mark that stops everything") {
    for_each_new_database([](Database& database) {
        const std::string text = std::string(second.text) + "CREATE TABLE broken (;\n";
        const Files files{first, {second.name, text}};
        CHECK_THROWS_AS(migrate(database, files), DatabaseError);
        if (database.engine() == Engine::sqlite) {
            CHECK_FALSE(has_table(database, count_rooms));
            migrate(database, Files{first, second});
            CHECK(migrations_current(database, Files{first, second}));
        } else {
            CHECK_THROWS_AS(migrate(database, files), DatabaseError);
            CHECK_THROWS_AS(migrate(database, Files{first, second}), DatabaseError);
            CHECK_FALSE(migrations_current(database, Files{first, second}));
        }
    });
}

TEST_CASE("a file may make a table anew that others refer to, and none may leave a reference to nothing") {
    constexpr MigrationFile tables{"0001_room.sql",
                                   "CREATE TABLE room (id BIGINT NOT NULL, CONSTRAINT pk_room PRIMARY KEY (id));\n"
                                   "CREATE TABLE desk (id BIGINT NOT NULL, room_id BIGINT NOT NULL,"
                                   " CONSTRAINT pk_desk PRIMARY KEY (id),"
                                   " CONSTRAINT fk_desk_room FOREIGN KEY (room_id) REFERENCES room (id));\n"
                                   "INSERT INTO room (id) VALUES (1), (2);\n"
                                   "INSERT INTO desk (id, room_id) VALUES (10, 1);\n"};
    const auto made_anew_with = [](const std::string& rooms) {
        return "CREATE TABLE room_new (id BIGINT NOT NULL, floor BIGINT NULL, CONSTRAINT pk_room PRIMARY KEY (id));\n"
               "INSERT INTO room_new (id) SELECT id FROM room WHERE " +
               rooms + ";\nDROP TABLE room;\nALTER TABLE room_new RENAME TO room;\n";
    };
    const auto insert_without_room = [](Session& session) {
        session.execute("INSERT INTO desk (id, room_id) VALUES (11, 99)");
    };
    for_each_new_database([&](Database& database) {
        if (database.engine() != Engine::sqlite) return; // MariaDB alters its tables
        migrate(database, Files{tables});
        const std::string without_the_first = made_anew_with("id > 1");
        CHECK_THROWS_AS(migrate(database, Files{tables, {"0002_floor.sql", without_the_first}}), DatabaseError);
        CHECK_THROWS_AS(database.transact(insert_without_room), ConstraintViolated);
        const std::string with_all = made_anew_with("id > 0");
        migrate(database, Files{tables, {"0002_floor.sql", with_all}});
        CHECK_THROWS_AS(database.transact(insert_without_room), ConstraintViolated);
        CHECK(database.read([](Session& session) {
            return session.select<std::int64_t>("SELECT id FROM room WHERE floor IS NULL").size();
        }) == 2);
    });
}

TEST_CASE("a comment may hold anything, and a block is one statement") {
    const auto statements =
        detail::split_statements("-- a ':' and a ';'\n"
                                 "CREATE TABLE a (\n  id BIGINT, -- not here\n  name VARCHAR(3)\n);\n\n"
                                 "-- statement-begin\n"
                                 "CREATE TRIGGER t AFTER INSERT ON a BEGIN\n  DELETE FROM b;\nEND\n"
                                 "-- statement-end\r\n"
                                 "DROP TABLE c;\n");
    CHECK(statements == std::vector<std::string>{"CREATE TABLE a (\nid BIGINT, -- not here\nname VARCHAR(3)\n)",
                                                 "CREATE TRIGGER t AFTER INSERT ON a BEGIN\nDELETE FROM b;\nEND",
                                                 "DROP TABLE c"});
    CHECK_THROWS_AS(static_cast<void>(detail::split_statements("CREATE TABLE a (id BIGINT)\n")), DatabaseError);
    CHECK_THROWS_AS(static_cast<void>(detail::split_statements("-- statement-begin\nDROP TABLE a;\n")), DatabaseError);
}

TEST_CASE("the town's own schema runs on both engines") {
    for_each_new_database([](Database& database) {
        CHECK_FALSE(embedded_migrations().empty());
        CHECK_FALSE(migrations_current(database));
        migrate(database);
        CHECK(migrations_current(database));
    });
}
