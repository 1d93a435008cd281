#include "persistence/repositories/late_comers.hpp"

#include "persistence/repositories/detail/sql_lists.hpp"
#include "persistence/repositories/detail/unit_days.hpp"

#include <algorithm>
#include <bit>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace hiroba::persistence {
namespace {

// One statement for everything that the questions need, each row with what it is about: the days of the units; of each
// person what waits, what suspends them, what is remembered and whether they have anything; the hold that the sweep
// should have ended first.
enum class Fact : std::int64_t { day = 1, waiting = 2, suspended = 3, remembered = 4, hold = 5, own = 6 };
const std::string select_days = "SELECT 1, unit_id, slot_date, taken_early, taken_late, closed_early, closed_late, ''"
                                " FROM unit_day WHERE slot_date IN ";
const std::string and_units = " AND unit_id IN ";
const std::string select_waiting = " UNION ALL SELECT 2, account_id, NULL, used, 0, 0, 0, '' FROM quota_counter"
                                   " WHERE counter = 'waiting' AND account_id IN ";
const std::string select_suspended =
    " UNION ALL SELECT 3, account_id, NULL, from_ms, until_ms, 0, 0, '' FROM suspension"
    " WHERE lifted_at_ms IS NULL AND account_id IN ";
const std::string select_remembered = " UNION ALL SELECT 4, account_id, NULL, 0, 0, 0, 0, idempotency_key"
                                      " FROM idempotency WHERE operation = :operation AND ";
const std::string select_hold = " UNION ALL SELECT 5, 0, NULL, MIN(expires_at_ms), 0, 0, 0, '' FROM claim_owner"
                                " WHERE state = 'held' AND kind = 'booking' AND expires_at_ms <= :swept_ms"
                                " HAVING MIN(expires_at_ms) IS NOT NULL";

// Whoever has anything on those days is looked at once more, by itself: nobody else is there at once in a rush. By the
// persons' own days: what they have applied for in years is not gone through, nor what others have.
const std::string select_own = " UNION ALL SELECT DISTINCT 6, account_id, NULL, 0, 0, 0, 0, '' FROM booking"
                               " WHERE last_date >= :first_date AND use_date <= :last_date AND account_id IN ";

struct Period {
    Instant from;
    Instant until;
};
struct Facts {
    std::map<std::pair<UnitId, LocalDate>, std::pair<DayMask, DayMask>> days; // taken, closed
    std::map<AccountId, std::int64_t> waiting;
    std::multimap<AccountId, Period> suspended;
    std::set<std::pair<AccountId, std::string>> remembered;
    std::set<AccountId> with_own;
    std::optional<Instant> first_hold_ends;
};

template <class T>
std::vector<T> list_of(const std::set<T>& values) {
    return {values.begin(), values.end()};
}

// Pair by pair: MariaDB reads a list of pairs, or two lists, as far more than these rows. As long as detail::in_list
// is.
std::string any_of_keys(const std::vector<LateQuestion>& questions, Binds& binds) {
    std::string any;
    for (std::size_t place = 0; place < std::bit_ceil(questions.size()); ++place) {
        const auto& [account, operation, key, hash] = questions[std::min(place, questions.size() - 1)].key;
        const std::string person = detail::numbered("person", place);
        const std::string word = detail::numbered("key", place);
        any += (any.empty() ? "((account_id = :" : " OR (account_id = :") + person + " AND idempotency_key = :" + word +
               ")";
        binds.emplace_back(person, account);
        binds.emplace_back(word, key);
    }
    return any + ")";
}

Sql select_facts(const std::vector<LateQuestion>& questions, Binds& binds) {
    std::set<LocalDate> dates;
    std::set<UnitId> units;
    std::set<AccountId> accounts;
    for (const LateQuestion& question : questions) {
        accounts.insert(question.key.account);
        units.insert(question.occupation.units.begin(), question.occupation.units.end());
        for (const DaySlots& wanted : question.occupation.days)
            dates.insert(wanted.date);
    }
    detail::bind_list(binds, "date", list_of(dates));
    detail::bind_list(binds, "unit", list_of(units));
    detail::bind_list(binds, "account", list_of(accounts));
    binds.emplace_back("first_date", *dates.begin());
    binds.emplace_back("last_date", *dates.rbegin());
    binds.emplace_back("operation", questions.front().key.operation);
    const Instant latest = std::ranges::max_element(questions, {}, &LateQuestion::now)->now;
    binds.emplace_back("swept_ms", latest - time_for_the_sweep);
    const std::string who = detail::in_list("account", accounts.size());
    return Sql::built(select_days + detail::in_list("date", dates.size()) + and_units +
                      detail::in_list("unit", units.size()) + select_waiting + who + select_suspended + who +
                      select_remembered + any_of_keys(questions, binds) + select_own + who + select_hold);
}

Facts read_facts(Session& session, const std::vector<LateQuestion>& questions) {
    Facts facts;
    Binds binds;
    const Sql select = select_facts(questions, binds);
    for (auto& [fact, subject, date, first, second, third, fourth, word] :
         session.select<std::int64_t, std::int64_t, std::optional<LocalDate>, std::int64_t, std::int64_t, std::int64_t,
                        std::int64_t, std::string>(select, binds))
        switch (Fact{fact}) {
        case Fact::day:
            facts.days[{UnitId{subject}, *date}] = {detail::mask_from({first, second}),
                                                    detail::mask_from({third, fourth})};
            break;
        case Fact::waiting:
            facts.waiting[AccountId{subject}] = first;
            break;
        case Fact::suspended:
            facts.suspended.emplace(AccountId{subject},
                                    Period{Instant::from_epoch_ms(first), Instant::from_epoch_ms(second)});
            break;
        case Fact::remembered:
            facts.remembered.emplace(AccountId{subject}, std::move(word));
            break;
        case Fact::hold:
            facts.first_hold_ends = Instant::from_epoch_ms(first);
            break;
        case Fact::own:
            facts.with_own.insert(AccountId{subject});
            break;
        }
    return facts;
}

bool may_hold_one_more(const Facts& facts, const LateQuestion& question) {
    const auto waiting = facts.waiting.find(question.key.account);
    if (waiting == facts.waiting.end() || waiting->second >= question.options.most_waiting) return false;
    const auto [first, last] = facts.suspended.equal_range(question.key.account);
    return std::none_of(first, last, [&](const auto& suspended) {
        return suspended.second.from <= question.now && question.now < suspended.second.until;
    });
}

// Something of it is taken and nothing closed.
bool is_taken(const Facts& facts, const Occupation& wanted) {
    bool taken = false;
    for (const DaySlots& day : wanted.days)
        for (const UnitId unit : wanted.units) {
            const auto known = facts.days.find({unit, day.date});
            if (known == facts.days.end()) continue;
            const DayMask slots = mask_of(day.slots);
            if ((known->second.second & slots).any()) return false;
            taken = taken || (known->second.first & slots).any();
        }
    return taken;
}

} // namespace

// Where the sweep has forgotten a hold, be it another one, nobody is turned away by a look.
std::vector<Lateness> come_too_late(Session& session, const std::vector<LateQuestion>& questions) {
    const Facts facts = read_facts(session, questions);
    std::vector<Lateness> late;
    late.reserve(questions.size());
    for (const LateQuestion& question : questions) {
        const bool is_forgotten = facts.first_hold_ends && *facts.first_hold_ends <= question.now - time_for_the_sweep;
        const AccountId account = question.key.account;
        if (is_forgotten || !may_hold_one_more(facts, question) || !is_taken(facts, question.occupation) ||
            facts.remembered.contains({account, question.key.key}))
            late.push_back(Lateness::in_time);
        else
            late.push_back(facts.with_own.contains(account) ? Lateness::too_late_beside_own : Lateness::too_late);
    }
    return late;
}

} // namespace hiroba::persistence
