#include "persistence/engine/detail/mariadb_backend.hpp"

#include "persistence/engine/detail/mariadb_connection.hpp"
#include "persistence/engine/detail/unit_scope.hpp"
#include "persistence/engine/errors.hpp"

#include <algorithm>
#include <random>
#include <thread>

namespace hiroba::persistence::detail {
namespace {

// Longer than innodb_lock_wait_timeout, so that a lock wait ends as a conflict and not as a lost connection.
constexpr std::chrono::seconds answer_timeout{20};
constexpr std::chrono::seconds maintenance_timeout{3600};
// A connection found dead (the server was restarted) is replaced this many times before the database counts as gone.
constexpr int reconnections = 2;

// Two transactions that met once must not meet again: 5–10 ms, 10–20 ms, …
void pause_before_try(int number) {
    thread_local std::minstd_rand random{std::random_device{}()};
    const int longest = 10 << std::min(number, 5);
    std::this_thread::sleep_for(
        std::chrono::milliseconds(std::uniform_int_distribution<int>(longest / 2, longest)(random)));
}

} // namespace

MariadbBackend::MariadbBackend(const std::string& connect_string, const DatabaseOptions& options)
    : connect_string_(connect_string), options_(options),
      sessions_(options.sessions, options.lease_timeout,
                [connect_string] { return std::make_unique<MariadbConnection>(connect_string, answer_timeout); }) {
    static_cast<void>(sessions_.lease()); // an unreachable or careless server is found out now
}

void MariadbBackend::transact(Unit& unit) {
    UnitScope::refuse_nesting();
    int losses = 0;
    for (int number = 1;; ++number) {
        try {
            write_once(unit);
            ++counters_.units;
            return;
        } catch (const TransactionConflict& conflict) {
            ++counters_.conflicts;
            if (number >= options_.tries) throw DatabaseBusy(conflict.what());
            pause_before_try(number);
        } catch (const DatabaseGone&) {
            if (++losses > reconnections) throw;
        }
    }
}

// Until COMMIT is sent nothing can have happened; what COMMIT answers besides success and conflict leaves it open.
void MariadbBackend::write_once(Unit& unit) {
    Lease lease = sessions_.lease();
    Connection& connection = lease.connection();
    connection.begin_write();
    bool keep = false;
    {
        const UnitScope scope;
        Session session(connection);
        keep = unit.run(session);
    }
    connection.check_transaction();
    if (!keep) return;
    try {
        connection.commit();
    } catch (const TransactionConflict&) {
        throw;
    } catch (const DatabaseFailure& failure) {
        throw CommitUnknown(failure.what());
    }
    ++counters_.commits;
}

void MariadbBackend::read(Unit& unit) {
    UnitScope::refuse_nesting();
    for (int losses = 0;; ++losses) {
        try {
            return read_once(unit);
        } catch (const TransactionConflict& conflict) {
            throw DatabaseBusy(conflict.what());
        } catch (const DatabaseGone&) {
            if (losses >= reconnections) throw;
        }
    }
}

void MariadbBackend::read_once(Unit& unit) {
    Lease lease = sessions_.lease();
    lease.connection().begin_read();
    {
        const UnitScope scope;
        Session session(lease.connection());
        unit.run(session);
    }
    lease.connection().check_transaction();
}

void MariadbBackend::maintain(const std::function<void(Connection&)>& work) {
    MariadbConnection connection(connect_string_, maintenance_timeout);
    work(connection);
}

} // namespace hiroba::persistence::detail
