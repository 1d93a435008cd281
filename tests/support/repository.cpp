#include "tests/support/repository.hpp"

std::filesystem::path hiroba::test::in_repository(const std::filesystem::path& name) {
    return std::filesystem::path{HIROBA_ROOT} / name;
}
