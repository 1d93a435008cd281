// How the simulation asks a process that may not live to answer.
#pragma once

#include "persistence/engine/errors.hpp"
#include "tests/simulation/support/simulation.hpp"

#include <stdexcept>

namespace hiroba::test {

template <class Work>
auto Simulation::ask(Work&& work) -> std::optional<std::invoke_result_t<Work&, const services::Context&>> {
    using Answer = std::invoke_result_t<Work&, const services::Context&>;
    clock_.pass(std::chrono::milliseconds{1}); // nobody asks twice in one
    try {
        std::optional<Answer> answer(work(process_->context()));
        if constexpr (requires { answer->error().code; })
            note(*answer ? "" : answer->error().code);
        else
            note("");
        return answer;
    } catch (const Killed& killed) {
        note("(killed " + std::string{name_of(killed.at)} + ")");
        begin_process();
        options_.steps.after_a_kill(process_->context());
    } catch (const persistence::DatabaseGone&) {
        note("(database gone)");
    } catch (const persistence::DatabaseBusy&) {
        note("(database busy)");
    } catch (const persistence::StorageFailed&) {
        note("(disk full)");
    } catch (const persistence::CommitUnknown&) {
        note("(commit unknown)");
    }
    return std::nullopt;
}

template <class Work>
auto Simulation::insist(Work&& work) -> std::invoke_result_t<Work&, const services::Context&> {
    constexpr int most_times = 4; // one blow is planned at a time
    for (int times = 0; times < most_times; ++times)
        if (auto answer = ask(work)) return std::move(*answer);
    throw std::logic_error("nobody is ever answered");
}

} // namespace hiroba::test
