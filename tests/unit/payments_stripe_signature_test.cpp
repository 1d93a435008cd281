#include "payments/stripe/signature.hpp"

#include <algorithm>
#include <doctest/doctest.h>

using namespace hiroba;
using namespace hiroba::payments;
using namespace hiroba::payments::stripe;

namespace {

// The vector on which Stripe's Node library, openssl and node:crypto agree.
const Secret secret{"whsec_test_secret"};
const std::string body =
    R"({"id":"evt_1","object":"event","type":"checkout.session.completed","data":{"object":{"id":"cs_1","metadata":{"施設":"体育館"}}}})";
const std::string good_v1 = "485763c6bbb18c3c1183ebdfa8eed5f1f6681ffa9a703205af9c86e60b5837ac";
const std::string other_v1 = "0000000000000000000000000000000000000000000000000000000000000000";

Instant at(std::int64_t epoch_seconds) { return Instant::from_epoch_ms(epoch_seconds * 1000); }
const Instant signed_at = at(1790000000);

std::string verdict(const std::string& header, Instant now = signed_at, const std::string& signed_body = body) {
    const auto verified = verify_signature(secret, header, signed_body, now);
    return verified ? "accepted" : verified.error().code;
}

std::string upper_case(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(toupper(c)); });
    return text;
}

} // namespace

TEST_CASE("the signature of a webhook equals the published vector") {
    CHECK(signature_v1(secret, "1790000000", body) == good_v1);
    CHECK(signature_header(secret, signed_at, body) == "t=1790000000,v1=" + good_v1);
}

TEST_CASE("webhook signatures are judged as Stripe's own verifier judges them") {
    struct Row {
        const char* name;
        std::string header;
        Instant now;
        const char* verdict;
    };
    const Row rows[] = {
        {"good", "t=1790000000,v1=" + good_v1, signed_at, "accepted"},
        {"two v1 during a rollover, the second matches", "t=1790000000,v1=" + other_v1 + ",v1=" + good_v1, signed_at,
         "accepted"},
        {"two v1 during a rollover, the first matches", "t=1790000000,v1=" + good_v1 + ",v1=" + other_v1, signed_at,
         "accepted"},
        {"unknown schemes beside it", "t=1790000000,v0=abc,v1=" + good_v1 + ",v9=x", signed_at, "accepted"},
        {"300 seconds old", "t=1790000000,v1=" + good_v1, at(1790000300), "accepted"},
        {"301 seconds old", "t=1790000000,v1=" + good_v1, at(1790000301), "signature_too_old"},
        {"one hour in the future", "t=1790000000,v1=" + good_v1, at(1789996400), "accepted"},
        {"upper-case hex", "t=1790000000,v1=" + upper_case(good_v1), signed_at, "bad_signature"},
        {"another signature", "t=1790000000,v1=" + other_v1, signed_at, "bad_signature"},
        {"cut off", "t=1790000000,v1=" + good_v1.substr(0, 63), signed_at, "bad_signature"},
        {"empty v1", "t=1790000000,v1=", signed_at, "bad_signature"},
        {"another time", "t=1790000001,v1=" + good_v1, signed_at, "bad_signature"},
        {"a space before v1", "t=1790000000, v1=" + good_v1, signed_at, "malformed_signature"},
        {"v0 only", "t=1790000000,v0=" + good_v1, signed_at, "malformed_signature"},
        {"no time", "v1=" + good_v1, signed_at, "malformed_signature"},
        {"two times", "t=1790000000,t=1790000000,v1=" + good_v1, signed_at, "malformed_signature"},
        {"time is no number", "t=179000000x,v1=" + good_v1, signed_at, "malformed_signature"},
        {"negative time", "t=-1790000000,v1=" + good_v1, signed_at, "malformed_signature"},
        {"time that overflows", "t=99999999999999999999,v1=" + good_v1, signed_at, "malformed_signature"},
        {"empty time", "t=,v1=" + good_v1, signed_at, "malformed_signature"},
        {"garbage", "hello", signed_at, "malformed_signature"},
        {"commas", ",,,", signed_at, "malformed_signature"},
        {"absent", "", signed_at, "missing_signature"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        CHECK(verdict(row.header, row.now) == row.verdict);
    }
}

TEST_CASE("a webhook whose body was changed by one byte is refused") {
    std::string tampered = body;
    tampered[tampered.size() - 3] = ' ';
    CHECK(verdict("t=1790000000,v1=" + good_v1, signed_at, tampered) == "bad_signature");
    CHECK(verdict("t=1790000000,v1=" + good_v1, signed_at, body + "\n") == "bad_signature");
}

TEST_CASE("an old webhook tells its age, and a forged one does not even get that far") {
    const auto old = verify_signature(secret, "t=1790000000,v1=" + good_v1, body, at(1790086400));
    REQUIRE_FALSE(old);
    CHECK(std::get<std::int64_t>(old.error().facts.at("age_seconds")) == 86400);
    CHECK(verdict("t=1790000000,v1=" + other_v1, at(1790086400)) == "bad_signature");
}

TEST_CASE("a blank signing secret is never used") {
    for (const char* const blank : {"", " ", "\t\n"})
        CHECK_THROWS_AS(verify_signature(Secret{blank}, "t=1790000000,v1=" + good_v1, body, signed_at).has_value(),
                        std::invalid_argument);
}
