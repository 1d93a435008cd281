// A full disk loses nothing acknowledged, half-commits nothing, and is over when there is room again.
#include "tests/database/harness/databases.hpp"
#include "tests/database/harness/ledger.hpp"
#include "tests/database/harness/mariadb_server.hpp"
#include "tests/database/harness/small_disk.hpp"
#include "tests/database/harness/temporary_folder.hpp"
#include "tests/database/harness/writer.hpp"

#include <csignal>
#include <doctest/doctest.h>
#include <sys/resource.h>

using namespace hiroba::persistence;
using namespace hiroba::test;

namespace {

void create_ledger_at(const std::string& url) { create_ledger(*Database::open({.url = url})); }

// The writer meets the full disk, and goes on when there is room again.
void write_through_full_disk(Writer& writer, const std::function<void()>& make_room) {
    REQUIRE(writer.read_until("full", 50));
    const auto before = writer.acknowledged.size();
    CHECK(before > 0);
    make_room();
    REQUIRE(writer.read_until("ok", 200));
    writer.kill();
}

// Files of the process cannot grow beyond this.
void limit_files(pid_t process, rlim_t bytes) {
    const rlimit limit{bytes, RLIM_INFINITY};
    REQUIRE(::prlimit(process, RLIMIT_FSIZE, &limit, nullptr) == 0);
}

} // namespace

TEST_CASE("SQLite: the log cannot grow, and can again") {
    if (!covers(Engine::sqlite)) return;
    const TemporaryFolder folder;
    const std::string url = sqlite_url(folder.path().string());
    create_ledger_at(url);
    const auto limit_self = [] {
        const rlimit limit{500'000, RLIM_INFINITY};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    };
    Writer writer({.url = url, .child = {.pipe_output = true, .before_exec = limit_self}});
    write_through_full_disk(writer, [&] { limit_files(writer.process().pid(), RLIM_INFINITY); });
    check_promises(url, writer.acknowledged, writer.refused);
}

TEST_CASE("SQLite: a disk of two megabytes is full, and grows") {
    if (!covers(Engine::sqlite)) return;
    if (!SmallDisk::allowed()) {
        MESSAGE("not run: mounting is not allowed here (the test above needs no rights)");
        return;
    }
    SmallDisk disk("2m");
    const std::string url = sqlite_url(disk.path());
    create_ledger_by(disk.run_by(), url);
    Writer writer({.url = url, .run_by = disk.run_by()});
    write_through_full_disk(writer, [&] { disk.resize("64m"); });
    check_promises(whole_entries_by(disk.run_by(), url), writer.acknowledged, writer.refused);
}

TEST_CASE("MariaDB: the disk of the server is full, and grows") {
    if (!covers(Engine::mariadb)) return;
    if (!SmallDisk::allowed()) {
        MESSAGE("not run: mounting is not allowed here");
        return;
    }
    SmallDisk disk("150m");
    MariadbServer server({.run_by = disk.run_by(), .data_folder = disk.path() + "/data"});
    const std::string url = server.create_database();
    create_ledger_at(url);
    Writer writer({.url = url});
    write_through_full_disk(writer, [&] { disk.resize("600m"); });
    check_promises(url, writer.acknowledged, writer.refused);
}
