#include "tests/database/harness/child_process.hpp"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <stdexcept>
#include <sys/wait.h>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace hiroba::test {
namespace {

std::vector<std::string> environment_with(const std::map<std::string, std::string>& added) {
    std::vector<std::string> entries;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string text = *entry;
        if (!added.contains(text.substr(0, text.find('=')))) entries.push_back(text);
    }
    for (const auto& [name, value] : added) {
        entries.push_back(name + "=" + value);
    }
    return entries;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    for (auto& text : texts) {
        pointers.push_back(text.data());
    }
    pointers.push_back(nullptr);
    return pointers;
}

// A program under test that says nothing for so long will not say anything any more.
constexpr int silence_limit_ms = 60'000;

int exit_status(int raw) { return WIFEXITED(raw) ? WEXITSTATUS(raw) : 128 + WTERMSIG(raw); }

void redirect(const ChildOptions& options, int pipe_end) {
    if (pipe_end >= 0) ::dup2(pipe_end, STDOUT_FILENO);
    if (options.output_file.empty()) return;
    const int file = ::open(options.output_file.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (pipe_end < 0) ::dup2(file, STDOUT_FILENO);
    ::dup2(file, STDERR_FILENO);
}

} // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& command, const ChildOptions& options) {
    std::vector<std::string> arguments = command;
    std::vector<std::string> environment = environment_with(options.environment);
    const auto argument_pointers = pointers_to(arguments);
    const auto environment_pointers = pointers_to(environment);
    int ends[2] = {-1, -1};
    if (options.pipe_output && ::pipe2(ends, O_CLOEXEC) != 0) {
        throw std::system_error(errno, std::generic_category(), "pipe");
    }
    pid_ = ::fork();
    if (pid_ < 0) throw std::system_error(errno, std::generic_category(), "fork");
    if (pid_ == 0) {
        redirect(options, ends[1]);
        if (options.before_exec) options.before_exec();
        ::execvpe(argument_pointers[0], argument_pointers.data(), environment_pointers.data());
        ::_exit(127);
    }
    if (ends[1] >= 0) ::close(ends[1]);
    output_ = ends[0];
}

ChildProcess::~ChildProcess() {
    if (running()) {
        signal(SIGKILL);
        wait();
    }
    if (output_ >= 0) ::close(output_);
}

void ChildProcess::signal(int number) const {
    if (!status_) ::kill(pid_, number);
}

int ChildProcess::wait() {
    if (!status_) {
        int raw = 0;
        while (::waitpid(pid_, &raw, 0) < 0 && errno == EINTR) {
        }
        status_ = exit_status(raw);
    }
    return *status_;
}

std::optional<int> ChildProcess::wait_for(std::chrono::milliseconds time) {
    const auto deadline = std::chrono::steady_clock::now() + time;
    while (running()) {
        if (std::chrono::steady_clock::now() >= deadline) return std::nullopt;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return status_;
}

bool ChildProcess::running() {
    if (status_) return false;
    int raw = 0;
    if (::waitpid(pid_, &raw, WNOHANG) == 0) return true;
    status_ = exit_status(raw);
    return false;
}

std::optional<std::string> ChildProcess::read_line() {
    for (;;) {
        if (const auto end = unread_.find('\n'); end != std::string::npos) {
            std::string line = unread_.substr(0, end);
            unread_.erase(0, end + 1);
            return line;
        }
        pollfd readable{output_, POLLIN, 0};
        if (::poll(&readable, 1, silence_limit_ms) == 0) throw std::runtime_error("a child process fell silent");
        char buffer[4096];
        const ssize_t size = ::read(output_, buffer, sizeof(buffer));
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) return std::nullopt;
        unread_.append(buffer, static_cast<std::size_t>(size));
    }
}

} // namespace hiroba::test
