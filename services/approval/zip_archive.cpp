#include "services/approval/zip_archive.hpp"

#include <memory>
#include <stdexcept>
#include <zip.h>

namespace hiroba::services {
namespace {

[[noreturn]] void fail(const char* what) {
    throw std::runtime_error(std::string{"the archive cannot be made: "} + what);
}

struct FreeSource {
    void operator()(zip_source_t* source) const { zip_source_free(source); }
};
struct DiscardArchive {
    void operator()(zip_t* archive) const { zip_discard(archive); }
};

void add(zip_t* archive, const ArchivedFile& file, Instant at) {
    constexpr std::int64_t milliseconds = 1'000;
    zip_source_t* source = zip_source_buffer(archive, file.content.data(), file.content.size(), 0);
    if (source == nullptr) fail(zip_strerror(archive));
    const auto index = zip_file_add(archive, file.name.c_str(), source, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
        zip_source_free(source); // the archive has not taken it
        fail(zip_strerror(archive));
    }
    if (zip_file_set_mtime(archive, static_cast<zip_uint64_t>(index), static_cast<time_t>(at.epoch_ms() / milliseconds),
                           0) != 0)
        fail(zip_strerror(archive));
}

std::string bytes_of(zip_source_t* source) {
    if (zip_source_open(source) != 0) fail("it cannot be read");
    std::string bytes;
    std::string part(std::size_t{64} * 1024, '\0');
    for (;;) {
        const auto read = zip_source_read(source, part.data(), part.size());
        if (read < 0) fail("it cannot be read");
        if (read == 0) break;
        bytes.append(part, 0, static_cast<std::size_t>(read));
    }
    zip_source_close(source);
    return bytes;
}

} // namespace

std::string zip_archive(const std::vector<ArchivedFile>& files, Instant at) {
    zip_error_t error;
    zip_error_init(&error);
    const std::unique_ptr<zip_source_t, FreeSource> memory{zip_source_buffer_create(nullptr, 0, 0, &error)};
    if (!memory) fail(zip_error_strerror(&error));
    std::unique_ptr<zip_t, DiscardArchive> archive{zip_open_from_source(memory.get(), ZIP_TRUNCATE, &error)};
    if (!archive) fail(zip_error_strerror(&error));
    zip_source_keep(memory.get()); // the archive gives up one hold of it, we keep the other
    for (const ArchivedFile& file : files)
        add(archive.get(), file, at);
    if (zip_close(archive.get()) != 0) fail(zip_strerror(archive.get()));
    static_cast<void>(archive.release());
    return bytes_of(memory.get());
}

} // namespace hiroba::services
