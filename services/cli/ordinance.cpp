#include "services/cli/ordinance.hpp"

#include "services/api/quote_reader.hpp"
#include "services/api/route_support.hpp"
#include "services/clock.hpp"
#include "services/town/example_cases.hpp"
#include "services/town/fee_tables.hpp"
#include "services/town/text_grid.hpp"
#include "services/town/town_loader.hpp"

#include <fmt/format.h>
#include <iostream>
#include <iterator>

namespace hiroba::services::cli {
namespace {

int print_faults(const std::vector<TownError>& errors) {
    for (const auto& error : errors)
        fmt::print(stderr, "{}\n", describe(error));
    return 1;
}

int print_refusal(const Refusal& refusal) {
    fmt::print("{}\n", api::refused(refusal).body);
    return 1;
}

std::optional<nlohmann::json> read_body() {
    constexpr std::size_t most_bytes = std::size_t{64} * 1024;
    std::string text;
    for (std::istreambuf_iterator<char> at{std::cin}, end; at != end && text.size() <= most_bytes; ++at)
        text += *at;
    if (text.size() > most_bytes) return std::nullopt;
    auto body = nlohmann::json::parse(text, nullptr, false);
    return body.is_object() ? std::optional{std::move(body)} : std::nullopt;
}

void print_result(const ExampleResult& result) {
    fmt::print("{} {}: {}\n", result.differences.empty() ? "○" : "×", result.id, result.what);
    if (result.differences.empty()) return;
    TextGrid differences;
    differences.add({"", "期待", "計算"});
    for (const auto& [what, expected, computed] : result.differences)
        differences.add({what, expected.empty() ? "－" : expected, computed.empty() ? "－" : computed});
    fmt::print("{}", differences.text(1));
    TextGrid lines;
    for (const auto& line : result.lines)
        lines.add({line.label.ja, line.article.ja, std::to_string(line.quantity),
                   std::to_string(line.unit_price.amount()), std::to_string(line.amount.amount())});
    fmt::print("{}", lines.text(2));
}

} // namespace

int quote(const std::string& directory, const std::optional<std::string>& permitted_on) {
    const auto town = load_town(std::filesystem::path{directory});
    if (!town) return print_faults(town.error());
    auto permitted = to_town_time(SystemClock{}.now()).date;
    if (permitted_on) {
        const auto date = LocalDate::parse(*permitted_on);
        if (!date) return print_refusal(date.error());
        permitted = *date;
    }
    const auto body = read_body();
    if (!body) {
        fmt::print(stderr, "The request on standard input is one JSON object.\n");
        return 2;
    }
    api::BodyReader reader{*body};
    const auto read = api::read_quote_body(reader);
    if (const auto wrong = reader.finish()) {
        fmt::print("{}\n", wrong->body);
        return 2;
    }
    const auto request = api::quote_request(read);
    if (!request) return print_refusal(request.error());
    const auto fee = api::quote_of(*town, *request, permitted);
    if (!fee) return print_refusal(fee.error());
    fmt::print("{}\n", api::quote_json(*fee, *request).dump(2));
    return 0;
}

int check_town(const std::string& directory, const std::optional<std::string>& cases) {
    const std::filesystem::path folder{directory};
    const auto town = load_town(folder);
    if (!town) return print_faults(town.error());
    fmt::print("{}（{}）\n\n{}", town->name.ja, town->name.en, fee_tables(*town));
    const auto file = cases ? std::filesystem::path{*cases} : folder / "examples.toml";
    if (!cases && !std::filesystem::exists(file)) return 0;
    const auto examples = load_examples(file);
    if (!examples) return print_faults(examples.error());
    fmt::print("\n計算例 {}\n", file.filename().string());
    std::size_t wrong = 0;
    const auto results = run_examples(*town, *examples);
    for (const auto& result : results) {
        print_result(result);
        if (!result.differences.empty()) ++wrong;
    }
    fmt::print("{} 件中 {} 件が一致\n", results.size(), results.size() - wrong);
    return wrong == 0 ? 0 : 1;
}

} // namespace hiroba::services::cli
