// hiroba: one program with subcommands.
#include "domain/approval/review_life.hpp"
#include "domain/booking/booking_life.hpp"
#include "payments/attempt_life.hpp"
#include "persistence/engine/migrations.hpp"
#include "persistence/repositories/accounts.hpp"
#include "persistence/repositories/towns.hpp"
#include "services/accounts/log_in.hpp"
#include "services/accounts/passwords.hpp"
#include "services/approval/posts.hpp"
#include "services/catalog/catalog.hpp"
#include "services/cli/check.hpp"
#include "services/cli/open_town.hpp"
#include "services/cli/ordinance.hpp"
#include "services/cli/serve.hpp"
#include "services/clock.hpp"
#include "services/finance/collections.hpp"
#include "services/finance/csv.hpp"
#include "services/issuing/paper_fonts.hpp"
#include "services/town/document_loader.hpp"
#include "services/town/town_loader.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <exception>
#include <fmt/format.h>
#include <iterator>
#include <optional>

namespace {

using namespace hiroba;
using namespace hiroba::services;

std::unique_ptr<persistence::Database> open(const std::string& url) {
    return cli::open_town({.url = url, .sessions = 2});
}

int migrate(const std::string& url) {
    const auto database = persistence::Database::open({.url = url, .sessions = 2});
    persistence::migrate(*database);
    return 0;
}

int print_errors(const std::vector<TownError>& errors) {
    for (const TownError& error : errors)
        fmt::print(stderr, "{}\n", describe(error));
    fmt::print(stderr, "Nothing was loaded; what was in force stays in force.\n");
    return 1;
}

void print_refusal(const Refusal& refusal) {
    fmt::print(stderr, "refused: {}", refusal.code);
    for (const auto& [name, fact] : refusal.facts)
        std::visit([&](const auto& value) { fmt::print(stderr, " {}={}", name, value); }, fact);
    fmt::print(stderr, "\n");
}

// `only_first`: what is in force already stays in force.
int load_town_files(const std::string& url, const std::string& directory, bool only_first) {
    const auto files = read_town_files(directory);
    const auto town = load_town(std::filesystem::path{directory}); // with its photos
    if (!town) return print_errors(town.error());
    if (const auto missing = documents::missing_font(fonts_of(load_document_rules(files).value()))) {
        fmt::print(stderr,
                   "town.toml: font_missing: The font `{}` is not installed here; install it or name another.\n",
                   *missing);
        return 1;
    }
    const auto database = open(url);
    const auto in_force = database->read(persistence::edition_in_force);
    if (only_first && in_force > 0) {
        fmt::print("edition {} is in force and stays\n", in_force);
        return 0;
    }
    const auto edition = put_town_in_force(*database, *town, files, SystemClock{}.now());
    if (!edition) {
        print_refusal(edition.error());
        fmt::print(stderr, "Nothing was loaded; what was in force stays in force.\n");
        return 1;
    }
    fmt::print("{} ({}): edition {} is in force, {} facilities\n", town->name.ja, town->name.en, *edition,
               town->facilities.size());
    return 0;
}

int load_account_file(const std::string& url, const std::string& file) {
    const auto entries = load_accounts(std::filesystem::path{file});
    if (!entries) return print_errors(entries.error());
    start_cryptography();
    const auto database = open(url);
    save_accounts(*database, *entries, SystemClock{}.now());
    fmt::print("{} accounts\n", entries->size());
    return 0;
}

struct DeputyWanted {
    std::string post;
    std::string deputy;
    std::string by;
    std::string first;
    std::string last;
};

// 代決者 of a holder who is suddenly absent.
int name_deputy_of_absent(const std::string& url, const DeputyWanted& wanted) {
    const auto first = LocalDate::parse(wanted.first);
    const auto last = LocalDate::parse(wanted.last);
    if (!first || !last) {
        fmt::print(stderr, "--first and --last are dates like 2026-12-01\n");
        return 2;
    }
    const auto database = open(url);
    const auto account_of = [&](const std::string& login_name) {
        return database->read(
            [&](persistence::Session& session) { return persistence::find_account(session, login_name); });
    };
    const auto by = account_of(wanted.by);
    const auto deputy = account_of(wanted.deputy);
    if (!by || !deputy) {
        print_refusal(Refusal{"account_not_found", {}});
        return 1;
    }
    const Catalog catalog{*database};
    const auto named = name_deputy_in_absence(*database, catalog.current()->town, *by,
                                              {PostCode{wanted.post}, deputy->id, *first, *last}, SystemClock{}.now());
    if (!named) {
        print_refusal(named.error());
        return 1;
    }
    fmt::print("{} acts as {} from {} to {}\n", named->name, wanted.post, wanted.first, wanted.last);
    return 0;
}

// `of_managers`: what is the own revenue of designated managers (利用料金), instead of the town's.
struct CollectionsWanted {
    std::string from;
    std::string to;
    bool cp932 = false;
    bool of_managers = false;
};

int export_collections(const std::string& url, const CollectionsWanted& wanted) {
    const auto& [from, to, cp932, of_managers] = wanted;
    const auto first = LocalDate::parse(from);
    const auto last = LocalDate::parse(to);
    if (!first || !last) {
        fmt::print(stderr, "--from and --to are dates like 2026-12-01\n");
        return 2;
    }
    const auto database = open(url);
    const auto collections = collections_between(
        *database, of_managers ? persistence::RevenueOwner::manager : persistence::RevenueOwner::town, *first, *last);
    if (!collections) {
        fmt::print(stderr, "refused: {}\n", collections.error().code);
        return 1;
    }
    const std::string csv = collections_csv(*collections);
    fmt::print("{}", cp932 ? to_cp932(csv) : csv);
    return 0;
}

// "127.0.0.1:8081" into address and port.
void set_listen(cli::ServeOptions& options, const std::string& listen) {
    const auto colon = listen.rfind(':');
    if (colon == std::string::npos) throw CLI::ValidationError("--listen", "is ADDRESS:PORT");
    options.address = listen.substr(0, colon);
    const int port = std::stoi(listen.substr(colon + 1));
    if (port < 0 || port > 65'535) throw CLI::ValidationError("--listen", "has no such port");
    options.port = static_cast<std::uint16_t>(port);
}

int run(int argc, char** argv) {
    CLI::App app{"Hiroba: the public halls of a town"};
    app.require_subcommand(1);
    std::string url;
    std::string path;
    std::string listen;
    std::string from;
    std::string to;
    bool cp932 = false;
    bool of_managers = false;
    cli::ServeOptions options;
    int status = 0;
    const auto needs_database = [&](CLI::App* command) {
        command->add_option("--database", url, "sqlite:FILE or mariadb:host=… user=… db=… password_file=…")->required();
        return command;
    };

    auto* migrate_command = needs_database(app.add_subcommand("migrate", "Bring the database's schema up to date"));
    migrate_command->callback([&] { status = migrate(url); });

    auto* town = app.add_subcommand("town", "The town's data");
    town->require_subcommand(1);
    auto* town_load = needs_database(town->add_subcommand("load", "Check a town's files and put them in force"));
    bool only_first = false;
    town_load->add_option("directory", path)->required();
    town_load->add_flag("--only-first", only_first, "leave a town that is in force already as it is");
    town_load->callback([&] { status = load_town_files(url, path, only_first); });

    std::optional<std::string> cases;
    auto* town_check = town->add_subcommand("check", "Print the fee tables of a town's files, and prove its examples");
    town_check->add_option("directory", path)->required();
    town_check->add_option("--cases", cases, "a file of examples; without it, examples.toml of the folder");
    town_check->callback([&] { status = cli::check_town(path, cases); });

    std::optional<std::string> permitted_on;
    auto* quote = app.add_subcommand("quote", "Read a request for a fee as JSON and print the fee");
    quote->add_option("--town", path, "the folder of the town's files")->required();
    quote->add_option("--permitted-on", permitted_on, "day of the permit, as 2026-12-01; today without it");
    quote->callback([&] { status = cli::quote(path, permitted_on); });

    auto* account = app.add_subcommand("account", "People who log in");
    account->require_subcommand(1);
    auto* account_load = needs_database(account->add_subcommand("load", "Make the accounts of a file"));
    account_load->add_option("file", path)->required();
    account_load->callback([&] { status = load_account_file(url, path); });

    auto* post = app.add_subcommand("post", "Who acts in the town's posts");
    post->require_subcommand(1);
    DeputyWanted deputy;
    auto* post_deputy = needs_database(
        post->add_subcommand("deputy", "Name a deputy for a holder who is suddenly absent and cannot do it"));
    post_deputy->add_option("--post", deputy.post, "its code in town.toml")->required();
    post_deputy->add_option("--deputy", deputy.deputy, "login name of who is to act")->required();
    post_deputy->add_option("--by", deputy.by, "login name of who of the staff wants it; it is logged")->required();
    post_deputy->add_option("--first", deputy.first)->required();
    post_deputy->add_option("--last", deputy.last)->required();
    post_deputy->callback([&] { status = name_deputy_of_absent(url, deputy); });

    auto* export_command = app.add_subcommand("export", "Files for other systems");
    export_command->require_subcommand(1);
    auto* collections = needs_database(export_command->add_subcommand("collections", "What was collected, as CSV"));
    collections->add_option("--from", from)->required();
    collections->add_option("--to", to)->required();
    collections->add_flag("--cp932", cp932, "Windows Japanese instead of UTF-8");
    collections->add_flag("--managers", of_managers, "Of designated managers instead of the town's own");
    collections->callback([&] { status = export_collections(url, {from, to, cp932, of_managers}); });

    auto* check_command = needs_database(
        app.add_subcommand("check", "Recompute from the tables what must always be true of them, and say what is not"));
    check_command->add_option("--attachments", path, "folder of attached files: they are compared with their rows");
    bool shows_progress = false;
    check_command->add_flag("--progress", shows_progress,
                            "say on standard error what is checked, and how long it took");
    check_command->callback([&] { status = cli::check(*open(url), {path, shows_progress}); });

    auto* draw = app.add_subcommand("draw", "Print a table of states as a Mermaid diagram: booking, review or attempt");
    draw->add_option("table", path)->required()->check(CLI::IsMember({"booking", "review", "attempt"}));
    draw->callback([&] {
        fmt::print("{}", path == "booking"  ? draw_booking_life()
                         : path == "review" ? draw_review_life()
                                            : payments::attempt_life_diagram());
    });

    auto* serve = needs_database(app.add_subcommand("serve", "Serve the API"));
    serve->add_option("--listen", listen, "loopback ADDRESS:PORT")->required();
    serve->add_option("--public-url", options.public_url, "of the front door, without a slash at the end")->required();
    serve->add_option("--push-url", options.push_url, "of the push channel's publisher, with a slash at the end");
    serve->add_option("--stripe-url", options.stripe_url);
    serve->add_option("--paypay-url", options.paypay_url);
    serve->add_option("--secrets", options.secrets, "folder with the providers' keys")->required();
    serve->add_option("--attachments", options.attachments, "folder of attached files, shared by all of a town")
        ->required();
    serve->add_option("--workers", options.workers)->check(CLI::Range(1, 128));
    serve->add_flag("--trial", options.trial, "plain HTTP on one machine");
    serve->callback([&] {
        options.database_url = url;
        set_listen(options, listen);
        status = cli::serve(options);
    });

    CLI11_PARSE(app, argc, argv);
    return status;
}

} // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const std::exception& fault) {
        fmt::print(stderr, "hiroba: {}\n", fault.what());
        return 1;
    }
}
