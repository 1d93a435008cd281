#include "services/http/body_file.hpp"

#include <cerrno>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace hiroba::http {
namespace {

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

// The suffix tells what was begun from what is kept.
constexpr std::string_view name_of_received = "body-XXXXXX";

int new_file(std::filesystem::path& path) {
    auto name = path.string();
    const int descriptor = ::mkostemp(name.data(), O_CLOEXEC); // mode 0600
    if (descriptor < 0) fail("a body cannot be received");
    path = name;
    return descriptor;
}

// A rename is on the disk when its folder is.
void synchronise_folder(const std::filesystem::path& folder) {
    const OpenFile opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (opened.descriptor() < 0 || ::fsync(opened.descriptor()) < 0) fail("a folder cannot be synchronised");
}

int opened(const std::filesystem::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (descriptor < 0) fail("a file cannot be opened");
    return descriptor;
}

} // namespace

OpenFile::~OpenFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

ReceivedBody::ReceivedBody(const std::filesystem::path& folder)
    : path_(folder / name_of_received), file_(new_file(path_)) {}

ReceivedBody::~ReceivedBody() {
    std::error_code ignored; // who cleans the folder finds it
    if (!path_.empty()) std::filesystem::remove(path_, ignored);
}

void ReceivedBody::append(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = ::write(file_.descriptor(), bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) fail("a body cannot be written");
        bytes.remove_prefix(static_cast<std::size_t>(written));
        size_ += static_cast<std::uint64_t>(written);
    }
}

void ReceivedBody::cut_to(std::uint64_t size) {
    if (::ftruncate(file_.descriptor(), static_cast<off_t>(size)) < 0) fail("a body cannot be cut");
    size_ = size;
}

void ReceivedBody::keep_as(const std::filesystem::path& path) {
    if (::fsync(file_.descriptor()) < 0) fail("a body cannot be synchronised");
    std::filesystem::rename(path_, path);
    path_.clear();
    synchronise_folder(path.parent_path());
}

BodyFromFile::BodyFromFile(const std::filesystem::path& path) : file_(opened(path)) {
    struct stat about {};
    if (::fstat(file_.descriptor(), &about) < 0) fail("a file cannot be looked at");
    size_ = static_cast<std::uint64_t>(about.st_size);
}

std::string BodyFromFile::piece(std::uint64_t offset, std::size_t most) const {
    std::string bytes(most, '\0');
    for (;;) {
        const auto got = ::pread(file_.descriptor(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) fail("a file cannot be read");
        bytes.resize(static_cast<std::size_t>(got));
        return bytes;
    }
}

} // namespace hiroba::http
