// Passwords (argon2id) and random tokens.
#pragma once

#include <string>
#include <string_view>

namespace hiroba::services {

// Call once before anything else here. Throws std::runtime_error when the library cannot start.
void start_cryptography();

// argon2id with the library's interactive limits (64 MiB, about a tenth of a second).
[[nodiscard]] std::string hash_password(std::string_view password);
// Takes as long for a hash that belongs to nobody, so that login names cannot be tried out.
[[nodiscard]] bool password_matches(std::string_view hash, std::string_view password);
[[nodiscard]] const std::string& hash_of_nobody();

// 256 random bits, as 43 characters of base64url.
[[nodiscard]] std::string random_token();
// A random UUID (version 4): the name of a payment attempt in the world.
[[nodiscard]] std::string random_uuid();
// SHA-256 in hexadecimal: what is stored of a token or hashed of a request.
[[nodiscard]] std::string sha256_hex(std::string_view text);
[[nodiscard]] bool equal_in_constant_time(std::string_view a, std::string_view b);

} // namespace hiroba::services
