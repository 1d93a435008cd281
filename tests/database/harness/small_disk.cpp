#include "tests/database/harness/small_disk.hpp"

#include <stdexcept>

namespace hiroba::test {

bool SmallDisk::allowed() {
    return ChildProcess({"unshare", "-m", "mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", "/mnt"},
                        {.output_file = "/dev/null"})
               .wait() == 0;
}

SmallDisk::SmallDisk(const std::string& size) {
    keeper_ =
        std::make_unique<ChildProcess>(std::vector<std::string>{"unshare", "-m", "sh", "-c",
                                                                "mount -t tmpfs -o size=" + size + " tmpfs '" + path() +
                                                                    "' && echo mounted && exec sleep infinity"},
                                       ChildOptions{.pipe_output = true});
    if (keeper_->read_line() != "mounted") throw std::runtime_error("the small disk cannot be mounted");
}

std::string SmallDisk::path() const { return folder_.path().string(); }

std::vector<std::string> SmallDisk::run_by() const { return {"nsenter", "-m", "-t", std::to_string(keeper_->pid())}; }

void SmallDisk::resize(const std::string& size) {
    std::vector<std::string> command = run_by();
    command.insert(command.end(), {"mount", "-o", "remount,size=" + size, path()});
    if (ChildProcess(command).wait() != 0) throw std::runtime_error("the small disk cannot be resized");
}

} // namespace hiroba::test
