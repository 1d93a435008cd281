#include "domain/core/japanese_era.hpp"

#include <doctest/doctest.h>

using namespace hiroba;

namespace {

LocalDate day(const char* iso8601) { return LocalDate::parse(iso8601).value(); }

} // namespace

TEST_CASE("a date is written in the era that it lies in, from the first day of each") {
    struct Row {
        const char* date;
        const char* written;
    };
    for (const Row& row : {Row{"2026-11-29", "令和8年11月29日"}, Row{"2019-05-01", "令和元年5月1日"},
                           Row{"2019-04-30", "平成31年4月30日"}, Row{"1989-01-08", "平成元年1月8日"},
                           Row{"1989-01-07", "昭和64年1月7日"}, Row{"1926-12-25", "昭和元年12月25日"},
                           Row{"1926-12-24", "大正15年12月24日"}, Row{"1912-07-30", "大正元年7月30日"},
                           Row{"1912-07-29", "1912年7月29日"}})
        CHECK(era_date(day(row.date)) == row.written);
}

TEST_CASE("the weekday stands behind the date in brackets") {
    CHECK(era_date_with_weekday(day("2026-11-29")) == "令和8年11月29日（日）");
    CHECK(era_date_with_weekday(day("2026-12-05")) == "令和8年12月5日（土）");
}

TEST_CASE("a fiscal year has the name of the year it began in") {
    CHECK(era_fiscal_year(2026) == "令和8年度");
    CHECK(era_fiscal_year(2019) == "平成31年度"); // it began a month before 令和
    CHECK(era_fiscal_year(2020) == "令和2年度");
}

TEST_CASE("digits stand in groups of three") {
    CHECK(grouped(0) == "0");
    CHECK(grouped(999) == "999");
    CHECK(grouped(1'000) == "1,000");
    CHECK(grouped(-1'000) == "-1,000");
    CHECK(grouped(-999) == "-999");
    CHECK(grouped(Yen{1'000'000'000}) == "1,000,000,000");
    CHECK(grouped(Yen{123'456}) == "123,456");
}
