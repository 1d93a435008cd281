// The crash_writer program seen from its test: what it said became of each entry.
#pragma once

#include "persistence/engine/database.hpp"
#include "tests/database/harness/child_process.hpp"
#include "tests/database/harness/promises.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace hiroba::test {

struct WriterOptions {
    std::string url{};
    int threads = 8;
    std::int64_t first_id = 0;
    int units_per_thread = 0; // 0: until killed
    bool careless = false;
    std::vector<std::string> run_by{}; // a command that runs the writer: strace …, nsenter …
    ChildOptions child{.pipe_output = true};
};

class Writer {
public:
    explicit Writer(const WriterOptions& options);

    std::set<std::int64_t> acknowledged;
    std::set<std::int64_t> refused;
    std::set<std::int64_t> unknown;

    // Reads until it has said this word so many more times; false when it ended before.
    bool read_until(std::string_view word, int times);
    void read_rest();
    void kill(); // SIGKILL, then read what it had said
    [[nodiscard]] ChildProcess& process() { return process_; }

private:
    std::string read_entry(); // the word of the next line, empty at the end
    ChildProcess process_;
};

// What lies where only a command of `run_by` can reach it.
void create_ledger_by(const std::vector<std::string>& run_by, const std::string& url);
[[nodiscard]] std::set<std::int64_t> whole_entries_by(const std::vector<std::string>& run_by, const std::string& url);

} // namespace hiroba::test
