// One connection to the database: statements through SOCI, everything else through the engine's own handle.
// Used by one thread at a time.
#pragma once

#include "persistence/engine/session.hpp"

#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

namespace soci {
class session;
} // namespace soci

namespace hiroba::persistence::detail {

struct Prepared;

// What the engine's error means for the unit of work and for the connection.
struct Failed {
    std::exception_ptr error;
    bool undid_transaction = false; // more than the statement is gone, or will have to be
    bool broke_connection = false;
};

class Connection {
public:
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    virtual ~Connection();

    [[nodiscard]] virtual Engine engine() const = 0;

    // Statements of a unit of work. Once an error has undone the transaction, every later statement throws that
    // error again: nothing can slip out of the transaction and commit by itself.
    std::int64_t execute(const Sql& sql, const Binds& binds);
    void fetch(const Sql& sql, const Binds& binds, std::span<const CellKind> kinds, RowSink& sink);

    void begin_write();
    void begin_read();
    void begin_look_up(); // no transaction: one statement, which is its own unchanging view
    void commit();        // what it throws has the transaction open still, or undone: roll back in any case
    void rollback() noexcept;

    [[nodiscard]] bool in_transaction() const { return in_transaction_; }
    [[nodiscard]] bool broken() const { return broken_; }
    // Throws the error that undid the transaction, if one did.
    void check_transaction() const;

    // One statement without binds and without rows, past SOCI: schema changes, settings.
    void run(std::string_view statement);
    // The first column of the first row of such a statement, as text.
    [[nodiscard]] virtual std::string ask(std::string_view statement) = 0;

protected:
    explicit Connection(std::unique_ptr<soci::session> session);
    [[nodiscard]] soci::session& soci() { return *session_; }
    // Remembers what the error did, and throws it.
    [[noreturn]] void fail(const Failed& failed);
    void forget_statements();

    virtual void start_write() = 0;
    virtual void start_read() = 0;
    virtual void finish() = 0;
    virtual void undo() = 0; // throws when it cannot
    virtual void run_statement(std::string_view statement) = 0;
    // Called in a catch clause of soci::soci_error.
    [[nodiscard]] virtual Failed classify_current(std::string_view statement) = 0;
    virtual void after_prepare(Prepared& prepared, const Sql& sql) = 0;
    virtual void after_execute(Prepared& prepared, const Sql& sql) = 0;
    virtual void check_row(Prepared& prepared, const Sql& sql) = 0;
    virtual void release(Prepared& prepared) noexcept = 0;
    [[nodiscard]] virtual std::int64_t matched_rows(Prepared& prepared) = 0;

private:
    Prepared& prepare(const Sql& sql, const Binds& binds, std::span<const CellKind> kinds);
    Prepared& prepare_anew(const Sql& sql, const Binds& binds, std::span<const CellKind> kinds);
    void check_may_run(const Sql& sql);
    template <class Work>
    auto attempt(const Sql& sql, const Binds& binds, std::span<const CellKind> kinds, Work&& work);

    std::unique_ptr<soci::session> session_;
    std::unordered_map<std::string, std::unique_ptr<Prepared>> statements_;
    std::string key_; // of the statement being looked up
    std::exception_ptr undone_by_;
    bool in_transaction_ = false;
    bool looks_up_ = false;
    bool has_looked_up_ = false;
    bool broken_ = false;
};

} // namespace hiroba::persistence::detail
