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

class MariadbServer {
public:
    // The one of this program, started when first asked for, stopped when the program ends.
    static MariadbServer& shared();

    // Installs and starts; std::runtime_error with the server's log when it does not come up.
    explicit MariadbServer(const std::vector<std::string>& extra_options = {});
    MariadbServer(const MariadbServer&) = delete;
    MariadbServer& operator=(const MariadbServer&) = delete;
    ~MariadbServer();

    [[nodiscard]] std::string create_database(); // a new empty one; its URL
    [[nodiscard]] pid_t pid() const { return process_->pid(); }
    void kill();    // SIGKILL, as a power cut for the process
    void start();   // on what is in the folder
    void execute(const std::string& statement); // as administrator, outside any database

private:
    void install();
    void stop();
    [[nodiscard]] std::string log() const;

    TemporaryFolder folder_;
    std::vector<std::string> extra_options_;
    std::unique_ptr<ChildProcess> process_;
    std::atomic<int> databases_{0};
};

} // namespace hiroba::test
