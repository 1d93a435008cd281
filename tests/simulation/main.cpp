#define DOCTEST_CONFIG_IMPLEMENT
#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <system_error>

// Databases in memory where the machine has room for them: thousands of schedules wait for thousands of flushes else,
// and that disks keep what they were given is shown in tests/database.
int main(int argc, char** argv) {
    constexpr std::uintmax_t room_for_mariadb = 2'000'000'000;
    std::error_code nowhere;
    const auto memory = std::filesystem::space("/dev/shm", nowhere);
    if (!nowhere && memory.available > room_for_mariadb) ::setenv("TMPDIR", "/dev/shm", 0);
    return doctest::Context(argc, argv).run();
}
