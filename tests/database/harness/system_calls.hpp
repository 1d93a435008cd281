// What strace saw: flushes of the journal, and the acknowledgements of a crash_writer.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hiroba::test {

struct SystemCall {
    enum class Kind { flush, acknowledgement };
    double at = 0; // seconds: when a flush was over, when an acknowledgement began
    Kind kind = Kind::flush;
};

// The strace command that writes its record to `file`; the traced command follows it.
[[nodiscard]] std::vector<std::string> strace_to(const std::string& file);

// Whether strace may trace here at all (containers may forbid it).
[[nodiscard]] bool strace_works();

// Successful fsync and fdatasync of files whose path ends in `journal`, and the "ok" lines written to a pipe.
[[nodiscard]] std::vector<SystemCall> read_strace(const std::string& file, std::string_view journal);

// How many acknowledgements had no flush between the one before them and themselves.
[[nodiscard]] int acknowledged_without_flush(std::vector<SystemCall> calls);
[[nodiscard]] int acknowledgements(const std::vector<SystemCall>& calls);

} // namespace hiroba::test
