// The life of a refund: every state × every event, written a second time from the specification, and its picture.
#include "domain/finance/refund_life.hpp"

#include "tests/support/repository.hpp"

#include <doctest/doctest.h>
#include <fstream>
#include <map>
#include <sstream>

using namespace hiroba;
using S = RefundState;
using E = RefundEvent;

namespace {

// What each event leads to, state by state. Absent = refused.
const std::map<S, std::map<E, S>> expected_life = {
    {S::due, {{E::first_approved, S::awaiting_second}, {E::approved, S::approved}, {E::taken_back, S::taken_back}}},
    {S::awaiting_second, {{E::approved, S::approved}, {E::taken_back, S::taken_back}}},
    {S::approved, {{E::request_sent, S::sending}, {E::paid_out, S::paid_out}}},
    {S::sending,
     {{E::request_refused, S::failed},
      {E::could_not_ask, S::in_doubt},
      {E::provider_says_pending, S::pending},
      {E::provider_says_needs_bank_account, S::needs_bank_account},
      {E::provider_says_succeeded, S::succeeded},
      {E::provider_says_failed, S::failed}}},
    {S::in_doubt,
     {{E::request_refused, S::failed},
      {E::could_not_ask, S::in_doubt},
      {E::provider_says_pending, S::pending},
      {E::provider_says_needs_bank_account, S::needs_bank_account},
      {E::provider_says_succeeded, S::succeeded},
      {E::provider_says_failed, S::failed},
      {E::checked_at_provider, S::failed}}},
    {S::pending,
     {{E::could_not_ask, S::pending},
      {E::provider_says_pending, S::pending},
      {E::provider_says_needs_bank_account, S::needs_bank_account},
      {E::provider_says_succeeded, S::succeeded},
      {E::provider_says_failed, S::failed}}},
    {S::needs_bank_account,
     {{E::could_not_ask, S::needs_bank_account},
      {E::provider_says_pending, S::pending},
      {E::provider_says_needs_bank_account, S::needs_bank_account},
      {E::provider_says_succeeded, S::succeeded},
      {E::provider_says_failed, S::failed}}},
    {S::succeeded,
     {{E::could_not_ask, S::succeeded},
      {E::provider_says_pending, S::succeeded},
      {E::provider_says_needs_bank_account, S::succeeded},
      {E::provider_says_succeeded, S::succeeded},
      {E::provider_says_failed, S::failed}}},
    {S::failed,
     {{E::could_not_ask, S::failed},
      {E::provider_says_succeeded, S::succeeded},
      {E::provider_says_failed, S::failed},
      {E::retried, S::approved},
      {E::paid_out, S::paid_out}}},
    {S::paid_out,
     {{E::could_not_ask, S::paid_out},
      {E::provider_says_pending, S::paid_out},
      {E::provider_says_needs_bank_account, S::paid_out},
      {E::provider_says_succeeded, S::paid_twice},
      {E::provider_says_failed, S::paid_out}}},
    {S::paid_twice,
     {{E::could_not_ask, S::paid_twice},
      {E::provider_says_pending, S::paid_twice},
      {E::provider_says_needs_bank_account, S::paid_twice},
      {E::provider_says_succeeded, S::paid_twice},
      {E::provider_says_failed, S::paid_out}}}};

} // namespace

TEST_CASE("every event leads a refund where the specification says, and is refused everywhere else") {
    for (const S from : refund_states())
        for (const E event : refund_events()) {
            INFO(name_of(from), " ", name_of(event));
            const auto reached = next(from, event);
            const auto life = expected_life.find(from);
            if (life == expected_life.end() || !life->second.contains(event)) {
                CHECK(reached.error().code == "wrong_state");
                continue;
            }
            CHECK(reached == life->second.at(event));
        }
}

TEST_CASE("money that may be on its way is never sent again, and never paid by other means") {
    for (const S state : {S::sending, S::in_doubt, S::pending, S::needs_bank_account, S::succeeded})
        for (const E event : {E::request_sent, E::retried, E::paid_out, E::taken_back})
            CHECK_FALSE(next(state, event));
}

TEST_CASE("what was taken back or set off is at its end, and nobody pays again what was paid out") {
    for (const S state : {S::paid_out, S::paid_twice})
        for (const E event : {E::approved, E::request_sent, E::retried, E::paid_out, E::taken_back})
            CHECK_FALSE(next(state, event));
    for (const E event : refund_events()) {
        CHECK_FALSE(next(S::taken_back, event));
        CHECK_FALSE(next(S::set_off, event));
    }
}

TEST_CASE("the town owes a refund until the payer has it, or it is not due any more") {
    for (const S state : refund_states()) {
        const bool is_over = state == S::succeeded || state == S::paid_out || state == S::paid_twice ||
                             state == S::taken_back || state == S::set_off;
        CHECK(is_payable(state) == !is_over);
    }
}

TEST_CASE("the picture in payments/README.md is drawn from the table") {
    std::stringstream readme;
    readme << std::ifstream{test::in_repository("payments/README.md")}.rdbuf();
    CHECK(readme.str().find("```mermaid\n" + refund_life_diagram() + "```\n") != std::string::npos);
}
