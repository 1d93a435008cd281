#include "payments/sandbox/state_file.hpp"

#include <cerrno>
#include <fcntl.h>
#include <fstream>
#include <string>
#include <system_error>
#include <unistd.h>

namespace hiroba::sandbox {
namespace {

[[noreturn]] void fail(const std::string& what) { throw std::system_error(errno, std::generic_category(), what); }

class Descriptor {
public:
    Descriptor(const std::filesystem::path& path, int flags) : fd_(open(path.c_str(), flags | O_CLOEXEC, 0600)) {
        if (fd_ < 0) fail("cannot open " + path.string());
    }
    ~Descriptor() { close(fd_); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    void write_all(std::string_view text) const {
        while (!text.empty()) {
            const ssize_t written = write(fd_, text.data(), text.size());
            if (written < 0) fail("cannot write the state file");
            text.remove_prefix(static_cast<std::size_t>(written));
        }
    }
    void flush() const {
        if (fsync(fd_) != 0) fail("cannot flush the state file");
    }

private:
    int fd_;
};

} // namespace

nlohmann::json load_state(const std::filesystem::path& file) {
    if (!std::filesystem::exists(file)) return nullptr;
    std::ifstream in(file);
    nlohmann::json state = nlohmann::json::parse(in, nullptr, false);
    if (!state.is_object()) throw std::runtime_error("the state file " + file.string() + " is not readable");
    return state;
}

void save_state(const std::filesystem::path& file, const nlohmann::json& state) {
    std::filesystem::path unfinished = file;
    unfinished += ".new";
    {
        const Descriptor out{unfinished, O_WRONLY | O_CREAT | O_TRUNC};
        out.write_all(state.dump());
        out.flush();
    }
    std::filesystem::rename(unfinished, file);
    const auto folder = file.parent_path();
    Descriptor{folder.empty() ? "." : folder, O_RDONLY | O_DIRECTORY}.flush();
}

} // namespace hiroba::sandbox
