#include "persistence/repositories/detail/quotas.hpp"

#include "persistence/engine/errors.hpp"

#include <algorithm>

namespace hiroba::persistence::detail {
namespace {

constexpr Sql raise_counter = "UPDATE quota_counter SET used = used + :amount"
                              " WHERE account_id = :account_id AND counter = :counter AND used <= :most_before";
constexpr Sql select_counter = "SELECT used FROM quota_counter WHERE account_id = :account_id AND counter = :counter";
constexpr Sql insert_counter =
    "INSERT INTO quota_counter (account_id, counter, used) VALUES (:account_id, :counter, :amount)";
constexpr Sql lower_counter = "UPDATE quota_counter SET used = used - :amount"
                              " WHERE account_id = :account_id AND counter = :counter";
constexpr Sql insert_charge =
    "INSERT INTO booking_quota (booking_id, counter, amount) VALUES (:booking_id, :counter, :amount)";
constexpr Sql select_charges =
    "SELECT counter, amount FROM booking_quota WHERE booking_id = :booking_id ORDER BY counter";
constexpr Sql delete_charges = "DELETE FROM booking_quota WHERE booking_id = :booking_id";
constexpr Sql select_open_charges = "SELECT counter, amount FROM booking_quota"
                                    " WHERE booking_id = :booking_id AND counter LIKE '%/open' ORDER BY counter";
constexpr Sql delete_open_charges = "DELETE FROM booking_quota"
                                    " WHERE booking_id = :booking_id AND counter LIKE '%/open'";

// In one order for everybody: two people's counters never meet, but one person's requests do.
void sort(std::vector<BookingCharge>& charges) {
    std::ranges::sort(charges, {}, [](const BookingCharge& charge) { return charge.charge.counter; });
}

void remember(Session& session, const BookingCharge& charge) {
    session.execute(
        insert_charge,
        {{"booking_id", charge.booking}, {"counter", charge.charge.counter}, {"amount", charge.charge.amount}});
}

void give_back(Session& session, AccountId account, BookingId booking, const Sql& select, const Sql& remove) {
    for (const auto& [counter, amount] : session.select<std::string, std::int64_t>(select, {{"booking_id", booking}}))
        uncount(session, account, counter, amount);
    session.execute(remove, {{"booking_id", booking}});
}

} // namespace

bool count(Session& session, AccountId account, const std::string& counter, std::int64_t amount, std::int64_t limit) {
    const Binds binds{
        {"account_id", account}, {"counter", counter}, {"amount", amount}, {"most_before", limit - amount}};
    if (session.execute(raise_counter, binds) == 1) return true;
    const Binds key{{"account_id", account}, {"counter", counter}};
    if (session.select_one<std::int64_t>(select_counter, key) || amount > limit) return false;
    try {
        session.execute(insert_counter, {{"account_id", account}, {"counter", counter}, {"amount", amount}});
        return true;
    } catch (const DuplicateKey&) { // another request of the person made it in between
        return session.execute(raise_counter, binds) == 1;
    }
}

void uncount(Session& session, AccountId account, const std::string& counter, std::int64_t amount) {
    session.execute(lower_counter, {{"account_id", account}, {"counter", counter}, {"amount", amount}});
}

Result<void> charge_quotas(Session& session, AccountId account, std::vector<BookingCharge> charges) {
    sort(charges);
    for (const BookingCharge& charge : charges) {
        const auto& [counter, amount, limit, quota] = charge.charge;
        if (!count(session, account, counter, amount, limit))
            return refuse("quota_reached", {{"quota", quota}, {"limit", limit}, {"counter", counter}});
        remember(session, charge);
    }
    return {};
}

void charge_quotas_again(Session& session, AccountId account, std::vector<BookingCharge> charges) {
    sort(charges);
    for (const BookingCharge& charge : charges) {
        static_cast<void>(count(session, account, charge.charge.counter, charge.charge.amount, without_limit));
        remember(session, charge);
    }
}

void give_back_quotas(Session& session, AccountId account, BookingId booking) {
    give_back(session, account, booking, select_charges, delete_charges);
}

void give_back_open_quotas(Session& session, AccountId account, BookingId booking) {
    give_back(session, account, booking, select_open_charges, delete_open_charges);
}

} // namespace hiroba::persistence::detail
