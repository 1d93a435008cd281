// Whatever residents, staff, payers and the jobs do at the same moment, in whatever order: the tables agree, and every
// answer that anybody got is kept.
#include "tests/database/harness/databases.hpp"
#include "tests/database/harness/mariadb_server.hpp"
#include "tests/database/harness/temporary_folder.hpp"
#include "tests/random/support/run.hpp"

#include <array>
#include <doctest/doctest.h>

using namespace hiroba;
using namespace hiroba::persistence;
using namespace hiroba::test;
using namespace std::chrono_literals;

namespace {

const Length bounded{.rounds = 1, .deeds = 500, .at_most = 25s};

// Several processes on one database: each has its own connections.
void run_on(const std::string& engine, const std::string& url, const Stage& stage, const RunOptions& options,
            int processes) {
    INFO("on " << engine << " in " << stage.town);
    std::vector<std::unique_ptr<Database>> opened;
    std::vector<Database*> databases;
    for (int process = 0; process < processes; ++process) {
        opened.push_back(Database::open({.url = url}));
        if (process == 0) set_up(*opened.front(), stage);
        databases.push_back(opened.back().get());
    }
    run(stage, databases, options);
}

void run_in_both_towns(const std::string& engine, const std::function<std::string()>& new_url, int processes,
                       int residents) {
    const Length length = length_of_runs(bounded);
    for (int round = 0; round < length.rounds; ++round)
        for (const Stage* const stage : {&hoshimigawa(), &minatomori()})
            run_on(engine, new_url(), *stage,
                   {.seed = seed_of_run(engine, *stage), .length = length, .residents = residents}, processes);
}

} // namespace

TEST_CASE("on SQLite: a server and a command beside it, everything at once, and hiroba check finds nothing") {
    if (!covers(Engine::sqlite)) return;
    std::vector<std::unique_ptr<TemporaryFolder>> folders;
    const auto new_url = [&] {
        folders.push_back(std::make_unique<TemporaryFolder>());
        return sqlite_url(folders.back()->path().string());
    };
    run_in_both_towns("SQLite", new_url, 2, 5);
}

TEST_CASE("on MariaDB: three processes, everything at once, and hiroba check finds nothing") {
    if (!covers(Engine::mariadb)) return;
    run_in_both_towns(
        "MariaDB", [] { return MariadbServer::shared().create_database(); }, 3, 2);
}
