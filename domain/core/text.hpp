// Words that a town writes once for people, in each language of the system.
#pragma once

#include <string>

namespace hiroba {

struct Text {
    std::string ja;
    std::string en;
    friend bool operator==(const Text&, const Text&) = default;
};

} // namespace hiroba
