// How long one quote takes: every example of a town, again and again, as nanoseconds for one. Prints JSON.
#include "domain/booking/priced_use.hpp"
#include "services/town/example_cases.hpp"
#include "services/town/town_loader.hpp"

#include <CLI/CLI.hpp>
#include <chrono>
#include <iostream>

using namespace hiroba;
using namespace hiroba::services;

namespace {

struct Question {
    SpaceUse use;
    const FeeCase* asked = nullptr;
};

std::vector<Question> questions_of(const Town& town, const ExampleCases& cases) {
    std::vector<Question> questions;
    for (const auto& some : cases.fees)
        if (auto use = check_priced_use(town, some.request)) questions.push_back({std::move(*use), &some});
    return questions;
}

} // namespace

int main(int argc, char** argv) {
    CLI::App app{"How long one quote takes"};
    std::string folder;
    std::int64_t rounds = 20'000;
    app.add_option("folder", folder, "a town's files with examples.toml")->required();
    app.add_option("--rounds", rounds)->check(CLI::Range(std::int64_t{1}, std::int64_t{10'000'000}));
    CLI11_PARSE(app, argc, argv);
    const std::filesystem::path path{folder};
    const auto town = load_town(path);
    const auto cases = load_examples(path / "examples.toml");
    if (!town || !cases) {
        std::cerr << "the town or its examples cannot be read\n";
        return 1;
    }
    const auto questions = questions_of(*town, *cases);
    Yen total;
    std::int64_t quotes = 0;
    const auto began = std::chrono::steady_clock::now();
    for (std::int64_t round = 0; round < rounds; ++round) {
        for (const auto& [use, asked] : questions) {
            if (const auto quote = quote_use(*town, use, asked->user_class, asked->permitted_on, asked->terms))
                total += quote->total;
            ++quotes;
        }
    }
    const auto nanoseconds =
        std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now() - began).count();
    std::cout << "{\"quotes\":" << quotes << ",\"nanoseconds_each\":" << nanoseconds / quotes
              << ",\"sum_yen\":" << total.amount() << "}\n";
    return 0;
}
