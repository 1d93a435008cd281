#include "payments/paypay/opa_auth.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdexcept>
#include <vector>

namespace hiroba::payments::paypay {
namespace {

constexpr std::string_view scheme = "hmac OPA-Auth:";

using Digest = std::array<unsigned char, EVP_MAX_MD_SIZE>;

std::string base64(const Digest& digest, unsigned int length) {
    std::array<unsigned char, 4 * ((EVP_MAX_MD_SIZE + 2) / 3) + 1> text{};
    const int written = EVP_EncodeBlock(text.data(), digest.data(), static_cast<int>(length));
    return {text.begin(), text.begin() + written};
}

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

// base64(MD5(content type, body)): the type first, nothing between them.
std::string body_digest(const OpaRequest& request) {
    if (request.body.empty()) return "empty";
    const std::string whole = std::string{request.content_type}.append(request.body);
    Digest digest{};
    unsigned int length = 0;
    if (EVP_Digest(whole.data(), whole.size(), digest.data(), &length, EVP_md5(), nullptr) != 1)
        throw std::runtime_error("MD5 failed");
    return base64(digest, length);
}

std::string mac_of(const OpaKeys& keys, const OpaRequest& request, const OpaStamp& stamp, const std::string& digest) {
    const std::string_view type = request.body.empty() ? "empty" : request.content_type;
    std::string data{request.path.substr(0, request.path.find('?'))};
    data.append("\n").append(request.method).append("\n").append(stamp.nonce).append("\n");
    data.append(std::to_string(stamp.epoch_seconds)).append("\n").append(type).append("\n").append(digest);
    const std::string_view secret = keys.api_secret.reveal();
    Digest mac{};
    unsigned int length = 0;
    if (HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), bytes_of(data), data.size(), mac.data(),
             &length) == nullptr)
        throw std::runtime_error("HMAC-SHA256 failed");
    return base64(mac, length);
}

std::vector<std::string_view> parts_of(std::string_view text) {
    std::vector<std::string_view> parts;
    for (;;) {
        const auto colon = text.find(':');
        parts.push_back(text.substr(0, colon));
        if (colon == std::string_view::npos) return parts;
        text.remove_prefix(colon + 1);
    }
}

} // namespace

std::string authorization_header(const OpaKeys& keys, const OpaRequest& request, const OpaStamp& stamp) {
    if (stamp.nonce.empty() || stamp.nonce.find_first_of(":\n") != std::string::npos)
        throw std::invalid_argument("a nonce is a text without colons");
    const std::string digest = body_digest(request);
    return std::string{scheme} + keys.api_key + ":" + mac_of(keys, request, stamp, digest) + ":" + stamp.nonce + ":" +
           std::to_string(stamp.epoch_seconds) + ":" + digest;
}

Result<void> verify_authorization(const OpaKeys& keys, const OpaRequest& request, std::string_view header,
                                  Instant now) {
    constexpr std::size_t longest_epoch = 12;
    if (!header.starts_with(scheme)) return refuse("malformed_authorization");
    const auto parts = parts_of(header.substr(scheme.size()));
    if (parts.size() != 5 || parts[2].empty() || parts[3].size() > longest_epoch)
        return refuse("malformed_authorization");
    OpaStamp stamp{std::string{parts[2]}, 0};
    const auto [end, error] = std::from_chars(parts[3].data(), parts[3].data() + parts[3].size(), stamp.epoch_seconds);
    if (error != std::errc{} || end != parts[3].data() + parts[3].size()) return refuse("malformed_authorization");
    if (parts[0] != keys.api_key) return refuse("unknown_api_key");
    const std::string expected = authorization_header(keys, request, stamp);
    if (expected.size() != header.size() || CRYPTO_memcmp(expected.data(), header.data(), header.size()) != 0)
        return refuse("bad_signature");
    const std::int64_t skew = std::abs(now.epoch_ms() / 1000 - stamp.epoch_seconds);
    if (skew > most_clock_skew.count()) return refuse("clock_skew", {{"seconds", skew}});
    return {};
}

} // namespace hiroba::payments::paypay
