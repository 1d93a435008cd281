#include "persistence/repositories/vouchers.hpp"

namespace hiroba::persistence {
namespace {

constexpr Sql select_voucher = "SELECT voucher_url, expires_at_ms, payer_mail, issued_at_ms FROM payment_voucher"
                               " WHERE attempt_id = :attempt_id";
constexpr Sql select_stores = "SELECT store, payment_code, confirmation_number FROM payment_voucher_store"
                              " WHERE attempt_id = :attempt_id ORDER BY store";
constexpr Sql insert_voucher_row =
    "INSERT INTO payment_voucher (attempt_id, voucher_url, expires_at_ms, payer_mail, issued_at_ms)"
    " VALUES (:attempt_id, :voucher_url, :expires_at_ms, :payer_mail, :issued_at_ms)";
constexpr Sql insert_store = "INSERT INTO payment_voucher_store (attempt_id, store, payment_code, confirmation_number)"
                             " VALUES (:attempt_id, :store, :payment_code, :confirmation_number)";

} // namespace

bool insert_voucher(Session& session, const Voucher& voucher) {
    if (find_voucher(session, voucher.attempt)) return false;
    session.execute(insert_voucher_row, {{"attempt_id", voucher.attempt},
                                         {"voucher_url", voucher.url},
                                         {"expires_at_ms", voucher.expires_at},
                                         {"payer_mail", voucher.payer_mail},
                                         {"issued_at_ms", voucher.issued_at}});
    for (const StoreNumber& number : voucher.stores)
        session.execute(insert_store, {{"attempt_id", voucher.attempt},
                                       {"store", number.store},
                                       {"payment_code", number.payment_code},
                                       {"confirmation_number", number.confirmation_number}});
    return true;
}

std::optional<Voucher> find_voucher(Session& session, AttemptId attempt) {
    auto row =
        session.select_one<std::string, Instant, std::string, Instant>(select_voucher, {{"attempt_id", attempt}});
    if (!row) return std::nullopt;
    auto& [url, expires_at, payer_mail, issued_at] = *row;
    Voucher voucher{attempt, std::move(url), expires_at, std::move(payer_mail), issued_at, {}};
    for (auto& [store, payment_code, confirmation_number] :
         session.select<std::string, std::string, std::string>(select_stores, {{"attempt_id", attempt}}))
        voucher.stores.push_back({std::move(store), std::move(payment_code), std::move(confirmation_number)});
    return voucher;
}

} // namespace hiroba::persistence
