// The program as the simulation runs it: one process at a time, single-threaded, on a database that outlives it. Its
// steps can be replaced by wrong ones, to see that the model finds them.
#pragma once

#include "services/booking/change.hpp"
#include "services/context.hpp"
#include "services/counter/drawer.hpp"
#include "services/counter/pay_refund.hpp"
#include "services/counter/take_payment.hpp"
#include "services/payment/catch_up.hpp"
#include "services/payment/inbox.hpp"
#include "services/payment/payment_worker.hpp"
#include "services/payment/refund_worker.hpp"
#include "tests/simulation/support/fate.hpp"

#include <functional>
#include <memory>
#include <string>

namespace hiroba::test {

struct Steps {
    std::function<bool(const services::Context&)> work_on_payments = services::work_on_payments;
    std::function<bool(const services::Context&)> work_on_refunds = services::work_on_refunds;
    std::function<void(const services::Context&)> apply_messages = services::apply_waiting_messages;
    std::function<Result<void>(const services::Context&, const services::ReceivedNotice&)> receive_notice =
        services::receive_notice;
    std::function<Result<services::ApplicationView>(const services::Context&, const services::Viewer&,
                                                    const services::ChangeCommand&)>
        change_application = services::change_application;
    std::function<Result<services::TakenPayment>(const services::Context&, const persistence::Account&,
                                                 const services::TakePaymentCommand&)>
        take_payment = services::take_payment;
    std::function<Result<services::RefundFile>(const services::Context&, const persistence::Account&,
                                               const services::CashRefund&)>
        pay_refund_in_cash = services::pay_refund_in_cash;
    std::function<Result<services::ShiftFile>(const services::Context&, const persistence::Account&,
                                              const services::CloseDrawerCommand&)>
        close_drawer = services::close_drawer;
    std::function<void(const services::Context&)> after_a_kill = [](const services::Context&) {};
    bool provider_hides_money = false;
};

class SimulatedClock final : public services::Clock {
public:
    explicit SimulatedClock(Instant begins) : now_(begins) {}
    [[nodiscard]] Instant now() const override { return now_; }
    void pass(std::chrono::milliseconds time) { now_ = now_ + time; }
    void set(Instant now) { now_ = now; }

private:
    Instant now_;
};

// All that a process has in memory.
class Process {
public:
    Process(std::unique_ptr<persistence::Database> database, const services::Clock& clock,
            const payments::Gateways& gateways, const services::AttachmentStore& attachments)
        : database_(std::move(database)), catalog_(*database_),
          context_{*database_,    catalog_,   clock,         gateways,    inbox_bell_,
                   payment_bell_, push_bell_, waiting_bell_, attachments, "https://yoyaku.example"} {}

    [[nodiscard]] const services::Context& context() const { return context_; }
    [[nodiscard]] services::CatchUp& catch_up() { return catch_up_; }

private:
    std::unique_ptr<persistence::Database> database_;
    services::Catalog catalog_;
    services::Bell inbox_bell_{};
    services::Bell payment_bell_{};
    services::Bell push_bell_{};
    services::Bell waiting_bell_{};
    services::Context context_;
    services::CatchUp catch_up_{};
};

} // namespace hiroba::test
