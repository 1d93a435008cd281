// MariaDB: a transaction per unit of work, run again when another one was in the way.
#pragma once

#include "persistence/engine/database.hpp"
#include "persistence/engine/detail/lease_pool.hpp"
#include "persistence/engine/detail/statistics.hpp"

#include <string>

namespace hiroba::persistence::detail {

class MariadbBackend final : public Backend {
public:
    MariadbBackend(const std::string& connect_string, const DatabaseOptions& options);

    [[nodiscard]] Engine engine() const override { return Engine::mariadb; }
    void transact(Unit& unit) override;
    void read(Unit& unit) override;
    void look_up(Unit& unit) override;
    void maintain(const std::function<void(Connection&)>& work) override;
    [[nodiscard]] DatabaseStatistics statistics() const override { return counters_.read(); }

private:
    template <class Attempt>
    void until_done(Attempt&& attempt);
    void write_once(Unit& unit);
    void read_once(Unit& unit, void (Connection::*begin)());

    const std::string connect_string_;
    const DatabaseOptions options_;
    Counters counters_;
    LeasePool readers_; // their isolation differs from that of the writers, and to change it costs a round trip
    LeasePool writers_;
};

} // namespace hiroba::persistence::detail
