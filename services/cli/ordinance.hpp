// `hiroba quote` and `hiroba town check`: what an ordinance comes to, from a town's files alone.
#pragma once

#include <optional>
#include <string>

namespace hiroba::services::cli {

// Reads a request for a fee (the body of POST /api/v1/quote) on standard input and prints the answer of the API, or the
// problem that refuses it. 0 with a fee, 1 when it is refused, 2 when the question cannot be read.
[[nodiscard]] int quote(const std::string& directory, const std::optional<std::string>& permitted_on);

// Prints the fee tables of a town's files, and every example that comes out otherwise, line by line. The examples are
// those of `cases`, else of examples.toml in the folder, if there is one. 0 when all is as it must be, else 1.
[[nodiscard]] int check_town(const std::string& directory, const std::optional<std::string>& cases);

} // namespace hiroba::services::cli
