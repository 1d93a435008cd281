#include "persistence/engine/detail/sqlite_log_copier.hpp"

#include "persistence/engine/detail/sqlite_connection.hpp"
#include "persistence/engine/errors.hpp"

#include <memory>
#include <utility>

namespace hiroba::persistence::detail {

SqliteLogCopier::SqliteLogCopier(std::filesystem::path file)
    : file_(std::move(file)), thread_([this] { copy_until_stopped(); }) {}

SqliteLogCopier::~SqliteLogCopier() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_one();
    thread_.join();
}

void SqliteLogCopier::log_has(int pages) {
    {
        const std::lock_guard lock(mutex_);
        if (pages < pages_) copied_ = 0; // it began anew
        pages_ = pages;
        if (!has_work()) return;
    }
    changed_.notify_one();
}

// The connection is made when there is something to copy: a command that writes little needs none. What fails here (a
// full disk) is tried again with the next pages, and nothing is lost meanwhile: the log has it.
void SqliteLogCopier::copy_until_stopped() {
    std::unique_ptr<SqliteConnection> connection;
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [&] { return stopping_ || has_work(); });
        if (stopping_) return;
        const int seen = pages_;
        lock.unlock();
        try {
            if (!connection)
                connection = std::make_unique<SqliteConnection>(file_, SqliteConnection::Access::read_write);
            connection->copy_log();
        } catch (const DatabaseFailure&) {
            connection.reset();
        }
        lock.lock();
        copied_ = seen;
    }
}

} // namespace hiroba::persistence::detail
