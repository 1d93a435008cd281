#include "payments/stripe/form_body.hpp"

#include <doctest/doctest.h>

using namespace hiroba::payments::stripe;

TEST_CASE("a form body keeps brackets readable and encodes everything else byte by byte") {
    FormBody body;
    body.add("line_items[0][price_data][unit_amount]", 1200)
        .add("line_items[0][price_data][product_data][name]", "第1競技場 12/01 & 3=4+5")
        .add("success_url", "https://town.example/ja/return?session_id={CHECKOUT_SESSION_ID}")
        .add("empty", "");
    CHECK(body.text() ==
          "line_items[0][price_data][unit_amount]=1200"
          "&line_items[0][price_data][product_data][name]="
          "%E7%AC%AC1%E7%AB%B6%E6%8A%80%E5%A0%B4%2012%2F01%20%26%203%3D4%2B5"
          "&success_url=https%3A%2F%2Ftown.example%2Fja%2Freturn%3Fsession_id%3D%7BCHECKOUT_SESSION_ID%7D"
          "&empty=");
}

TEST_CASE("what was encoded is read back, and brackets may arrive encoded") {
    FormBody body;
    body.add("a[b][0]", "施設 ~-._ \r\n\0x").add("c", "+ &=%");
    const auto fields = decode_form(body.text());
    REQUIRE(fields);
    CHECK(fields->at("a[b][0]") == "施設 ~-._ \r\n\0x");
    CHECK(fields->at("c") == "+ &=%");
    CHECK(decode_form("a%5Bb%5D=1").value().at("a[b]") == "1");
    CHECK(decode_form("a=1+2&b").value() == FormFields{{"a", "1 2"}, {"b", ""}});
    CHECK(decode_form("").value().empty());
    CHECK(decode_form("&&a=1&").value() == FormFields{{"a", "1"}});
}

TEST_CASE("a form body that can be read in two ways is refused") {
    CHECK(decode_form("a=%4").error() == FormFault::bad_percent_encoding);
    CHECK(decode_form("a=%zz").error() == FormFault::bad_percent_encoding);
    CHECK(decode_form("%=1").error() == FormFault::bad_percent_encoding);
    CHECK(decode_form("a=1&a=2").error() == FormFault::repeated_field);
    CHECK(decode_form("a=1&%61=1").error() == FormFault::repeated_field);
}
