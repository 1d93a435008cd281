#include "persistence/engine/detail/sqlite_log_copier.hpp"

#include "persistence/engine/detail/sqlite_connection.hpp"
#include "persistence/engine/errors.hpp"

#include <algorithm>
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

bool SqliteLogCopier::log_has(int pages) {
    {
        const std::lock_guard lock(mutex_);
        if (pages < pages_) { // it began anew
            copied_ = 0;
            ++beginnings_;
        }
        pages_ = pages;
        if (!has_work()) return pages_ >= most_pages && !copying_;
    }
    changed_.notify_one();
    return false;
}

// The connection is made when there is something to copy: a command that writes little needs none. What fails here (a
// full disk) is tried again with the next pages, and nothing is lost meanwhile: the log has it.
void SqliteLogCopier::copy_until_stopped() {
    std::unique_ptr<SqliteConnection> connection;
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [&] { return stopping_ || has_work(); });
        if (stopping_) return;
        const int beginning = beginnings_;
        int done = pages_;
        copying_ = true;
        lock.unlock();
        try {
            if (!connection)
                connection = std::make_unique<SqliteConnection>(file_, SqliteConnection::Access::read_write);
            done = std::max(done, connection->copy_log());
        } catch (const DatabaseFailure&) {
            connection.reset();
        }
        lock.lock();
        copying_ = false;
        if (beginning == beginnings_) copied_ = done;
    }
}

} // namespace hiroba::persistence::detail
