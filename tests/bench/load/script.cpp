#include "tests/bench/load/script.hpp"

#include <fstream>
#include <stdexcept>

namespace hiroba::bench {

std::vector<std::string> read_script(const std::string& file) {
    std::ifstream stream(file, std::ios::binary);
    std::vector<std::string> requests;
    for (std::string line; std::getline(stream, line);) {
        std::string request(std::stoul(line), '\0');
        if (!stream.read(request.data(), static_cast<std::streamsize>(request.size())))
            throw std::runtime_error(file + " ends in the middle of a request");
        requests.push_back(std::move(request));
    }
    if (requests.empty()) throw std::runtime_error(file + " holds no request");
    return requests;
}

} // namespace hiroba::bench
