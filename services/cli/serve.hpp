// `hiroba serve`: the whole program between the front door and the database.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace hiroba::services::cli {

struct ServeOptions {
    std::string database_url;
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;
    std::string public_url; // of the front door: where payers return to, and the origin of our pages
    std::string push_url;   // of the push channel's publisher, ends in '/'; empty: browsers poll
    std::string stripe_url = "https://api.stripe.com";
    std::string paypay_url = "https://apigw.paypay.ne.jp";
    // Folder with the keys of each provider under contract: stripe_secret_key, stripe_webhook_secret;
    // paypay_api_key, paypay_api_secret, paypay_merchant_id, paypay_webhook_token.
    std::filesystem::path secrets;
    std::filesystem::path attachments; // folder of attached files, shared by all processes of the town
    int workers = 16;
    bool trial = false; // plain HTTP on one machine
};

// Serves until SIGTERM or SIGINT, then drains. Returns the exit status; throws what makes a start impossible.
[[nodiscard]] int serve(const ServeOptions& options);

} // namespace hiroba::services::cli
