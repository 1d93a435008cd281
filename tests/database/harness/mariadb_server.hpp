// A MariaDB of the tests' own: in a temporary folder, reachable through a socket there and nowhere else.
#pragma once

#include "tests/database/harness/child_process.hpp"
#include "tests/database/harness/temporary_folder.hpp"

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace hiroba::test {

struct MariadbServerOptions {
    std::vector<std::string> options{}; // of mariadbd, besides ours
    std::vector<std::string> run_by{};  // a command that runs it: strace …, nsenter …
    std::string data_folder{};          // as seen by that command; else in the server's own folder
    std::filesystem::path parent = std::filesystem::temp_directory_path(); // of the server's own folder
};

class MariadbServer {
public:
    // The one of this program, started when first asked for, stopped when the program ends.
    static MariadbServer& shared();

    // Installs and starts; std::runtime_error with the server's log when it does not come up.
    explicit MariadbServer(const MariadbServerOptions& options = {});
    MariadbServer(const MariadbServer&) = delete;
    MariadbServer& operator=(const MariadbServer&) = delete;
    ~MariadbServer();

    [[nodiscard]] std::string create_database(); // a new empty one; its URL
    [[nodiscard]] pid_t pid() const;             // of mariadbd itself, whatever runs it
    [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }
    void kill();                                // SIGKILL: the process has no time for anything
    void start();                               // on what is in the folder
    void execute(const std::string& statement); // as administrator, outside any database

private:
    void install();
    void stop();
    [[nodiscard]] std::string log() const;
    [[nodiscard]] std::string data_folder() const;

    TemporaryFolder folder_;
    MariadbServerOptions options_;
    std::unique_ptr<ChildProcess> process_;
    std::atomic<int> databases_{0};
};

} // namespace hiroba::test
