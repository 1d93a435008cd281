// Where the tests find the files of the repository: towns, pictures in documentation. Known to one object file alone,
// so that the others are the same in every clone, and a compiler cache serves them all.
#pragma once

#include <filesystem>

namespace hiroba::test {

// `name` is relative to the repository's root: "ops/towns".
[[nodiscard]] std::filesystem::path in_repository(const std::filesystem::path& name);

} // namespace hiroba::test
