#include "tests/simulation/support/simulation.hpp"

#include "persistence/repositories/audit.hpp"
#include "persistence/repositories/new_id.hpp"
#include "services/finance/trial_balance.hpp"
#include "services/town/town_loader.hpp"
#include "tests/support/repository.hpp"

#include <algorithm>
#include <stdexcept>

namespace hiroba::test {

using namespace std::chrono_literals;
using persistence::Account;
using persistence::Session;

namespace {

Account person(persistence::Database& database, int number, Role role) {
    const std::string name = "person" + std::to_string(number);
    const Account account{
        AccountId{persistence::new_id(first_morning())}, name, name, role, UserClass::in_town, "none"};
    database.transact([&](Session& session) { persistence::save_account(session, account); });
    return account;
}

std::string audited(persistence::Database& database) {
    std::string lines;
    for (const auto& finding : database.read(persistence::audit))
        lines += "hiroba check: " + finding.invariant + " " + finding.examples.front() + "; ";
    for (const auto& check : services::trial_balance(database).checks)
        if (!check.agrees()) lines += "trial balance: " + check.code + "; ";
    return lines;
}

} // namespace

Instant first_morning() {
    return to_instant({LocalDate::parse("2026-11-10").value(), MinuteOfDay::parse("10:00").value()});
}

People set_up_hanasato(persistence::Database& database) {
    auto files = services::read_town_files(in_repository("tests/services/towns/hanasato"));
    for (const char* const method : {"card", "paypay", "konbini", "cash", "terminal"})
        files.at("hall.toml") += "\n[[payment_method]]\nmethod = \"" + std::string{method} + "\"\n";
    for (const char* const drawer : {"desk_1", "desk_2"})
        files.at("town.toml") += "\n[[drawer]]\ncode = \"" + std::string{drawer} +
                                 "\"\nname = { ja = \"窓口\", en = \"Desk\" }\nfacilities = [\"hall\"]\n";
    const auto town = services::load_town(files);
    if (!town) throw std::runtime_error(services::describe(town.error().front()));
    if (!services::put_town_in_force(database, *town, files, first_morning())) throw std::logic_error("no edition");
    People people;
    constexpr int residents = 6;
    constexpr int staff = 3;
    for (int number = 1; number <= residents; ++number)
        people.residents.push_back(person(database, number, Role::resident));
    for (int number = 1; number <= staff; ++number)
        people.staff.push_back(person(database, residents + number, Role::desk));
    return people;
}

void Tally::add(const Tally& other) {
    for (const auto& [deed, outcomes] : other.deeds)
        for (const auto& [outcome, times] : outcomes)
            deeds[deed][outcome] += times;
    for (const auto& [blow, times] : other.blows)
        blows[blow] += times;
}

int Tally::of(const std::string& deed, const std::string& outcome) const {
    const auto found = deeds.find(deed);
    if (found == deeds.end()) return 0;
    const auto times = found->second.find(outcome);
    return times == found->second.end() ? 0 : times->second;
}

std::string Tally::told() const {
    std::string lines;
    for (const auto& [deed, outcomes] : deeds) {
        lines += "  " + deed + ":";
        for (const auto& [outcome, times] : outcomes)
            lines += " " + (outcome.empty() ? "done" : outcome) + " " + std::to_string(times) + ",";
        lines.back() = '\n';
    }
    for (const auto& [blow, times] : blows) {
        const auto [what, where] = blow;
        lines +=
            "  " + std::string{name_of(what)} + " " + std::string{name_of(where)} + ": " + std::to_string(times) + "\n";
    }
    return lines;
}

Simulation::Simulation(Open open, const People& people, Options options)
    : open_(std::move(open)), people_(people), options_(std::move(options)), draw_(options_.seed),
      clock_(first_morning()), card_(PaymentMethod::card, clock_, fate_), qr_(PaymentMethod::paypay, clock_, fate_),
      gateways_({card_, qr_}), attachments_(folder_.path()), model_({&card_, &qr_}, counter_) {
    card_.hides_money = options_.steps.provider_hides_money;
    begin_process();
}

const std::vector<Simulation::Deed>& Simulation::deeds() {
    static const std::vector<Deed> all{{14, "book", &Simulation::book},
                                       {5, "send again", &Simulation::send_again},
                                       {8, "begin payment", &Simulation::begin_payment},
                                       {26, "visit page", &Simulation::visit_page},
                                       {9, "cancel", &Simulation::cancel},
                                       {14, "change", &Simulation::change},
                                       {3, "withdraw", &Simulation::withdraw},
                                       {12, "go to a store", &Simulation::go_to_a_store},
                                       {4, "let a store report", &Simulation::let_a_store_report},
                                       {6, "open a drawer", &Simulation::open_a_drawer},
                                       {15, "pay at the counter", &Simulation::pay_at_the_counter},
                                       {3, "undo at the counter", &Simulation::undo_at_the_counter},
                                       {8, "hand out a refund", &Simulation::hand_out_a_refund},
                                       {3, "miscount", &Simulation::miscount},
                                       {3, "close a drawer", &Simulation::close_a_drawer},
                                       {9, "look", &Simulation::look},
                                       {3, "revoke", &Simulation::revoke},
                                       {11, "approve", &Simulation::approve},
                                       {5, "work on failed refund", &Simulation::work_on_failed_refund},
                                       {5, "settle a case", &Simulation::settle_a_case},
                                       {12, "let bank decide", &Simulation::let_bank_decide},
                                       {2, "dispute", &Simulation::dispute},
                                       {34, "work", &Simulation::work},
                                       {6, "expire", &Simulation::expire},
                                       {3, "catch up", &Simulation::catch_up},
                                       {14, "deliver", &Simulation::deliver},
                                       {4, "lose message", &Simulation::lose_message},
                                       {4, "forge", &Simulation::forge},
                                       {12, "let time pass", &Simulation::let_time_pass},
                                       {5, "come to the end of a page", &Simulation::come_to_the_end_of_a_page},
                                       {12, "make trouble", &Simulation::make_trouble},
                                       {2, "fall silent", &Simulation::fall_silent},
                                       {10, "strike", &Simulation::strike}};
    return all;
}

void Simulation::note(const std::string& outcome) {
    trace_.push_back(deed_ + (outcome.empty() ? "" : ": " + outcome));
    ++tally_.deeds[deed_][outcome];
}

void Simulation::begin_process() {
    process_.reset(); // what it had in memory is gone before the next one begins
    process_ = std::make_unique<Process>(with_fate(open_(), fate_), clock_, gateways_, attachments_);
}

Contradictions Simulation::run() {
    constexpr int more = 30;
    std::vector<const Deed*> by_weight;
    for (const Deed& deed : deeds()) {
        const bool is_often = std::ranges::find(options_.often, deed.name) != options_.often.end();
        by_weight.insert(by_weight.end(), static_cast<std::size_t>(deed.weight + (is_often ? more : 0)), &deed);
    }
    constexpr int deeds_between_looks = 20;
    for (int number = 1; number <= options_.deeds; ++number) {
        const Deed& deed = *draw_.one_of(by_weight);
        deed_ = deed.name;
        (this->*deed.act)();
        if (number % deeds_between_looks != 0) continue;
        if (auto found = model_.now(process_->context().database); !found.empty()) return found;
    }
    return judged();
}

Contradictions Simulation::judged() {
    settle();
    tally_.blows = fate_.tally();
    auto found = model_.at_the_end(process_->context().database);
    if (auto lines = audited(process_->context().database); !lines.empty()) found.push_back(std::move(lines));
    return found;
}

} // namespace hiroba::test
