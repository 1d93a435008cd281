// The hosted page of the provider: plain HTML written here, no script, Japanese and English, made for 360 px and
// keyboards.
#pragma once

#include "payments/sandbox/checkout_model.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace hiroba::sandbox {

// The name the payer reads, as a merchant sets it in the provider's dashboard.
struct Merchant {
    std::string name_ja;
    std::string name_en;
};

struct PayPage {
    const Session& session;
    const Merchant& merchant;
    const std::string& public_url;
    std::optional<PayOutcome> problem{};     // why the last try did not pay
    std::string typed_number{};              // shown again after a problem
    std::optional<StorePayer> typed_payer{}; // the same, of who wanted to pay at a store
};

[[nodiscard]] std::string pay_page_html(const PayPage& page);
// 払込票: the number of a session for each store, until when it can be paid, and, for practice, a button that pays it.
[[nodiscard]] std::string voucher_page_html(const PayPage& page);
[[nodiscard]] std::string no_such_page_html(const std::string& public_url);

// What the page may load and where its form may lead: itself, and through the redirect the merchant's return address.
[[nodiscard]] std::string pay_page_policy(const Session& session);
[[nodiscard]] std::string page_policy(const std::string& return_url);

[[nodiscard]] std::string_view pay_page_css();

// The return address with the session's id in its place.
[[nodiscard]] std::string success_address(const Session& session);

} // namespace hiroba::sandbox
