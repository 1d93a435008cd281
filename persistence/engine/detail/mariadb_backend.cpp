#include "persistence/engine/detail/mariadb_backend.hpp"

#include "persistence/engine/detail/mariadb_connection.hpp"
#include "persistence/engine/detail/unit_scope.hpp"
#include "persistence/engine/errors.hpp"

#include <algorithm>
#include <random>
#include <thread>

namespace hiroba::persistence::detail {
namespace {

using Access = MariadbConnection::Access;

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

LeasePool::Maker maker_of(const std::string& connect_string, Access access) {
    return [=] { return std::make_unique<MariadbConnection>(connect_string, access, answer_timeout); };
}

} // namespace

MariadbBackend::MariadbBackend(const std::string& connect_string, const DatabaseOptions& options)
    : connect_string_(connect_string), options_(options),
      readers_(options.sessions, options.lease_timeout, maker_of(connect_string, Access::read_only)),
      writers_(options.sessions, options.lease_timeout, maker_of(connect_string, Access::units_of_work)) {
    static_cast<void>(writers_.lease()); // an unreachable or careless server is found out now
}

// Again after a conflict, a few times, and over a new connection when this one was lost.
template <class Attempt>
void MariadbBackend::until_done(Attempt&& attempt) {
    int losses = 0;
    for (int number = 1;; ++number) {
        try {
            return attempt();
        } catch (const TransactionConflict& conflict) {
            ++counters_.conflicts;
            if (number >= options_.tries) throw DatabaseBusy(conflict.what());
            pause_before_try(number);
        } catch (const DatabaseGone&) {
            if (++losses > reconnections) throw;
        }
    }
}

void MariadbBackend::transact(Unit& unit) {
    UnitScope::refuse_nesting();
    until_done([&] { write_once(unit); });
    ++counters_.units;
}

// Until COMMIT is sent nothing can have happened, and nothing has when it met a conflict (on a cluster the conflict is
// found there) or the node refused to begin with it. Any other failure of COMMIT leaves it open.
void MariadbBackend::write_once(Unit& unit) {
    Lease lease = writers_.lease();
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
    } catch (const NodeNotReady&) {
        throw;
    } catch (const DatabaseFailure& failure) {
        throw CommitUnknown(failure.what());
    }
    ++counters_.commits;
}

// A read meets conflicts too: a schema change that another node made, a node that did not catch up in time.
void MariadbBackend::read(Unit& unit) {
    UnitScope::refuse_nesting();
    until_done([&] { read_once(unit, &Connection::begin_read); });
}

void MariadbBackend::look_up(Unit& unit) {
    UnitScope::refuse_nesting();
    until_done([&] { read_once(unit, &Connection::begin_look_up); });
}

void MariadbBackend::read_once(Unit& unit, void (Connection::*begin)()) {
    Lease lease = readers_.lease();
    Connection& connection = lease.connection();
    (connection.*begin)();
    {
        const UnitScope scope;
        Session session(connection);
        unit.run(session);
    }
    connection.check_transaction();
}

void MariadbBackend::maintain(const std::function<void(Connection&)>& work) {
    MariadbConnection connection(connect_string_, Access::maintenance, maintenance_timeout);
    work(connection);
}

} // namespace hiroba::persistence::detail
