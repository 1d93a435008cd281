// An error as Stripe words it on the wire: {"error":{"type","code","message","param"}} with an HTTP status.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <tl/expected.hpp>

namespace hiroba::sandbox {

struct StripeError {
    int status = 400;
    std::string type = "invalid_request_error";
    std::string code; // left out when empty
    std::string message;
    std::string param; // left out when empty

    [[nodiscard]] nlohmann::json body() const {
        nlohmann::json error = {{"message", message}, {"type", type}};
        if (!code.empty()) {
            error["code"] = code;
            error["doc_url"] = "https://stripe.com/docs/error-codes/" + code;
        }
        if (!param.empty()) error["param"] = param;
        return {{"error", error}};
    }
};

template <class T>
using StripeResult = tl::expected<T, StripeError>;

} // namespace hiroba::sandbox
