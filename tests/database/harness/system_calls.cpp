#include "tests/database/harness/system_calls.hpp"

#include "tests/database/harness/child_process.hpp"

#include <algorithm>
#include <fstream>
#include <optional>
#include <set>
#include <sstream>

namespace hiroba::test {
namespace {

bool has(const std::string& line, std::string_view text) { return line.find(text) != std::string::npos; }

// "… = 0 <0.001234>" → 0.001234
double duration_of(const std::string& line) {
    const auto start = line.rfind('<');
    return start == std::string::npos ? 0 : std::stod(line.substr(start + 1));
}

// Takes the lines of one record in order; a call that another interrupted stands in two lines.
class Reader {
public:
    explicit Reader(std::string_view journal) : journal_(std::string(journal) + ">") {}

    std::optional<SystemCall> take(const std::string& line) {
        std::istringstream words(line);
        std::string process;
        double at = 0;
        words >> process >> at;
        if (has(line, "write(1<pipe") && has(line, "\"ok ")) return SystemCall{at, SystemCall::Kind::acknowledgement};
        const bool is_flush = has(line, "fsync(") || has(line, "fdatasync(");
        if (is_flush && has(line, journal_)) {
            if (has(line, "unfinished")) flushing_.insert(process);
            if (has(line, ") = 0 <")) return SystemCall{at + duration_of(line), SystemCall::Kind::flush};
        }
        if (has(line, "sync resumed>") && flushing_.erase(process) == 1 && has(line, ") = 0 <")) {
            return SystemCall{at, SystemCall::Kind::flush};
        }
        return std::nullopt;
    }

private:
    const std::string journal_;
    std::set<std::string> flushing_;
};

} // namespace

std::vector<std::string> strace_to(const std::string& file) {
    return {"strace", "-f", "-y", "-ttt", "-T", "-e", "trace=fsync,fdatasync,write", "-e", "signal=none", "-o", file};
}

bool strace_works() { return ChildProcess({"strace", "-o", "/dev/null", "true"}).wait() == 0; }

std::vector<SystemCall> read_strace(const std::string& file, std::string_view journal) {
    std::vector<SystemCall> calls;
    Reader reader(journal);
    std::ifstream lines(file);
    for (std::string line; std::getline(lines, line);) {
        if (const auto call = reader.take(line)) calls.push_back(*call);
    }
    return calls;
}

int acknowledged_without_flush(std::vector<SystemCall> calls) {
    std::stable_sort(calls.begin(), calls.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
    int without = 0;
    bool flushed = false;
    for (const SystemCall& call : calls) {
        if (call.kind == SystemCall::Kind::flush) {
            flushed = true;
        } else {
            if (!flushed) ++without;
            flushed = false;
        }
    }
    return without;
}

int acknowledgements(const std::vector<SystemCall>& calls) {
    return static_cast<int>(std::count_if(calls.begin(), calls.end(), [](const SystemCall& call) {
        return call.kind == SystemCall::Kind::acknowledgement;
    }));
}

} // namespace hiroba::test
