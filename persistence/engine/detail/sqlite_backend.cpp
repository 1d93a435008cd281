#include "persistence/engine/detail/sqlite_backend.hpp"

#include "persistence/engine/detail/unit_scope.hpp"
#include "persistence/engine/errors.hpp"

#include <algorithm>
#include <utility>

namespace hiroba::persistence::detail {

SqliteBackend::SqliteBackend(const std::filesystem::path& file, const DatabaseOptions& options)
    : options_(options), writer_(file, SqliteConnection::Access::read_write), log_copier_(file),
      readers_(options.sessions, options.lease_timeout,
               [file] { return std::make_unique<SqliteConnection>(file, SqliteConnection::Access::read_only); }),
      thread_([this] { write_until_stopped(); }) {}

SqliteBackend::~SqliteBackend() {
    {
        const std::lock_guard lock(queue_mutex_);
        stopping_ = true;
    }
    queue_filled_.notify_one();
    thread_.join();
}

void SqliteBackend::read(Unit& unit) { read(unit, &Connection::begin_read); }
void SqliteBackend::look_up(Unit& unit) { read(unit, &Connection::begin_look_up); }

void SqliteBackend::read(Unit& unit, void (Connection::*begin)()) {
    UnitScope::refuse_nesting();
    Lease lease = readers_.lease();
    Connection& connection = lease.connection();
    try {
        (connection.*begin)();
        const UnitScope scope;
        Session session(connection);
        unit.run(session);
        connection.check_transaction();
    } catch (const TransactionConflict& conflict) {
        throw DatabaseBusy(conflict.what());
    }
}

void SqliteBackend::maintain(const std::function<void(Connection&)>& work) {
    const std::lock_guard lock(writer_mutex_);
    work(writer_);
}

void SqliteBackend::transact(Unit& unit) {
    UnitScope::refuse_nesting();
    thread_local const auto waiter = std::make_shared<Waiter>();
    waiter->done = false;
    Job job{unit, waiter};
    {
        const std::lock_guard lock(queue_mutex_);
        queue_.push_back(&job);
        ++counters_.waiting;
    }
    queue_filled_.notify_one();
    std::unique_lock lock(waiter->mutex);
    const auto done = [&] { return waiter->done; };
    if (!waiter->answered.wait_for(lock, options_.queue_timeout, done)) {
        lock.unlock();
        if (withdraw(job)) {
            throw DatabaseBusy("the writer did not come to this unit of work in " +
                               std::to_string(options_.queue_timeout.count()) + " ms");
        }
        lock.lock();
        waiter->answered.wait(lock, done); // it has begun, and will end
    }
    if (job.error) std::rethrow_exception(std::move(job.error));
}

// False when the writer has it already.
bool SqliteBackend::withdraw(Job& job) {
    const std::lock_guard lock(queue_mutex_);
    if (std::erase(queue_, &job) == 0) return false;
    --counters_.waiting;
    return true;
}

void SqliteBackend::write_until_stopped() {
    {
        const std::lock_guard lock(writer_mutex_);
        writer_.leave_the_log_alone();
    }
    for (Batch batch = take_batch(); !batch.empty(); batch = take_batch()) {
        {
            const std::lock_guard lock(writer_mutex_);
            commit_together(batch);
        }
        answer(batch);
    }
}

// Empty when the database is closed.
SqliteBackend::Batch SqliteBackend::take_batch() {
    std::unique_lock lock(queue_mutex_);
    queue_filled_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
    const std::size_t size = std::min(queue_.size(), options_.batch_limit);
    Batch batch(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(size));
    queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(size));
    counters_.waiting -= static_cast<std::int64_t>(size);
    return batch;
}

// A job is gone as soon as its caller sees it done; the waiter is not.
void SqliteBackend::answer(const Batch& batch) {
    counters_.units += static_cast<std::int64_t>(batch.size());
    for (const Job* const job : batch) {
        const auto waiter = job->waiter;
        {
            const std::lock_guard lock(waiter->mutex);
            waiter->done = true;
        }
        waiter->answered.notify_one();
    }
}

// Nobody is answered here: an answer, a refusal too, may rest on what another unit of the batch wrote.
void SqliteBackend::commit_together(const Batch& batch) {
    if (batch.size() == 1) return commit_alone(*batch.front());
    if (try_together(batch) == Ran::whole) return;
    ++counters_.abandoned;
    for (Job* const job : batch) {
        commit_alone(*job);
    }
}

SqliteBackend::Ran SqliteBackend::try_together(const Batch& batch) {
    try {
        writer_.begin_write();
        for (Job* const job : batch) {
            run_in_savepoint(*job);
        }
        commit_written();
        return Ran::whole;
    } catch (const std::exception&) {
        writer_.rollback();
        return Ran::abandoned;
    }
}

// What the log copier cannot keep up with is copied here; whether that succeeds changes nothing that was promised.
void SqliteBackend::commit_written() {
    writer_.commit();
    ++counters_.commits;
    if (!log_copier_.log_has(writer_.log_pages())) return;
    try {
        writer_.copy_log();
    } catch (const DatabaseFailure&) {
    }
}

// Throws when the engine undid the batch, or a savepoint cannot be undone.
void SqliteBackend::run_in_savepoint(Job& job) {
    job.error = nullptr;
    writer_.open_savepoint();
    bool keep = false;
    try {
        const UnitScope scope;
        Session session(writer_);
        keep = job.unit.run(session);
    } catch (...) {
        job.error = std::current_exception();
    }
    writer_.check_transaction();
    if (keep) {
        writer_.keep_savepoint();
    } else {
        writer_.undo_savepoint();
    }
}

void SqliteBackend::commit_alone(Job& job) {
    job.error = nullptr;
    try {
        writer_.begin_write();
        bool keep = false;
        {
            const UnitScope scope;
            Session session(writer_);
            keep = job.unit.run(session);
        }
        writer_.check_transaction();
        if (keep) commit_written();
    } catch (const TransactionConflict& conflict) {
        ++counters_.conflicts;
        job.error = std::make_exception_ptr(DatabaseBusy(conflict.what()));
    } catch (...) {
        job.error = std::current_exception();
    }
    writer_.rollback();
}

} // namespace hiroba::persistence::detail
