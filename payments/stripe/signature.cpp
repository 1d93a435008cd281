#include "payments/stripe/signature.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <optional>
#include <stdexcept>
#include <vector>

namespace hiroba::payments::stripe {
namespace {

struct SignatureHeader {
    std::vector<std::string_view> timestamps;
    std::vector<std::string_view> v1;
};

SignatureHeader parsed(std::string_view header) {
    SignatureHeader fields;
    while (!header.empty()) {
        const std::string_view element = header.substr(0, header.find(','));
        header.remove_prefix(std::min(header.size(), element.size() + 1));
        if (element.starts_with("t=")) fields.timestamps.push_back(element.substr(2));
        if (element.starts_with("v1=")) fields.v1.push_back(element.substr(3));
    }
    return fields;
}

std::optional<std::int64_t> epoch_seconds(std::string_view digits) {
    constexpr std::size_t longest = 12; // enough for 30,000 years, and for no overflow
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
    const bool is_number = error == std::errc{} && end == digits.data() + digits.size();
    if (!is_number || digits.size() > longest || digits.front() == '-') return std::nullopt;
    return seconds;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

} // namespace

std::string signature_v1(const Secret& secret, std::string_view timestamp, std::string_view body) {
    const std::string_view key = secret.reveal();
    const std::string message = std::string{timestamp}.append(".").append(body);
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    const auto* const bytes = reinterpret_cast<const unsigned char*>(message.data());
    if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes, message.size(), digest.data(), &length) ==
        nullptr)
        throw std::runtime_error("HMAC-SHA256 failed");
    constexpr std::string_view hex = "0123456789abcdef";
    std::string text;
    for (unsigned int at = 0; at < length; ++at)
        text.append({hex[digest[at] >> 4U], hex[digest[at] & 0x0FU]});
    return text;
}

std::string signature_header(const Secret& secret, Instant at, std::string_view body) {
    const std::string timestamp = std::to_string(at.epoch_ms() / 1000);
    return "t=" + timestamp + ",v1=" + signature_v1(secret, timestamp, body);
}

Result<Instant> verify_signature(const Secret& secret, std::string_view header, std::string_view body, Instant now) {
    if (secret.is_blank()) throw std::invalid_argument("the signing secret is blank");
    if (header.empty()) return refuse("missing_signature");
    const SignatureHeader fields = parsed(header);
    if (fields.timestamps.size() != 1 || fields.v1.empty()) return refuse("malformed_signature");
    const auto seconds = epoch_seconds(fields.timestamps.front());
    if (!seconds) return refuse("malformed_signature");

    const std::string expected = signature_v1(secret, fields.timestamps.front(), body);
    const bool matches = std::any_of(fields.v1.begin(), fields.v1.end(),
                                     [&](std::string_view given) { return equal_in_constant_time(given, expected); });
    if (!matches) return refuse("bad_signature");
    const std::int64_t age_seconds = now.epoch_ms() / 1000 - *seconds;
    if (age_seconds > signature_tolerance.count()) return refuse("signature_too_old", {{"age_seconds", age_seconds}});
    return Instant::from_epoch_ms(*seconds * 1000);
}

} // namespace hiroba::payments::stripe
