#include "persistence/repositories/late_comers.hpp"

#include "persistence/repositories/detail/quotas.hpp"
#include "persistence/repositories/detail/sql_lists.hpp"
#include "persistence/repositories/detail/unit_days.hpp"

#include <string>

namespace hiroba::persistence {
namespace {

// The SELECT that finds a row when the question of this number is answered with yes; its binds end in the number.
class OneQuestion {
public:
    OneQuestion(const LateQuestion& question, std::size_t number, Binds& binds)
        : question_(question), number_(std::to_string(number)), ending_("_" + number_), binds_(binds) {}

    std::string select() {
        bind("account_id", question_.key.account);
        bind("operation", question_.key.operation);
        bind("idempotency_key", question_.key.key);
        bind("most", question_.options.most_waiting);
        bind("now_ms", question_.now);
        bind("swept_ms", question_.now - time_for_the_sweep);
        // Where the sweep has forgotten a hold, be it another one, nobody is turned away by a look.
        return "SELECT " + number_ + " AS number FROM quota_counter" + detail::may_hold_one_more(ending_) + " AND " +
               worst_day() +
               " = 1"
               " AND NOT EXISTS (SELECT 1 FROM claim_owner o WHERE o.state = 'held' AND o.kind = 'booking'"
               " AND o.expires_at_ms <= :swept_ms" +
               ending_ + ") AND NOT EXISTS (SELECT 1 FROM idempotency i WHERE i.account_id = :account_id" + ending_ +
               " AND i.operation = :operation" + ending_ + " AND i.idempotency_key = :idempotency_key" + ending_ + ")";
    }

private:
    template <class T>
    void bind(const std::string& name, const T& value) {
        binds_.emplace_back(name + ending_, value);
    }

    // 2 when something of it is closed, 1 when something is taken, else 0 or NULL.
    std::string worst_day() {
        const auto& days = question_.occupation.days;
        std::string closed;
        std::string taken;
        for (std::size_t day = 0; day < days.size(); ++day) {
            const std::string number = "_" + std::to_string(day) + ending_;
            const detail::Halves halves = detail::halves_of(mask_of(days[day].slots));
            binds_.emplace_back("date" + number, days[day].date);
            binds_.emplace_back("early" + number, halves.early);
            binds_.emplace_back("late" + number, halves.late);
            const std::string joint = day == 0 ? "" : " OR ";
            closed += joint + any_of("closed", number);
            taken += joint + any_of("taken", number);
        }
        detail::bind_list(binds_, "unit" + ending_, question_.occupation.units);
        return "(SELECT MAX(CASE WHEN " + closed + " THEN 2 WHEN " + taken +
               " THEN 1 ELSE 0 END) FROM unit_day WHERE unit_id IN " +
               detail::in_list("unit" + ending_, question_.occupation.units.size()) + " AND " + dates() + ")";
    }

    static std::string any_of(const std::string& mask, const std::string& number) {
        return "(slot_date = :date" + number + " AND ((" + mask + "_early & :early" + number + ") <> 0 OR (" + mask +
               "_late & :late" + number + ") <> 0))";
    }

    // One day as such: a range takes MariaDB half as long again.
    std::string dates() {
        const auto& days = question_.occupation.days;
        if (days.size() == 1) return "slot_date = :date_0" + ending_;
        bind("first_date", days.front().date);
        bind("last_date", days.back().date);
        return "slot_date BETWEEN :first_date" + ending_ + " AND :last_date" + ending_;
    }

    const LateQuestion& question_;
    std::string number_;
    std::string ending_;
    Binds& binds_;
};

} // namespace

std::vector<bool> come_too_late(Session& session, const std::vector<LateQuestion>& questions) {
    Binds binds;
    std::string text;
    for (std::size_t number = 0; number < questions.size(); ++number)
        text += (number == 0 ? "" : " UNION ALL ") + OneQuestion(questions[number], number, binds).select();
    std::vector<bool> late(questions.size());
    for (const auto& [number] : session.select<std::int64_t>(Sql::built(text), binds))
        late.at(static_cast<std::size_t>(number)) = true;
    return late;
}

} // namespace hiroba::persistence
