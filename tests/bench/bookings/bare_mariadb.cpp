#include "tests/bench/bookings/bare_rows.hpp"
#include "tests/bench/bookings/loop.hpp"

#include <array>
#include <mysql.h>
#include <stdexcept>
#include <vector>

namespace hiroba::bench {
namespace {

[[noreturn]] void fail(MYSQL* connection) { throw std::runtime_error(mysql_error(connection)); }

class Statement {
public:
    Statement(MYSQL* connection, const std::string& text) : statement_(mysql_stmt_init(connection)) {
        if (mysql_stmt_prepare(statement_, text.data(), text.size()) != 0) fail();
    }
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    ~Statement() { mysql_stmt_close(statement_); }

    template <class... Values>
    void run(const Values&... values) {
        std::array<MYSQL_BIND, sizeof...(Values)> binds{};
        std::size_t at = 0;
        (bind(binds[at++], values), ...);
        if (mysql_stmt_bind_param(statement_, binds.data()) != 0 || mysql_stmt_execute(statement_) != 0) fail();
    }

private:
    static void bind(MYSQL_BIND& place, const std::int64_t& number) {
        place.buffer_type = MYSQL_TYPE_LONGLONG;
        place.buffer = const_cast<std::int64_t*>(&number);
    }
    static void bind(MYSQL_BIND& place, const std::string& text) {
        place.buffer_type = MYSQL_TYPE_STRING;
        place.buffer = const_cast<char*>(text.data());
        place.buffer_length = text.size();
    }
    [[noreturn]] void fail() { throw std::runtime_error(mysql_stmt_error(statement_)); }

    MYSQL_STMT* statement_;
};

std::string twelve_claims() {
    std::string values;
    for (int slot = 0; slot < 12; ++slot)
        values += slot == 0 ? "(?,?,?,?)" : ",(?,?,?,?)";
    return "INSERT INTO claim (unit_id,slot_date,slot_index,owner_id) VALUES " + values;
}

constexpr std::int64_t edition = 1;

// The statements of one booking, in the order in which they refer to each other.
struct Statements {
    explicit Statements(MYSQL* connection)
        : key(connection, "INSERT INTO idempotency (account_id,operation,idempotency_key,request_hash,subject_id,"
                          "created_at_ms) VALUES (?,'hold',?,?,?,?)"),
          counter(connection, "UPDATE quota_counter SET used=used+1 WHERE account_id=? AND counter='waiting'"),
          application(connection, "INSERT INTO application (application_id,account_id,kind,facility_code,user_class,"
                                  "counts_waiting,is_commercial,edition_id,version,created_at_ms)"
                                  " VALUES (?,?,'ordinary',?,'in_town',1,0,?,1,?)"),
          owner(connection, "INSERT INTO claim_owner (owner_id,kind,state,expires_at_ms,claims,version,created_at_ms)"
                            " VALUES (?,'booking','held',?,?,1,?)"),
          booking(connection, "INSERT INTO booking (booking_id,application_id,account_id,facility_code,space_code,"
                              "use_date,start_minute,last_date,end_minute,band_code,total_yen,charged_yen,paid_yen,"
                              "quote_json,edition_id) VALUES (?,?,?,?,?,?,?,?,?,?,?,0,0,?,?)"),
          day(connection,
              "INSERT INTO unit_day (unit_id,slot_date,version,taken_early,taken_late,closed_early,closed_late)"
              " VALUES (?,?,1,?,?,0,0) ON DUPLICATE KEY UPDATE version=version+1,"
              "taken_early=taken_early|VALUES(taken_early),taken_late=taken_late|VALUES(taken_late)"),
          claims(connection, twelve_claims()),
          announcement(connection, "INSERT INTO push_outbox (outbox_id,unit_id,slot_date) VALUES (?,?,?)"),
          event(connection, "INSERT INTO booking_event (event_id,booking_id,sequence,event,to_state,at_ms,account_id)"
                            " VALUES (?,?,1,'held','held',?,?)") {}

    void write(const Place& place) {
        const Words& said = words();
        const Stamp stamp = stamp_of(place.number);
        const Masks masks = masks_of(place.first_slot, place.last_slot);
        const std::int64_t slots = place.last_slot - place.first_slot + 1;
        const std::int64_t start = place.first_slot * 15;
        const std::int64_t end = (place.last_slot + 1) * 15;
        key.run(place.account, said.idempotency_key(place.number), said.request_hash, stamp.id, stamp.at_ms);
        counter.run(place.account);
        application.run(stamp.id, place.account, said.facility, edition, stamp.at_ms);
        owner.run(stamp.id, stamp.expires_at_ms, slots, stamp.at_ms);
        booking.run(stamp.id, stamp.id, place.account, said.facility, said.space, place.date, start, place.date, end,
                    said.band, said.total_yen, said.quote_json, edition);
        day.run(place.unit, place.date, masks.early, masks.late);
        write_claims(place, stamp, std::make_index_sequence<12>{});
        announcement.run(stamp.id, place.unit, place.date);
        event.run(stamp.id, stamp.id, stamp.at_ms, place.account);
    }

    template <std::size_t... Slot>
    void write_claims(const Place& place, const Stamp& stamp, std::index_sequence<Slot...>) {
        const std::array<std::int64_t, sizeof...(Slot)> slots{place.first_slot + static_cast<std::int64_t>(Slot)...};
        std::apply([&](const auto&... values) { claims.run(values...); },
                   std::tuple_cat(std::tie(place.unit, place.date, slots[Slot], stamp.id)...));
    }

    Statement key, counter, application, owner, booking, day, claims, announcement, event;
};

class Connection {
public:
    explicit Connection(const MariadbPlace& place) : handle_(mysql_init(nullptr)) {
        mysql_options(handle_, MYSQL_SET_CHARSET_NAME, "utf8mb4");
        if (mysql_real_connect(handle_, nullptr, "root", "", place.database.c_str(), 0, place.socket.c_str(), 0) ==
            nullptr)
            fail(handle_);
        command("SET SESSION tx_isolation = 'READ-COMMITTED'");
        statements_ = std::make_unique<Statements>(handle_);
    }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection() {
        statements_.reset();
        mysql_close(handle_);
    }

    void book(const Place& place) {
        command("START TRANSACTION");
        statements_->write(place);
        command("COMMIT");
    }

private:
    void command(const char* text) {
        if (mysql_query(handle_, text) != 0) fail(handle_);
    }

    MYSQL* handle_;
    std::unique_ptr<Statements> statements_;
};

class BareMariadbLoop final : public Loop {
public:
    BareMariadbLoop(const MariadbPlace& place, int callers) {
        for (int caller = 0; caller < callers; ++caller)
            connections_.push_back(std::make_unique<Connection>(place));
    }
    void book(int caller, const Place& place) override { connections_[static_cast<std::size_t>(caller)]->book(place); }

private:
    std::vector<std::unique_ptr<Connection>> connections_;
};

} // namespace

std::unique_ptr<Loop> bare_mariadb_loop(const MariadbPlace& place, int callers) {
    return std::make_unique<BareMariadbLoop>(place, callers);
}

} // namespace hiroba::bench
