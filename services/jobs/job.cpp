#include "services/jobs/job.hpp"

#include "services/log.hpp"

#include <exception>
#include <utility>

namespace hiroba::services {

Job::Job(std::string name, std::chrono::milliseconds period, Bell& bell, std::function<void()> task)
    : name_(std::move(name)), period_(period), bell_(bell), task_(std::move(task)), thread_([this] { run(); }) {}

Job::~Job() {
    stopping_ = true;
    bell_.ring();
    thread_.join();
}

void Job::run() {
    Bell::Heard heard = 0;
    while (!stopping_) {
        const bool went_well = turn();
        if (!went_well && !stopping_) std::this_thread::sleep_for(rest_after_fault);
        if (!stopping_) bell_.wait_for(period_, heard);
    }
}

bool Job::turn() {
    try {
        task_();
        return true;
    } catch (const std::exception& fault) {
        log::error("job_failed", {{"job", name_}, {"what", fault.what()}});
        return false;
    }
}

} // namespace hiroba::services
