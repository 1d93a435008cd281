#include "services/attachments/attachment_store.hpp"

#include "services/accounts/passwords.hpp"

#include <algorithm>
#include <cerrno>
#include <sys/mman.h>
#include <system_error>

namespace hiroba::services {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view hexadecimal = "0123456789abcdef";
constexpr std::size_t shelf_letters = 2;

void make_private(const fs::path& folder) {
    fs::create_directories(folder);
    fs::permissions(folder, fs::perms::owner_all);
}

bool is_older(const fs::directory_entry& entry, std::chrono::seconds age) {
    std::error_code gone; // another process may remove it at this moment
    const auto written = entry.last_write_time(gone);
    return !gone && fs::file_time_type::clock::now() - written > age;
}

std::string new_name() {
    auto name = random_uuid();
    std::erase(name, '-');
    return name;
}

} // namespace

AttachmentStore::AttachmentStore(fs::path folder) : folder_(std::move(folder)) {
    make_private(folder_);
    make_private(incoming());
    for (const std::string& shelf : shelves())
        fs::create_directory(folder_ / shelf);
}

fs::path AttachmentStore::path_of(const std::string& name) const {
    return folder_ / name.substr(0, shelf_letters) / name;
}

std::string AttachmentStore::keep(http::ReceivedBody& body) const {
    auto name = new_name();
    body.keep_as(path_of(name));
    return name;
}

std::shared_ptr<const http::BodyFromFile> AttachmentStore::open(const std::string& name) const {
    try {
        return std::make_shared<const http::BodyFromFile>(path_of(name));
    } catch (const std::system_error& failed) {
        if (failed.code() == std::errc::no_such_file_or_directory) return nullptr;
        throw;
    }
}

void AttachmentStore::remove(const std::string& name) const { fs::remove(path_of(name)); }

std::vector<std::string> AttachmentStore::shelves() {
    std::vector<std::string> names;
    for (const char first : hexadecimal)
        for (const char second : hexadecimal)
            names.push_back({first, second});
    return names;
}

std::vector<std::string> AttachmentStore::names_on(const std::string& shelf, std::chrono::seconds age) const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder_ / shelf))
        if (is_older(entry, age)) names.push_back(entry.path().filename().string());
    std::ranges::sort(names);
    return names;
}

int AttachmentStore::clear_incoming(std::chrono::seconds age) const {
    int cleared = 0;
    for (const auto& entry : fs::directory_iterator(incoming()))
        if (is_older(entry, age) && fs::remove(entry.path())) ++cleared;
    return cleared;
}

MappedFile::MappedFile(int descriptor, std::size_t size) {
    if (size == 0) return; // an empty file cannot be mapped
    void* const at = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
    if (at == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "a file cannot be mapped");
    bytes_ = {static_cast<const char*>(at), size};
}

MappedFile::~MappedFile() {
    if (!bytes_.empty()) ::munmap(const_cast<char*>(bytes_.data()), bytes_.size());
}

} // namespace hiroba::services
