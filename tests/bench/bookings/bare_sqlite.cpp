#include "persistence/engine/database.hpp"
#include "tests/bench/bookings/bare_rows.hpp"
#include "tests/bench/bookings/loop.hpp"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <sqlite3.h>
#include <stdexcept>
#include <thread>
#include <vector>

namespace hiroba::bench {
namespace {

class Statement {
public:
    Statement(sqlite3* database, const std::string& text) : database_(database) {
        if (sqlite3_prepare_v2(database, text.c_str(), -1, &statement_, nullptr) != SQLITE_OK) fail();
    }
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    ~Statement() { sqlite3_finalize(statement_); }

    template <class... Values>
    void run(const Values&... values) {
        int at = 0;
        (bind(++at, values), ...);
        if (sqlite3_step(statement_) != SQLITE_DONE) fail();
        sqlite3_reset(statement_);
    }

private:
    void bind(int at, std::int64_t number) { sqlite3_bind_int64(statement_, at, number); }
    void bind(int at, const std::string& text) {
        sqlite3_bind_text(statement_, at, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
    }
    [[noreturn]] void fail() { throw std::runtime_error(sqlite3_errmsg(database_)); }

    sqlite3* database_;
    sqlite3_stmt* statement_ = nullptr;
};

std::string twelve_claims() {
    std::string values;
    for (int slot = 0; slot < 12; ++slot)
        values += std::string(slot == 0 ? "" : ",") + "(?1,?2,?3+" + std::to_string(slot) + ",?4)";
    return "INSERT INTO claim (unit_id,slot_date,slot_index,owner_id) VALUES " + values;
}

constexpr std::int64_t edition = 1;

// The statements of one booking, in the order in which they refer to each other.
struct Statements {
    explicit Statements(sqlite3* database)
        : begin(database, "BEGIN IMMEDIATE"), commit(database, "COMMIT"),
          key(database, "INSERT INTO idempotency (account_id,operation,idempotency_key,request_hash,subject_id,"
                        "created_at_ms) VALUES (?,'hold',?,?,?,?)"),
          counter(database, "UPDATE quota_counter SET used=used+1 WHERE account_id=? AND counter='waiting'"),
          application(database, "INSERT INTO application (application_id,account_id,kind,facility_code,user_class,"
                                "counts_waiting,is_commercial,edition_id,version,created_at_ms)"
                                " VALUES (?,?,'ordinary',?,'in_town',1,0,?,1,?)"),
          owner(database, "INSERT INTO claim_owner (owner_id,kind,state,expires_at_ms,claims,version,created_at_ms)"
                          " VALUES (?,'booking','held',?,?,1,?)"),
          booking(database, "INSERT INTO booking (booking_id,application_id,account_id,facility_code,space_code,"
                            "use_date,start_minute,last_date,end_minute,band_code,total_yen,charged_yen,paid_yen,"
                            "quote_json,edition_id) VALUES (?,?,?,?,?,?,?,?,?,?,?,0,0,?,?)"),
          day(database,
              "INSERT INTO unit_day (unit_id,slot_date,version,taken_early,taken_late,closed_early,closed_late)"
              " VALUES (?,?,1,?,?,0,0) ON CONFLICT (slot_date,unit_id) DO UPDATE SET version=version+1,"
              "taken_early=taken_early|excluded.taken_early,taken_late=taken_late|excluded.taken_late"),
          claims(database, twelve_claims()),
          announcement(database, "INSERT INTO push_outbox (outbox_id,unit_id,slot_date) VALUES (?,?,?)"),
          event(database, "INSERT INTO booking_event (event_id,booking_id,sequence,event,to_state,at_ms,account_id)"
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
        claims.run(place.unit, place.date, place.first_slot, stamp.id);
        announcement.run(stamp.id, place.unit, place.date);
        event.run(stamp.id, stamp.id, stamp.at_ms, place.account);
    }

    Statement begin, commit, key, counter, application, owner, booking, day, claims, announcement, event;
};

class BareSqliteLoop final : public Loop {
public:
    explicit BareSqliteLoop(const std::string& file) {
        if (sqlite3_open(file.c_str(), &database_) != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(database_));
        for (const char* const setting :
             {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA foreign_keys = ON"})
            if (sqlite3_exec(database_, setting, nullptr, nullptr, nullptr) != SQLITE_OK)
                throw std::runtime_error(sqlite3_errmsg(database_));
        statements_ = std::make_unique<Statements>(database_);
        writer_ = std::thread([this] { write_until_stopped(); });
    }
    ~BareSqliteLoop() override {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        filled_.notify_one();
        writer_.join();
        statements_.reset();
        sqlite3_close(database_);
    }

    void book(int, const Place& place) override {
        Job job{place, {}, false};
        std::unique_lock lock(mutex_);
        waiting_.push_back(&job);
        filled_.notify_one();
        job.written.wait(lock, [&] { return job.done; });
    }

private:
    struct Job {
        const Place& place;
        std::condition_variable written;
        bool done;
    };

    void write_until_stopped() {
        std::unique_lock lock(mutex_);
        for (;;) {
            filled_.wait(lock, [&] { return stopping_ || !waiting_.empty(); });
            if (waiting_.empty()) return;
            const auto size = std::min(waiting_.size(), persistence::DatabaseOptions{}.batch_limit);
            const std::vector<Job*> batch(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(size));
            waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(size));
            lock.unlock();
            statements_->begin.run();
            for (Job* const job : batch)
                statements_->write(job->place);
            statements_->commit.run();
            lock.lock();
            for (Job* const job : batch) {
                job->done = true;
                job->written.notify_one();
            }
        }
    }

    sqlite3* database_ = nullptr;
    std::unique_ptr<Statements> statements_;
    std::mutex mutex_;
    std::condition_variable filled_;
    std::deque<Job*> waiting_;
    bool stopping_ = false;
    std::thread writer_;
};

} // namespace

std::unique_ptr<Loop> bare_sqlite_loop(const std::string& file) { return std::make_unique<BareSqliteLoop>(file); }

} // namespace hiroba::bench
