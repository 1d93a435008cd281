#include "persistence/engine/detail/connection.hpp"

#include "persistence/engine/detail/prepared.hpp"
#include "persistence/engine/errors.hpp"

#include <cstring>
#include <type_traits>
#include <utility>

namespace hiroba::persistence::detail {
namespace {

// Statements kept per connection; built statements vary with their number of rows.
constexpr std::size_t statement_limit = 512;

// A statement is its text (identified by its address, Sql sees to that), the kinds of its binds and of its columns.
void make_key(std::string& key, const Sql& sql, const Binds& binds, std::span<const CellKind> kinds) {
    const char* const address = sql.text().data();
    const std::size_t size = sql.text().size();
    key.resize(sizeof(address) + sizeof(size));
    std::memcpy(key.data(), &address, sizeof(address));
    std::memcpy(key.data() + sizeof(address), &size, sizeof(size));
    for (const Bind& bind : binds) {
        key += std::holds_alternative<std::int64_t>(bind.value) ? 'i' : 't';
    }
    key += '|';
    for (const CellKind kind : kinds) {
        key += kind == CellKind::integer ? 'i' : 't';
    }
}

} // namespace

Connection::Connection(std::unique_ptr<soci::session> session) : session_(std::move(session)) {}
Connection::~Connection() = default;

void Connection::forget_statements() { statements_.clear(); }

void Connection::check_transaction() const {
    if (undone_by_) std::rethrow_exception(undone_by_);
}

void Connection::fail(const Failed& failed) {
    if (failed.broke_connection) broken_ = true;
    if (failed.undid_transaction && in_transaction_) undone_by_ = failed.error;
    std::rethrow_exception(failed.error);
}

Prepared& Connection::prepare_anew(const Sql& sql, const Binds& binds, std::span<const CellKind> kinds) {
    if (statements_.size() >= statement_limit) statements_.clear();
    auto prepared = std::make_unique<Prepared>(*session_, sql, binds, kinds);
    after_prepare(*prepared, sql);
    return *(statements_[key_] = std::move(prepared));
}

Prepared& Connection::prepare(const Sql& sql, const Binds& binds, std::span<const CellKind> kinds) {
    make_key(key_, sql, binds, kinds);
    const auto known = statements_.find(key_);
    if (known != statements_.end() && known->second->fits(binds)) return *known->second;
    return prepare_anew(sql, binds, kinds);
}

void Connection::check_may_run(const Sql& sql) {
    check_transaction();
    if (in_transaction_) return;
    if (!looks_up_) throw DatabaseError("a statement outside a transaction: " + std::string(sql.text()));
    if (has_looked_up_)
        throw std::logic_error("a second statement where one look was asked: " + std::string(sql.text()));
    has_looked_up_ = true;
}

// A statement that failed is not used again: whatever state SOCI or the engine left in it goes with it.
template <class Work>
auto Connection::attempt(const Sql& sql, const Binds& binds, std::span<const CellKind> kinds, Work&& work) {
    check_may_run(sql);
    Failed failed;
    try {
        Prepared& prepared = prepare(sql, binds, kinds);
        prepared.copy_in(binds);
        return work(prepared);
    } catch (const soci::soci_error&) {
        failed = classify_current(sql.text());
    } catch (...) {
        failed.error = std::current_exception();
    }
    make_key(key_, sql, binds, kinds);
    statements_.erase(key_);
    fail(failed);
}

std::int64_t Connection::execute(const Sql& sql, const Binds& binds) {
    return attempt(sql, binds, {}, [&](Prepared& prepared) {
        prepared.statement.execute(true);
        after_execute(prepared, sql);
        return matched_rows(prepared);
    });
}

void Connection::fetch(const Sql& sql, const Binds& binds, std::span<const CellKind> kinds, RowSink& sink) {
    attempt(sql, binds, kinds, [&](Prepared& prepared) {
        prepared.statement.execute(false);
        after_execute(prepared, sql);
        while (prepared.statement.fetch()) {
            check_row(prepared, sql);
            prepared.copy_out();
            sink.row(prepared.cells);
        }
        release(prepared);
    });
}

void Connection::begin_write() {
    start_write();
    in_transaction_ = true;
}

void Connection::begin_read() {
    start_read();
    in_transaction_ = true;
}

void Connection::begin_look_up() {
    looks_up_ = true;
    has_looked_up_ = false;
}

void Connection::commit() {
    check_transaction();
    finish();
    in_transaction_ = false;
}

void Connection::rollback() noexcept {
    try {
        if (in_transaction_ && !broken_) undo();
    } catch (const std::exception&) {
        broken_ = true;
    }
    in_transaction_ = false;
    looks_up_ = false;
    undone_by_ = nullptr;
}

void Connection::run(std::string_view statement) { run_statement(statement); }

} // namespace hiroba::persistence::detail
