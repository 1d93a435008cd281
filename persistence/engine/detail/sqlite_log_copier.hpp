// Copies SQLite's write-ahead log back into the database file beside the writer, so that no booking waits for it.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <thread>

namespace hiroba::persistence::detail {

class SqliteConnection;

class SqliteLogCopier {
public:
    // The log begins anew only when all of it is copied. A writer that never pauses comes to this many pages (of 4
    // KiB); then it copies what is left, little by then, and nobody copies beside it.
    static constexpr int most_pages = 8192;

    explicit SqliteLogCopier(std::filesystem::path file);
    ~SqliteLogCopier();
    SqliteLogCopier(const SqliteLogCopier&) = delete;
    SqliteLogCopier& operator=(const SqliteLogCopier&) = delete;

    // What the writer has made of the log; it does not wait.
    void log_has(int pages);

private:
    void copy_until_stopped();
    [[nodiscard]] bool has_work() const { return pages_ - copied_ >= pages_at_a_time && pages_ < most_pages; }

    // As SQLite does it by itself: below this nothing is worth two flushes of the disk.
    static constexpr int pages_at_a_time = 1000;

    const std::filesystem::path file_;
    std::mutex mutex_;
    std::condition_variable changed_;
    int pages_ = 0;
    int copied_ = 0;
    bool stopping_ = false;
    std::thread thread_; // last: starts when everything else stands
};

} // namespace hiroba::persistence::detail
