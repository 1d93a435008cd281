// Every failure has the same name on both engines.
#include "persistence/engine/database.hpp"
#include "tests/database/harness/databases.hpp"

#include <doctest/doctest.h>

using namespace hiroba::persistence;
using hiroba::test::create_schema;
using hiroba::test::for_each_empty_database;

namespace {

constexpr std::string_view schema = R"(
CREATE TABLE room (
    id BIGINT NOT NULL,
    code VARCHAR(20) NOT NULL,
    floor SMALLINT NOT NULL,
    door SMALLINT NOT NULL,
    people BIGINT NOT NULL,
    CONSTRAINT pk_room PRIMARY KEY (id),
    CONSTRAINT uq_room_code UNIQUE (code),
    CONSTRAINT ck_room_people CHECK (people > 0)
);
CREATE UNIQUE INDEX uq_room_door ON room (floor, door);
CREATE TABLE desk (
    id BIGINT NOT NULL,
    room_id BIGINT NOT NULL,
    CONSTRAINT pk_desk PRIMARY KEY (id),
    CONSTRAINT fk_desk_room FOREIGN KEY (room_id) REFERENCES room (id)
);
)";

constexpr Sql
    insert_room("INSERT INTO room (id, code, floor, door, people) VALUES (:id, :code, :floor, :door, :people)");
constexpr Sql insert_desk("INSERT INTO desk (id, room_id) VALUES (:id, :room_id)");

void for_each_house(const std::function<void(Database&)>& test) {
    for_each_empty_database([&](const std::string& url) {
        const auto database = Database::open({.url = url});
        create_schema(*database, schema);
        database->transact([](Session& session) {
            session.execute(insert_room, {{"id", 1}, {"code", "a"}, {"floor", 1}, {"door", 1}, {"people", 10}});
        });
        test(*database);
    });
}

// What an insertion of this room throws.
template <class Error>
Error error_of(Database& database, const Sql& sql, const Binds& binds) {
    try {
        database.transact([&](Session& session) { session.execute(sql, binds); });
    } catch (const Error& error) {
        return error;
    }
    throw std::runtime_error("nothing was thrown");
}

} // namespace

TEST_CASE("a duplicate names the table and the key that said no") {
    for_each_house([](Database& database) {
        const auto error = [&](int id, const char* code, int door) {
            return error_of<DuplicateKey>(database, insert_room,
                                          {{"id", id}, {"code", code}, {"floor", 1}, {"door", door}, {"people", 1}});
        };
        CHECK(error(1, "b", 2).violates("room", "PRIMARY"));
        CHECK(error(2, "a", 2).violates("room", "uq_room_code"));
        CHECK(error(2, "b", 1).violates("room", "uq_room_door"));
        CHECK(error(2, "b", 1).violates("room"));
        CHECK_FALSE(error(2, "b", 1).violates("desk"));
    });
}

TEST_CASE("a duplicate by UPDATE names the table too") {
    for_each_house([](Database& database) {
        database.transact([](Session& session) {
            session.execute(insert_room, {{"id", 2}, {"code", "b"}, {"floor", 2}, {"door", 1}, {"people", 10}});
        });
        static constexpr Sql update("UPDATE room SET code = :code WHERE id = 2");
        CHECK(error_of<DuplicateKey>(database, update, {{"code", "a"}}).violates("room", "uq_room_code"));
    });
}

TEST_CASE("checks, foreign keys and missing values are told apart") {
    using Kind = ConstraintViolated::Kind;
    for_each_house([](Database& database) {
        const auto check = error_of<ConstraintViolated>(
            database, insert_room, {{"id", 2}, {"code", "b"}, {"floor", 1}, {"door", 2}, {"people", 0}});
        CHECK(check.kind == Kind::check);
        CHECK(check.constraint == "ck_room_people");
        const auto missing = error_of<ConstraintViolated>(
            database, insert_room, {{"id", 2}, {"code", nullptr}, {"floor", 1}, {"door", 2}, {"people", 1}});
        CHECK(missing.kind == Kind::not_null);
        CHECK(missing.constraint == "room.code");
        const auto orphan = error_of<ConstraintViolated>(database, insert_desk, {{"id", 1}, {"room_id", 9}});
        CHECK(orphan.kind == Kind::foreign_key);
        database.transact([](Session& session) { session.execute(insert_desk, {{"id", 1}, {"room_id", 1}}); });
        CHECK(error_of<ConstraintViolated>(database, "DELETE FROM room", {}).kind == Kind::foreign_key);
    });
}

TEST_CASE("a mistake in a statement is a DatabaseError") {
    for_each_house([](Database& database) {
        CHECK_NOTHROW(error_of<DatabaseError>(database, "INSERT INTO rooom (id) VALUES (1)", {}));
        CHECK_NOTHROW(error_of<DatabaseError>(database, "INSERT INTO room VALUES (", {}));
        CHECK_NOTHROW(error_of<DatabaseError>(database, "UPDATE room SET colour = 1", {}));
    });
}

TEST_CASE("no message repeats what was bound") {
    for_each_house([](Database& database) {
        const auto message = [&](const Sql& sql, const Binds& binds) {
            return std::string(error_of<DatabaseFailure>(database, sql, binds).what());
        };
        const std::string secret = "090-1234-5678";
        database.transact([&](Session& session) {
            session.execute(insert_room, {{"id", 2}, {"code", secret}, {"floor", 2}, {"door", 2}, {"people", 1}});
        });
        CHECK(message(insert_room, {{"id", 3}, {"code", secret}, {"floor", 3}, {"door", 3}, {"people", 1}})
                  .find(secret) == std::string::npos);
        CHECK(message(insert_room, {{"id", 3}, {"code", secret + "x"}, {"floor", 3}, {"door", 3}, {"people", 0}})
                  .find(secret) == std::string::npos);
        CHECK(message("SELECT id FROM room WHERE code = :code ORDER ROUND", {{"code", secret}}).find(secret) ==
              std::string::npos);
    });
}

TEST_CASE("a duplicate undoes its statement only: the unit of work may refuse or go on") {
    for_each_house([](Database& database) {
        database.transact([](Session& session) {
            session.execute(insert_room, {{"id", 2}, {"code", "b"}, {"floor", 1}, {"door", 2}, {"people", 1}});
            CHECK_THROWS_AS(
                session.execute(insert_room, {{"id", 3}, {"code", "a"}, {"floor", 1}, {"door", 3}, {"people", 1}}),
                DuplicateKey);
            session.execute(insert_room, {{"id", 3}, {"code", "c"}, {"floor", 1}, {"door", 3}, {"people", 1}});
        });
        const auto rooms = database.read(
            [](Session& session) { return session.select_one<std::int64_t>("SELECT count(*) FROM room"); });
        CHECK(rooms == std::tuple(3));
    });
}

TEST_CASE("a database that cannot be reached is gone, and a URL that means nothing is an error") {
    CHECK_THROWS_AS(static_cast<void>(Database::open({.url = "sqlite:/no/such/folder/hiroba.db"})), DatabaseGone);
    CHECK_THROWS_AS(static_cast<void>(Database::open({.url = "mariadb:unix_socket=/no/such/socket user=root db=x"})),
                    DatabaseGone);
    for (const char* const url : {"", "hiroba.db", "sqlite:", "sqlite::memory:", "mariadb:", "mariadb:host=localhost",
                                  "mariadb:db=x pass=y", "mariadb:db=x password_file=/no/such/file"}) {
        CAPTURE(url);
        CHECK_THROWS_AS(static_cast<void>(Database::open({.url = url})), DatabaseError);
    }
}
