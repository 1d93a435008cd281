#include "domain/finance/fiscal_year.hpp"
#include "tests/unit/sample_town.hpp"

#include <doctest/doctest.h>

using namespace hiroba;
using namespace hiroba::test;

TEST_CASE("money belongs to the year from April to March in which it was received") {
    struct Row {
        std::string_view received_on;
        int fiscal_year;
    };
    for (const auto& [received_on, fiscal_year] : {Row{"2026-03-31", 2025},
                                                   {"2026-04-01", 2026},
                                                   {"2026-12-31", 2026},
                                                   {"2027-01-01", 2026},
                                                   {"2028-02-29", 2027},
                                                   {"2027-03-31", 2026},
                                                   {"2027-04-01", 2027}}) {
        CAPTURE(received_on);
        CHECK(fiscal_year_of_receipt(date(received_on)) == fiscal_year);
    }
}

TEST_CASE("the books of a year stay open until the end of May after it") {
    struct Row {
        std::string_view today;
        std::string_view first_open_day;
    };
    for (const auto& [today, first] : {Row{"2026-03-31", "2025-04-01"},
                                       {"2026-04-01", "2025-04-01"},
                                       {"2026-05-31", "2025-04-01"},
                                       {"2026-06-01", "2026-04-01"},
                                       {"2026-12-31", "2026-04-01"},
                                       {"2027-01-01", "2026-04-01"}}) {
        CAPTURE(today);
        CHECK(first_open_day(date(today)) == date(first));
    }
}
