// SQLite: many readers, and one writer thread that commits all waiting units of work together.
#pragma once

#include "persistence/engine/database.hpp"
#include "persistence/engine/detail/lease_pool.hpp"
#include "persistence/engine/detail/sqlite_connection.hpp"
#include "persistence/engine/detail/sqlite_log_copier.hpp"
#include "persistence/engine/detail/statistics.hpp"

#include <condition_variable>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace hiroba::persistence::detail {

class SqliteBackend final : public Backend {
public:
    SqliteBackend(const std::filesystem::path& file, const DatabaseOptions& options);
    ~SqliteBackend() override;

    [[nodiscard]] Engine engine() const override { return Engine::sqlite; }
    void transact(Unit& unit) override;
    void read(Unit& unit) override;
    void look_up(Unit& unit) override;
    void maintain(const std::function<void(Connection&)>& work) override;
    [[nodiscard]] DatabaseStatistics statistics() const override { return counters_.read(); }

private:
    void read(Unit& unit, void (Connection::*begin)());

    // Where a caller waits for its answer. Shared with the writer, so that the writer can wake it without holding
    // anything the caller would run into.
    struct Waiter {
        std::mutex mutex;
        std::condition_variable answered;
        bool done = false;
    };
    // A unit of work on its way through the writer; lives on the stack of the caller until it is answered.
    struct Job {
        Unit& unit;
        std::shared_ptr<Waiter> waiter;
        std::exception_ptr error{};
    };
    using Batch = std::vector<Job*>;
    enum class Ran { whole, abandoned };

    void write_until_stopped();
    [[nodiscard]] Batch take_batch();
    [[nodiscard]] bool withdraw(Job& job);
    void answer(const Batch& batch);
    void commit_together(const Batch& batch);
    void commit_alone(Job& job);
    [[nodiscard]] Ran try_together(const Batch& batch);
    void run_in_savepoint(Job& job);
    void commit_written();

    const DatabaseOptions options_;
    Counters counters_;
    std::mutex writer_mutex_; // the writer's connection
    SqliteConnection writer_;
    SqliteLogCopier log_copier_;
    LeasePool readers_;
    std::mutex queue_mutex_;
    std::condition_variable queue_filled_;
    std::deque<Job*> queue_;
    bool stopping_ = false;
    std::thread thread_; // last: starts when everything else stands
};

} // namespace hiroba::persistence::detail
