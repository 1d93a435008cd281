// Writes entries from several threads and says on standard output what became of each, one line per entry:
//   ok ID       acknowledged                unknown ID    the connection was lost during COMMIT
//   full ID     the disk is full            no ID         not done for another reason
// It is killed by its test, or ends when it has written what it was asked to.
// Usage: crash_writer URL THREADS FIRST_ID UNITS_PER_THREAD [careless]      UNITS_PER_THREAD 0: until killed
// "careless" switches the flushes off after opening: the test that looks for them must then fail.
// Where only this program can reach the database (a file system in a namespace of its own):
//   crash_writer create URL     makes the tables          crash_writer list URL     says "ok ID" for every entry,
//                                                         and fails when one is there by half
#include "persistence/engine/database.hpp"
#include "persistence/engine/detail/connection.hpp"
#include "tests/database/harness/ledger.hpp"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <string>
#include <string_view>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

using namespace hiroba::persistence;

void be_careless(Database& database) {
    database.backend().maintain([&](detail::Connection& connection) {
        connection.run(database.engine() == Engine::sqlite ? "PRAGMA synchronous = OFF"
                                                           : "SET GLOBAL innodb_flush_log_at_trx_commit = 2");
    });
}

// One system call per line, so that a line is there whole or not at all.
void say(std::string_view word, std::int64_t id) {
    const std::string line = std::string(word) + " " + std::to_string(id) + "\n";
    if (::write(STDOUT_FILENO, line.data(), line.size()) < 0) std::_Exit(1);
}

void write_one(Database& database, std::int64_t id) {
    try {
        database.transact([&](Session& session) { hiroba::test::write_entry(session, id); });
        return say("ok", id);
    } catch (const CommitUnknown&) {
        say("unknown", id);
    } catch (const StorageFailed&) {
        say("full", id);
    } catch (const DatabaseFailure&) {
        say("no", id);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
}

void list_entries(const std::string& url) {
    for (const std::int64_t id : hiroba::test::whole_entries(*Database::open({.url = url}))) {
        say("ok", id);
    }
}

void write_entries(const std::vector<std::string>& arguments) {
    // a loaded machine is slow, and only the disk may refuse here
    const auto patience = std::chrono::seconds(60);
    const auto database =
        Database::open({.url = arguments.at(0), .lease_timeout = patience, .queue_timeout = patience});
    const std::int64_t threads = std::stoll(arguments.at(1));
    const std::int64_t first_id = std::stoll(arguments.at(2));
    const std::int64_t units = std::stoll(arguments.at(3));
    if (arguments.size() > 4 && arguments.at(4) == "careless") be_careless(*database);
    std::vector<std::thread> writers;
    for (std::int64_t thread = 0; thread < threads; ++thread) {
        writers.emplace_back([&, thread] {
            for (std::int64_t number = 0; units == 0 || number < units; ++number) {
                write_one(*database, first_id + number * threads + thread);
            }
        });
    }
    for (auto& writer : writers) {
        writer.join();
    }
}

} // namespace

int main(int count, char** values) {
    std::signal(SIGXFSZ, SIG_IGN);
    const std::vector<std::string> arguments(values + 1, values + count);
    if (arguments.at(0) == "create") {
        hiroba::test::create_ledger(*Database::open({.url = arguments.at(1)}));
    } else if (arguments.at(0) == "list") {
        list_entries(arguments.at(1));
    } else {
        write_entries(arguments);
    }
    return 0;
}
