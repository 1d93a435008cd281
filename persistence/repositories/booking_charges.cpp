// What is charged for bookings and paid of it, under each revenue account.
#include "persistence/repositories/bookings.hpp"

#include <algorithm>

namespace hiroba::persistence {
namespace {

constexpr Sql select_charges = "SELECT account_code, charged_yen, paid_yen FROM booking_charge"
                               " WHERE booking_id = :booking_id ORDER BY account_code";
constexpr Sql insert_charge = "INSERT INTO booking_charge (booking_id, account_code, charged_yen, paid_yen)"
                              " VALUES (:booking_id, :account_code, :charged_yen, 0)";
constexpr Sql update_charge = "UPDATE booking_charge SET charged_yen = :charged_yen"
                              " WHERE booking_id = :booking_id AND account_code = :account_code";
constexpr Sql delete_charge = "DELETE FROM booking_charge WHERE booking_id = :booking_id"
                              " AND account_code = :account_code AND paid_yen = 0";
constexpr Sql update_total_charge = "UPDATE booking SET charged_yen = :charged_yen WHERE booking_id = :booking_id";
constexpr Sql update_paid = "UPDATE booking SET paid_yen = charged_yen WHERE application_id = :application_id";
constexpr Sql update_paid_charges =
    "UPDATE booking_charge SET paid_yen = charged_yen"
    " WHERE booking_id IN (SELECT booking_id FROM booking WHERE application_id = :application_id)";
constexpr Sql clear_paid = "UPDATE booking SET paid_yen = 0 WHERE application_id = :application_id";
constexpr Sql clear_paid_charges =
    "UPDATE booking_charge SET paid_yen = 0"
    " WHERE booking_id IN (SELECT booking_id FROM booking WHERE application_id = :application_id)";
constexpr Sql add_paid_charge = "UPDATE booking_charge SET paid_yen = paid_yen + :paid_yen"
                                " WHERE booking_id = :booking_id AND account_code = :account_code";
constexpr Sql add_total_paid = "UPDATE booking SET paid_yen = paid_yen + :paid_yen WHERE booking_id = :booking_id";

Yen charged_under(const RevenueShares& shares, const AccountCode& account) {
    const auto share = std::ranges::find(shares, account, &RevenueShare::account);
    return share == shares.end() ? Yen{} : share->amount;
}

} // namespace

std::vector<BookingCharge> charges_by_account(Session& session, BookingId id) {
    std::vector<BookingCharge> charges;
    for (auto& [account, charged, paid] : session.select<AccountCode, Yen, Yen>(select_charges, {{"booking_id", id}}))
        charges.push_back({std::move(account), charged, paid});
    return charges;
}

void save_charge(Session& session, BookingId id, const RevenueShares& charged) {
    const auto before = charges_by_account(session, id);
    for (const BookingCharge& old : before) {
        const Yen amount = charged_under(charged, old.account);
        if (amount == old.charged) continue;
        if (amount == Yen{} && old.paid == Yen{})
            session.execute(delete_charge, {{"booking_id", id}, {"account_code", old.account}});
        else
            session.execute(update_charge,
                            {{"booking_id", id}, {"account_code", old.account}, {"charged_yen", amount}});
    }
    for (const RevenueShare& share : charged)
        if (std::ranges::find(before, share.account, &BookingCharge::account) == before.end())
            session.execute(insert_charge,
                            {{"booking_id", id}, {"account_code", share.account}, {"charged_yen", share.amount}});
    session.execute(update_total_charge, {{"booking_id", id}, {"charged_yen", sum_of(charged)}});
}

void save_paid(Session& session, ApplicationId id) {
    session.execute(update_paid_charges, {{"application_id", id}});
    session.execute(update_paid, {{"application_id", id}});
}

void save_unpaid(Session& session, ApplicationId id) {
    session.execute(clear_paid_charges, {{"application_id", id}});
    session.execute(clear_paid, {{"application_id", id}});
}

void add_paid(Session& session, BookingId id, const RevenueShares& paid) {
    for (const RevenueShare& share : paid)
        session.execute(add_paid_charge,
                        {{"booking_id", id}, {"account_code", share.account}, {"paid_yen", share.amount}});
    session.execute(add_total_paid, {{"booking_id", id}, {"paid_yen", sum_of(paid)}});
}

} // namespace hiroba::persistence
