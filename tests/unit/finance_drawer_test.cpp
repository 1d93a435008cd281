// 手提金庫: what is counted, what must lie there, what may be taken.
#include "domain/finance/drawer.hpp"
#include "domain/finance/payment_method.hpp"

#include <doctest/doctest.h>
#include <set>

using namespace hiroba;

TEST_CASE("what was counted is the sum of its pieces") {
    CHECK(counted({}).value() == Yen{0});
    CHECK(counted({{Yen{10'000}, 2}, {Yen{500}, 3}, {Yen{1}, 7}}).value() == Yen{21'507});
    CHECK(counted({{Yen{300}, 1}}).error().code == "unknown_denomination");
    CHECK(counted({{Yen{500}, 1}, {Yen{100}, 1}, {Yen{500}, 1}}).error().code == "counted_twice");
}

TEST_CASE("in a drawer lies its float and what came in, without what went out") {
    CHECK(expected_in({Yen{10'000}, Yen{3'000}, Yen{470}}) == Yen{12'530});
}

TEST_CASE("the change is what was given above the amount") {
    CHECK(change_for(Yen{470}, Yen{500}).value() == Yen{30});
    CHECK(change_for(Yen{470}, Yen{470}).value() == Yen{0});
    CHECK(change_for(Yen{470}, Yen{469}).error().code == "given_too_little");
}

TEST_CASE("a part or all of what is left may be taken, never more") {
    CHECK(check_taking(Yen{470}, Yen{1}));
    CHECK(check_taking(Yen{470}, Yen{470}));
    const auto more = check_taking(Yen{470}, Yen{471});
    CHECK(more.error().code == "too_much");
    CHECK(more.error().facts.at("rest_yen") == Fact{std::int64_t{470}});
    CHECK(check_taking(Yen{0}, Yen{1}).error().code == "nothing_owed");
}

TEST_CASE("every method has its own name, and only a provider's are online") {
    std::set<std::string_view> names;
    for (const PaymentMethod method : payment_methods()) {
        CHECK(names.insert(name_of(method)).second);
        CHECK(payment_method_named(name_of(method)) == method);
        CHECK(is_online(method) ==
              (method == PaymentMethod::card || method == PaymentMethod::paypay || method == PaymentMethod::konbini));
    }
    CHECK(names.size() == 7);
    CHECK_FALSE(payment_method_named("cheque"));
}

TEST_CASE("a method with a term of its own is paid by that, another by the facility's") {
    const PaymentTerm usual{7, 1};
    const std::vector<PaymentMethodRule> rules{
        {.method = PaymentMethod::cash},
        {.method = PaymentMethod::payment_notice, .term = PaymentTerm{14, 3}},
    };
    CHECK(term_for(rules, PaymentMethod::cash, usual) == usual);
    CHECK(term_for(rules, PaymentMethod::payment_notice, usual) == PaymentTerm{14, 3});
    CHECK(term_for(rules, PaymentMethod::bank_transfer, usual) == usual);
}
