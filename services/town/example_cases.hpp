// 計算例: what a town says its own ordinance must come to, and what it comes to.
#pragma once

#include "domain/booking/space_use.hpp"
#include "domain/fees/refund.hpp"
#include "services/town/town_error.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace hiroba::services {

struct ExpectedFee {
    ByComponent<Yen> components{};
    Yen total;
    Yen tax;
};

// One use, with what it must cost or the refusal that it must meet.
struct FeeCase {
    std::string id;
    std::string what;
    UseRequest request;
    UserClass user_class = UserClass::in_town;
    ApplicationTerms terms;
    LocalDate permitted_on;
    CountedInCap counted_before; // towards a cap over the day, by other uses of the applicant
    tl::expected<ExpectedFee, std::string> expected;
};
struct RefundCase {
    std::string id;
    std::string what;
    SpaceCode space;
    RefundCause cause = RefundCause::user;
    int days_before_use = 0;
    Yen paid;
    int percent = 0;
    Yen refund;
};
struct TicketCase {
    std::string id;
    std::string what;
    TicketCode ticket;
    std::optional<PriceClassCode> price_class;
    std::int64_t quantity = 1;
    LocalDate sold_on;
    Yen total;
    Yen tax;
};
struct ExampleCases {
    std::vector<FeeCase> fees;
    std::vector<RefundCase> refunds;
    std::vector<TicketCase> tickets;
};

[[nodiscard]] tl::expected<ExampleCases, std::vector<TownError>> load_examples(std::string_view text,
                                                                               const std::string& file_name);
[[nodiscard]] tl::expected<ExampleCases, std::vector<TownError>> load_examples(const std::filesystem::path& file);

// One thing that came out otherwise: "facility", "tax", "refusal", ….
struct Difference {
    std::string what;
    std::string expected;
    std::string computed;
    friend bool operator==(const Difference&, const Difference&) = default;
};
struct ExampleResult {
    std::string id;
    std::string what;
    std::vector<Difference> differences; // empty: as it must be
    std::vector<QuoteLine> lines;        // how the fee came about
};
// In the order of the file: fees, refunds, tickets.
[[nodiscard]] std::vector<ExampleResult> run_examples(const Town& town, const ExampleCases& cases);

} // namespace hiroba::services
