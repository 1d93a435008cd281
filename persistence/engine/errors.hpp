// How the database fails. Rules that say no are Refusal values; these are exceptions, and no text of theirs
// reaches a client. Messages name the statement, never the values bound to it.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace hiroba::persistence {

// What all failures of this layer have in common.
struct DatabaseFailure : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// A unique or primary key said no. Only the statement is undone: a unit of work may catch this and refuse.
struct DuplicateKey : DatabaseFailure {
    std::string table;
    std::string constraint; // the name of the unique key; "PRIMARY" for a primary key, whose name MariaDB forgets

    DuplicateKey(const std::string& message, std::string on_table, std::string by_constraint)
        : DatabaseFailure(message), table(std::move(on_table)), constraint(std::move(by_constraint)) {}
    [[nodiscard]] bool violates(std::string_view table_name) const { return table == table_name; }
    [[nodiscard]] bool violates(std::string_view table_name, std::string_view constraint_name) const {
        return table == table_name && constraint == constraint_name;
    }
};

// A foreign key, CHECK, NOT NULL or trigger said no. Only the statement is undone.
struct ConstraintViolated : DatabaseFailure {
    enum class Kind { foreign_key, check, not_null, trigger };
    Kind kind;
    std::string constraint; // the name of a check, "table.column" of a not-null; empty for a foreign key on SQLite

    ConstraintViolated(const std::string& message, Kind of_kind, std::string by_constraint)
        : DatabaseFailure(message), kind(of_kind), constraint(std::move(by_constraint)) {}
};

// Nothing was done: no session became free, the queue of writers was too long, or other writers won every time.
// Worth trying again later.
struct DatabaseBusy : DatabaseFailure {
    using DatabaseFailure::DatabaseFailure;
};

// Nothing was done: the database cannot be reached.
struct DatabaseGone : DatabaseFailure {
    using DatabaseFailure::DatabaseFailure;
};

// Nothing was done: the node is not part of a working cluster (no quorum, joining, leaving) and said so before it
// began. Another node may be.
struct NodeNotReady : DatabaseGone {
    using DatabaseGone::DatabaseGone;
};

// The connection, or the node's cluster, was lost while COMMIT was on its way: the work is there whole, or not at
// all. Look it up by its idempotency key.
struct CommitUnknown : DatabaseFailure {
    using DatabaseFailure::DatabaseFailure;
};

// A bug in a statement or its binds, or a broken machine; nothing was done.
struct DatabaseError : DatabaseFailure {
    using DatabaseFailure::DatabaseFailure;
};

// The disk is full or failing; nothing was done.
struct StorageFailed : DatabaseError {
    using DatabaseError::DatabaseError;
};

// Another transaction was in the way (deadlock, lock wait, conflict); the whole unit of work runs again. Passes
// through units of work; transact() turns it into DatabaseBusy when the tries are used up. Do not catch it.
struct TransactionConflict : DatabaseFailure {
    using DatabaseFailure::DatabaseFailure;
};

} // namespace hiroba::persistence
