#include "tests/database/harness/writer.hpp"

#include <csignal>
#include <doctest/doctest.h>

namespace hiroba::test {
namespace {

std::vector<std::string> command_of(const WriterOptions& options) {
    std::vector<std::string> command = options.run_by;
    command.insert(command.end(), {HIROBA_CRASH_WRITER, options.url, std::to_string(options.threads),
                                   std::to_string(options.first_id), std::to_string(options.units_per_thread)});
    if (options.careless) command.emplace_back("careless");
    return command;
}

} // namespace

Writer::Writer(const WriterOptions& options) : process_(command_of(options), options.child) {}

std::string Writer::read_entry() {
    const auto line = process_.read_line();
    if (!line) return {};
    const auto blank = line->find(' ');
    const std::string word = line->substr(0, blank);
    const std::int64_t id = std::stoll(line->substr(blank + 1));
    (word == "ok" ? acknowledged : word == "unknown" ? unknown : refused).insert(id);
    return word;
}

bool Writer::read_until(std::string_view word, int times) {
    while (times > 0) {
        const std::string said = read_entry();
        if (said.empty()) return false;
        if (said == word) --times;
    }
    return true;
}

void Writer::read_rest() {
    while (!read_entry().empty()) {
    }
}

void Writer::kill() {
    process_.signal(SIGKILL);
    read_rest();
    process_.wait();
}

void create_ledger_by(const std::vector<std::string>& run_by, const std::string& url) {
    std::vector<std::string> command = run_by;
    command.insert(command.end(), {HIROBA_CRASH_WRITER, "create", url});
    REQUIRE(ChildProcess(command).wait() == 0);
}

std::set<std::int64_t> whole_entries_by(const std::vector<std::string>& run_by, const std::string& url) {
    std::vector<std::string> command = run_by;
    command.insert(command.end(), {HIROBA_CRASH_WRITER, "list", url});
    ChildProcess lister(command, {.pipe_output = true});
    std::set<std::int64_t> found;
    while (const auto line = lister.read_line()) {
        found.insert(std::stoll(line->substr(line->find(' ') + 1)));
    }
    REQUIRE(lister.wait() == 0);
    return found;
}

} // namespace hiroba::test
