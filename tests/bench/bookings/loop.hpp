// What the durable bookings are compared by: one interface, the product's way and the barest way behind it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace hiroba::bench {

// One booking of three hours: who, where, when. Bookings that are written at the same time never meet.
struct Place {
    std::int64_t number = 0; // also the end of every id that belongs to it
    std::int64_t account = 0;
    std::int64_t unit = 0;
    std::string date;
    std::int64_t first_slot = 0;
    std::int64_t last_slot = 0;
};

// The units and residents of a database: who books, and where.
struct Town {
    std::vector<std::int64_t> units;
    std::vector<std::int64_t> accounts;
    std::int64_t edition = 1;
};
[[nodiscard]] Town town_of(const std::string& url);
// The bookings lie in years in which nothing else does.
[[nodiscard]] Place place_of(const Town& town, std::int64_t number);

// What the bookings of both loops say; as long as a real one.
struct Words {
    std::string facility = "bunka_kaikan";
    std::string space = "large_meeting_a";
    std::string band = "morning";
    std::string quote_json;
    std::string idempotency_key(std::int64_t number) const;
    std::string request_hash = std::string(64, 'a');
    std::int64_t total_yen = 12'340;
};
[[nodiscard]] const Words& words();

class Loop {
public:
    Loop() = default;
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;
    virtual ~Loop() = default;
    // Returns when the booking is on the disk. `caller`: 0, 1, …, each of which calls one at a time.
    virtual void book(int caller, const Place& place) = 0;
};

// Through persistence, as services/booking/hold.cpp does it.
[[nodiscard]] std::unique_ptr<Loop> product_loop(const std::string& url, const Town& town);
// The engine's own library and prepared statements, the same rows, nothing that guards or explains. SQLite: one
// writer commits what waits, as many as persistence would take. MariaDB: a connection and a transaction for each.
[[nodiscard]] std::unique_ptr<Loop> bare_sqlite_loop(const std::string& file);
struct MariadbPlace {
    std::string socket;
    std::string database;
};
[[nodiscard]] std::unique_ptr<Loop> bare_mariadb_loop(const MariadbPlace& place, int callers);

// Makes an empty database ready for both loops, and ready again after each round.
void prepare_town(const std::string& url);
void forget_holds(const std::string& url); // a person may hold only a few at a time

} // namespace hiroba::bench
