// Copies SQLite's write-ahead log back into the database file beside the writer, so that no booking waits for it.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <thread>

namespace hiroba::persistence::detail {

class SqliteConnection;

// Nobody begins to copy a log of which all is copied: a commit may begin it anew at that moment, and SQLite
// before 3.51.3 could then take new pages for copied (sqlite.org/wal.html, "WAL-reset bug"). So a pass begins only when
// there are pages that the last one did not copy, and never two at a time.
class SqliteLogCopier {
public:
    // The log begins anew only when all of it is copied. A writer that never pauses comes to this many pages (of 4
    // KiB); then it copies what is left, little by then, and nobody copies beside it.
    static constexpr int most_pages = 8192;

    explicit SqliteLogCopier(std::filesystem::path file);
    ~SqliteLogCopier();
    SqliteLogCopier(const SqliteLogCopier&) = delete;
    SqliteLogCopier& operator=(const SqliteLogCopier&) = delete;

    // What the writer has made of the log; it does not wait. True when the writer is to copy what is left.
    [[nodiscard]] bool log_has(int pages);

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
    bool copying_ = false;
    int beginnings_ = 0; // of the log, as far as the writer has told
    bool stopping_ = false;
    std::thread thread_; // last: starts when everything else stands
};

} // namespace hiroba::persistence::detail
