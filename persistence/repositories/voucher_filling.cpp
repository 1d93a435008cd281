#include "persistence/repositories/voucher_filling.hpp"

#include <algorithm>

namespace hiroba::persistence {
namespace {

constexpr Sql fill_voucher =
    "UPDATE payment_voucher SET voucher_url = CASE voucher_url WHEN '' THEN :voucher_url ELSE voucher_url END,"
    " payer_mail = CASE payer_mail WHEN '' THEN :payer_mail ELSE payer_mail END"
    " WHERE attempt_id = :attempt_id AND (voucher_url = '' OR payer_mail = '')";
constexpr Sql fill_store = "UPDATE payment_voucher_store SET confirmation_number = :confirmation_number"
                           " WHERE attempt_id = :attempt_id AND store = :store AND payment_code = :payment_code"
                           " AND confirmation_number = ''";
constexpr Sql insert_store = "INSERT INTO payment_voucher_store (attempt_id, store, payment_code, confirmation_number)"
                             " VALUES (:attempt_id, :store, :payment_code, :confirmation_number)";

bool tells_more(const Voucher& known, const Voucher& told) {
    return (known.url.empty() && !told.url.empty()) || (known.payer_mail.empty() && !told.payer_mail.empty());
}

} // namespace

void fill_in_voucher(Session& session, const Voucher& known, const Voucher& told) {
    if (tells_more(known, told))
        session.execute(fill_voucher,
                        {{"attempt_id", known.attempt}, {"voucher_url", told.url}, {"payer_mail", told.payer_mail}});
    for (const StoreNumber& number : told.stores) {
        const Binds row{{"attempt_id", known.attempt},
                        {"store", number.store},
                        {"payment_code", number.payment_code},
                        {"confirmation_number", number.confirmation_number}};
        const auto same = std::ranges::find(known.stores, number.store, &StoreNumber::store);
        if (same == known.stores.end())
            session.execute(insert_store, row);
        else if (same->confirmation_number.empty() && !number.confirmation_number.empty())
            session.execute(fill_store, row);
    }
}

} // namespace hiroba::persistence
