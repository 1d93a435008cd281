#include "tests/database/harness/galera_node.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <pwd.h>
#include <sstream>
#include <stdexcept>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace hiroba::test {
namespace {

using namespace std::chrono_literals;

// A node that its program left behind, killed itself before it could clean up, does not live longer than this.
constexpr const char* longest_life = "1200s";
// What a node keeps for those that come back. Who runs and missed more ends itself, because a whole copy is for those
// that start: more than all writers write until a node that was cut off is back.
constexpr const char* kept_changes = "64M";
// Short enough for a test to wait for, long enough for a busy machine not to take a slow node for a dead one.
constexpr const char* failure_detection = "evs.keepalive_period=PT0.5S;evs.inactive_check_period=PT0.2S;"
                                          "evs.suspect_timeout=PT2S;evs.inactive_timeout=PT6S";
constexpr const char* causal_read_limit = "repl.causal_read_timeout=PT5S";

// The copying program (rsync) gives its files away when root runs it, so root lets the server run as Debian's user.
std::vector<std::string> user_option() {
    if (::geteuid() != 0) return {};
    return {"--user=mysql"};
}

void give_to_server(const std::filesystem::path& path) {
    if (::geteuid() != 0) return;
    const passwd* const user = ::getpwnam("mysql");
    if (user == nullptr) throw std::runtime_error("there is no user mysql: is mariadb-server installed?");
    if (::chown(path.c_str(), user->pw_uid, user->pw_gid) != 0) {
        throw std::system_error(errno, std::generic_category(), path.string());
    }
}

void make_folder(const std::filesystem::path& path) {
    std::filesystem::create_directories(path);
    give_to_server(path);
}

std::string text_of(const std::filesystem::path& file) {
    std::ifstream stream(file);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

std::vector<std::string> joined(std::vector<std::string> left, const std::vector<std::string>& right) {
    left.insert(left.end(), right.begin(), right.end());
    return left;
}

} // namespace

GaleraNode::GaleraNode(std::string name, const std::string& address, GaleraPorts ports, const std::string& group)
    : name_(std::move(name)), address_(address), ports_(ports), group_(group) {
    give_to_server(folder_.path());
    make_folder(folder_.path() / "data");
    make_folder(folder_.path() / "tmp");
}

GaleraNode::~GaleraNode() { kill(); }

void GaleraNode::install() {
    const std::string folder = folder_.path().string();
    const auto command =
        joined({"mariadb-install-db", "--no-defaults", "--skip-test-db", "--auth-root-authentication-method=normal",
                "--innodb-log-file-size=32M", "--datadir=" + folder + "/data", "--tmpdir=" + folder + "/tmp"},
               user_option());
    ChildProcess installer(command, {.output_file = folder + "/log"});
    if (installer.wait() != 0) throw std::runtime_error("mariadb-install-db failed:\n" + log());
}

std::vector<std::string> GaleraNode::command() const {
    const std::string folder = folder_.path().string();
    const auto at = [&](int port) { return address_ + ":" + std::to_string(port); };
    const std::string provider = "base_host=" + address_ + ";base_port=" + std::to_string(ports_.group) +
                                 ";gmcast.listen_addr=tcp://" + at(ports_.group) +
                                 ";ist.recv_addr=" + at(ports_.missed_changes) + ";gcache.size=" + kept_changes + ";" +
                                 failure_detection + ";" + causal_read_limit;
    return joined({"/usr/sbin/mariadbd",
                   "--no-defaults",
                   "--datadir=" + folder + "/data",
                   "--tmpdir=" + folder + "/tmp",
                   "--socket=" + socket(),
                   "--pid-file=" + folder + "/tmp/pid",
                   "--skip-networking",
                   "--performance-schema=OFF",
                   "--max-connections=200",
                   "--innodb-flush-log-at-trx-commit=1",
                   "--innodb-buffer-pool-size=32M",
                   "--innodb-log-file-size=32M",
                   "--innodb-autoinc-lock-mode=2",
                   "--binlog-format=ROW",
                   "--wsrep-on=ON",
                   "--wsrep-provider=/usr/lib/galera/libgalera_smm.so",
                   "--wsrep-mode=STRICT_REPLICATION,REQUIRED_PRIMARY_KEY",
                   "--wsrep-slave-threads=2",
                   "--wsrep-cluster-name=hiroba_" + group_.substr(0, group_.find(',')),
                   "--wsrep-cluster-address=gcomm://" + group_,
                   "--wsrep-node-name=" + name_,
                   "--wsrep-node-address=" + at(ports_.group),
                   "--wsrep-sst-method=rsync",
                   "--wsrep-sst-receive-address=" + at(ports_.whole_copy),
                   "--wsrep-provider-options=" + provider},
                  user_option());
}

// `timeout` makes a process group of the server and what it starts (the copying programs), so that all of them end.
void GaleraNode::run(const std::vector<std::string>& options) {
    const auto whole = joined(joined({"timeout", "--signal=KILL", longest_life}, command()), options);
    process_ = std::make_unique<ChildProcess>(whole, ChildOptions{.output_file = (folder_.path() / "log").string()});
}

void GaleraNode::found() { run({"--wsrep-new-cluster"}); }

void GaleraNode::join() {
    const std::string position = recovered_position();
    run(position.empty() ? std::vector<std::string>{} : std::vector<std::string>{"--wsrep-start-position=" + position});
}

std::string GaleraNode::recovered_position() const {
    if (!std::filesystem::exists(folder_.path() / "data" / "mysql")) return {};
    const std::string report = (folder_.path() / "recovery").string();
    std::filesystem::remove(report);
    ChildProcess recovery(joined(command(), {"--wsrep-recover"}), {.output_file = report});
    if (recovery.wait() != 0) throw std::runtime_error("no position could be recovered:\n" + text_of(report));
    static constexpr std::string_view mark = "WSREP: Recovered position: ";
    const std::string text = text_of(report);
    const auto at = text.rfind(mark);
    if (at == std::string::npos) return {};
    const auto start = at + mark.size();
    return text.substr(start, text.find_first_of(" \n", start) - start);
}

void GaleraNode::kill() {
    if (!running()) return;
    ::kill(-process_->pid(), SIGKILL);
    process_->signal(SIGKILL);
    process_->wait();
}

void GaleraNode::shut_down() {
    if (!running()) return;
    ::kill(-process_->pid(), SIGTERM);
    if (!process_->wait_for(60s)) throw std::runtime_error("a node does not shut down:\n" + log());
}

void GaleraNode::lose_disk() {
    if (running()) throw std::logic_error("a node that runs cannot lose its disk");
    std::filesystem::remove_all(folder_.path() / "data");
    make_folder(folder_.path() / "data");
}

// A node that joins or leaves takes no connection, or drops it in the middle of the question.
std::string GaleraNode::status(const std::string& variable) const {
    MariadbAdministrator administrator(socket());
    if (!administrator.connected()) return {};
    try {
        return administrator
            .rows("SELECT variable_value FROM information_schema.global_status WHERE variable_name = '" + variable +
                  "'")
            .at(0)
            .at(0);
    } catch (const std::runtime_error&) {
        return {};
    }
}

bool GaleraNode::ready() const {
    return status("wsrep_local_state_comment") == "Synced" && status("wsrep_ready") == "ON";
}

// The end of it: a node says much.
std::string GaleraNode::log() const {
    const std::string text = text_of(folder_.path() / "log");
    return text.substr(text.size() - std::min<std::size_t>(text.size(), 6000));
}

} // namespace hiroba::test
