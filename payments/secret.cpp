#include "payments/secret.hpp"

#include <fstream>

namespace hiroba::payments {

Result<Secret> read_secret(const std::filesystem::path& file) {
    std::ifstream in(file);
    std::string line;
    if (!in.is_open()) return refuse("secret_unreadable", {{"file", file.string()}});
    std::getline(in, line);
    const auto first = line.find_first_not_of(" \t\r\n");
    if (first == std::string::npos) return refuse("secret_blank", {{"file", file.string()}});
    const auto last = line.find_last_not_of(" \t\r\n");
    return Secret{line.substr(first, last - first + 1)};
}

} // namespace hiroba::payments
