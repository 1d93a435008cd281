// One town's database: transact() is the only way to write, read() the only way to read.
#pragma once

#include "persistence/engine/errors.hpp"
#include "persistence/engine/session.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <type_traits>
#include <utility>

namespace hiroba::persistence {

struct DatabaseOptions {
    // "sqlite:/path/hiroba.db" (made when missing) or "mariadb:" followed by key=value pairs separated by blanks:
    // host, port, unix_socket, user, db, password_file, ssl_ca. A value with blanks stands in '…'.
    std::string url{};
    int sessions = 16;                             // for reading; on MariaDB as many again for writing
    std::chrono::milliseconds lease_timeout{2000}; // waiting for a free session
    std::chrono::milliseconds queue_timeout{2000}; // waiting for SQLite's writer to begin a unit of work
    std::size_t batch_limit = 64;                  // units of work in one commit on SQLite
    int tries = 5;                                 // of a unit of work or a read that meets conflicts on MariaDB
};

// Counted since the database was opened.
struct DatabaseStatistics {
    std::int64_t units = 0;     // units of work that were acknowledged, refusals included
    std::int64_t commits = 0;   // COMMITs that succeeded
    std::int64_t conflicts = 0; // units run again because of other writers
    std::int64_t abandoned = 0; // batches the engine rolled back
    std::int64_t waiting = 0;   // units that SQLite's writer has not come to yet, at this moment
};

namespace detail {

// A unit of work without its type. `run` answers whether what it did is to be kept.
class Unit {
public:
    Unit() = default;
    Unit(const Unit&) = delete;
    Unit& operator=(const Unit&) = delete;
    virtual ~Unit() = default;
    virtual bool run(Session& session) = 0;
};

// The engine behind a database.
class Backend {
public:
    Backend() = default;
    Backend(const Backend&) = delete;
    Backend& operator=(const Backend&) = delete;
    virtual ~Backend() = default;
    [[nodiscard]] virtual Engine engine() const = 0;
    virtual void transact(Unit& unit) = 0;
    virtual void read(Unit& unit) = 0;
    virtual void look_up(Unit& unit) = 0;
    // Work on the raw connection outside any transaction, alone among this process's writers (migrations).
    virtual void maintain(const std::function<void(Connection&)>& work) = 0;
    [[nodiscard]] virtual DatabaseStatistics statistics() const = 0;
};

template <class T>
inline constexpr bool is_expected = false;
template <class T, class E>
inline constexpr bool is_expected<tl::expected<T, E>> = true;

template <class Function>
class UnitOf final : public Unit {
public:
    using Answer = std::invoke_result_t<Function&, Session&>;
    explicit UnitOf(Function& function) : function_(function) {}

    bool run(Session& session) override {
        if constexpr (std::is_void_v<Answer>) {
            function_(session);
            return true;
        } else {
            answer_.reset();
            answer_.emplace(function_(session));
            if constexpr (is_expected<Answer>) return answer_->has_value();
            return true;
        }
    }
    Answer answer() {
        if constexpr (!std::is_void_v<Answer>) return std::move(*answer_);
    }

private:
    struct Nothing {};
    Function& function_;
    std::optional<std::conditional_t<std::is_void_v<Answer>, Nothing, Answer>> answer_;
};

} // namespace detail

class Database {
public:
    // Throws DatabaseGone when it cannot be reached, DatabaseError when it would not keep what it acknowledges
    // (SQLite: not WAL with synchronous=FULL; MariaDB: innodb_flush_log_at_trx_commit is not 1, or a binary log
    // without sync_binlog=1).
    [[nodiscard]] static std::unique_ptr<Database> open(const DatabaseOptions& options);
    explicit Database(std::unique_ptr<detail::Backend> backend) : backend_(std::move(backend)) {}

    [[nodiscard]] Engine engine() const { return backend_->engine(); }

    // Runs `fn(session)` as one transaction and answers what it answered, after COMMIT. An exception, or a
    // tl::expected without a value, undoes all it wrote. `fn` touches nothing but its session and may run more than
    // once (conflict, lost connection, a batch that was rolled back); on SQLite it runs on the writer's thread,
    // together with others in one COMMIT. Calling transact, read or look_up inside `fn` throws std::logic_error.
    // Throws what `fn` throws, DatabaseBusy, DatabaseGone, CommitUnknown, StorageFailed, DatabaseError.
    template <class Function>
    auto transact(Function&& fn) -> std::invoke_result_t<Function&, Session&> {
        detail::UnitOf<std::remove_reference_t<Function>> unit(fn);
        backend_->transact(unit);
        return unit.answer();
    }

    // Runs `fn(session)` on one unchanging view of the database, which holds everything acknowledged before, on
    // whichever node of a cluster; it cannot write. May run more than once like a unit of work. Throws like transact.
    template <class Function>
    auto read(Function&& fn) -> std::invoke_result_t<Function&, Session&> {
        detail::UnitOf<std::remove_reference_t<Function>> unit(fn);
        backend_->read(unit);
        return unit.answer();
    }

    // The same for one statement, without a transaction around it: one way to a MariaDB server and back, instead of
    // three. A second statement in `fn` throws std::logic_error.
    template <class Function>
    auto look_up(Function&& fn) -> std::invoke_result_t<Function&, Session&> {
        detail::UnitOf<std::remove_reference_t<Function>> unit(fn);
        backend_->look_up(unit);
        return unit.answer();
    }

    [[nodiscard]] DatabaseStatistics statistics() const { return backend_->statistics(); }
    [[nodiscard]] detail::Backend& backend() { return *backend_; }

private:
    std::unique_ptr<detail::Backend> backend_;
};

} // namespace hiroba::persistence
