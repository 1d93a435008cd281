// Another program, started and ended by a test.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace hiroba::test {

struct ChildOptions {
    std::string output_file{};                        // its standard output and error; empty: those of the test
    bool pipe_output = false;                         // its standard output is read by read_line()
    std::map<std::string, std::string> environment{}; // added to ours
    std::function<void()> before_exec{};              // in the child, async-signal-safe calls only
};

// Killed and waited for when its owner goes.
class ChildProcess {
public:
    // The program is found through PATH; std::system_error when it cannot be started.
    ChildProcess(const std::vector<std::string>& command, const ChildOptions& options = {});
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;
    ~ChildProcess();

    [[nodiscard]] pid_t pid() const { return pid_; }
    void signal(int number) const;
    // The exit status, 128 + n after signal n.
    int wait();
    [[nodiscard]] std::optional<int> wait_for(std::chrono::milliseconds time);
    [[nodiscard]] bool running();
    // One line of its standard output without the line end; nothing at the end. A line cut short is dropped.
    // std::runtime_error after a minute of silence.
    [[nodiscard]] std::optional<std::string> read_line();

private:
    pid_t pid_ = -1;
    int output_ = -1;
    std::string unread_;
    std::optional<int> status_;
};

} // namespace hiroba::test
