#include "tests/database/harness/mariadb_server.hpp"

#include "tests/database/harness/mariadb_administrator.hpp"

#include <csignal>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <unistd.h>

namespace hiroba::test {
namespace {

using namespace std::chrono_literals;

std::string user_option() { return ::geteuid() == 0 ? "--user=root" : "--skip-symbolic-links"; }

} // namespace

MariadbServer& MariadbServer::shared() {
    static MariadbServer server;
    return server;
}

MariadbServer::MariadbServer(const MariadbServerOptions& options) : folder_(options.parent), options_(options) {
    install();
    start();
}

MariadbServer::~MariadbServer() { stop(); }

std::string MariadbServer::data_folder() const {
    return options_.data_folder.empty() ? (folder_.path() / "data").string() : options_.data_folder;
}

// A folder for temporary tables of its own: a server that starts clears that folder, of other servers' tables too.
void MariadbServer::install() {
    std::vector<std::string> command = options_.data_folder.empty() ? std::vector<std::string>{} : options_.run_by;
    command.insert(command.end(), {"mariadb-install-db", "--no-defaults", user_option(), "--skip-test-db",
                                   "--auth-root-authentication-method=normal", "--innodb-log-file-size=32M",
                                   "--datadir=" + data_folder(), "--tmpdir=" + folder_.path().string()});
    ChildProcess installer(command, {.output_file = (folder_.path() / "log").string()});
    if (installer.wait() != 0) throw std::runtime_error("mariadb-install-db failed:\n" + log());
}

void MariadbServer::start() {
    const std::string folder = folder_.path().string();
    std::vector<std::string> command = options_.run_by;
    command.insert(command.end(),
                   {"/usr/sbin/mariadbd", "--no-defaults", user_option(), "--datadir=" + data_folder(),
                    "--socket=" + folder + "/socket", "--tmpdir=" + folder, "--pid-file=" + folder + "/pid",
                    "--skip-networking", "--innodb-flush-log-at-trx-commit=1", "--innodb-buffer-pool-size=32M",
                    "--innodb-log-file-size=32M", "--max-connections=100"});
    command.insert(command.end(), options_.options.begin(), options_.options.end());
    process_ = std::make_unique<ChildProcess>(command, ChildOptions{.output_file = folder + "/log"});
    for (int tries = 0; tries < 1200; ++tries) {
        if (MariadbAdministrator(folder + "/socket").connected() && std::filesystem::exists(folder_.path() / "pid"))
            return;
        if (!process_->running()) break;
        std::this_thread::sleep_for(50ms);
    }
    throw std::runtime_error("mariadbd did not start:\n" + log());
}

pid_t MariadbServer::pid() const {
    pid_t pid = -1;
    std::ifstream(folder_.path() / "pid") >> pid;
    if (pid <= 0) throw std::runtime_error("mariadbd wrote no process id");
    return pid;
}

void MariadbServer::kill() {
    ::kill(pid(), SIGKILL);
    process_->wait();
}

void MariadbServer::stop() {
    if (!process_->running()) return;
    ::kill(pid(), SIGTERM);
    if (!process_->wait_for(30s)) kill();
}

void MariadbServer::execute(const std::string& statement) {
    MariadbAdministrator((folder_.path() / "socket").string()).execute(statement);
}

std::string MariadbServer::create_database() {
    const std::string name = "hiroba_" + std::to_string(++databases_);
    execute("CREATE DATABASE " + name + " CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin");
    return "mariadb:unix_socket='" + (folder_.path() / "socket").string() + "' user=root db=" + name;
}

std::string MariadbServer::log() const {
    std::ifstream stream(folder_.path() / "log");
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

} // namespace hiroba::test
