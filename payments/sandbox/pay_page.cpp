#include "payments/sandbox/pay_page.hpp"

#include "domain/core/local_time.hpp"
#include "payments/sandbox/html.hpp"

#include <algorithm>
#include <array>

namespace hiroba::sandbox {
namespace {

struct Wording {
    std::string_view language, title, practice, payee, description, amount, card_number, card_hint, pay, back, tests,
        number, outcome, pays, declined, insufficient, problem_title, unknown_number, card_declined, insufficient_funds,
        complete_title, complete, go_on, expired_title, expired, store_title, store_hint, payer_name, payer_mail,
        give_out, payer_missing, voucher_title, voucher_until, store, payment_code, confirmation_number, at_the_store,
        store_pays, voucher_paid, voucher_over;
};

constexpr Wording japanese{
    .language = "ja",
    .title = "お支払い",
    .practice = "これは練習用の画面です。お金は動きません。本物のカード番号は入力しないでください。",
    .payee = "お支払い先",
    .description = "内容",
    .amount = "金額",
    .card_number = "カード番号",
    .card_hint = "下の表の番号を入力してください。空白やハイフンはあってもかまいません。",
    .pay = "支払う",
    .back = "戻る",
    .tests = "練習用のカード番号",
    .number = "番号",
    .outcome = "結果",
    .pays = "支払いができます",
    .declined = "カード会社に断られます",
    .insufficient = "残高が足りません",
    .problem_title = "お支払いはまだ済んでいません",
    .unknown_number = "練習用のカード番号ではありません。下の表の番号を入力してください。",
    .card_declined = "このカードはカード会社に断られました。別の番号でもう一度お試しください。",
    .insufficient_funds = "このカードは残高が足りません。別の番号でもう一度お試しください。",
    .complete_title = "お支払いは済んでいます",
    .complete = "もう一度支払う必要はありません。",
    .go_on = "進む",
    .expired_title = "お支払いの期限が過ぎました",
    .expired = "この画面ではもう支払えません。お金は動いていません。",
    .store_title = "コンビニで支払う",
    .store_hint = "支払番号が出ます。番号をコンビニで伝えて、現金で支払います。",
    .payer_name = "お名前",
    .payer_mail = "メールアドレス",
    .give_out = "支払番号を出す",
    .payer_missing = "お名前とメールアドレスを入力してください。",
    .voucher_title = "コンビニの支払番号",
    .voucher_until = "支払期限",
    .store = "店",
    .payment_code = "支払番号",
    .confirmation_number = "確認番号",
    .at_the_store = "練習では、下のボタンがコンビニの代わりです。",
    .store_pays = "コンビニで支払ったことにする",
    .voucher_paid = "コンビニで支払いました。",
    .voucher_over = "この支払番号はもう使えません。",
};

constexpr Wording english{
    .language = "en",
    .title = "Payment",
    .practice = "This is a practice page. No money moves. Do not enter a real card number.",
    .payee = "Pay to",
    .description = "For",
    .amount = "Amount",
    .card_number = "Card number",
    .card_hint = "Enter a number from the table below. Spaces and hyphens are fine.",
    .pay = "Pay",
    .back = "Back",
    .tests = "Card numbers for practice",
    .number = "Number",
    .outcome = "Outcome",
    .pays = "The payment succeeds",
    .declined = "The card is declined",
    .insufficient = "Insufficient funds",
    .problem_title = "You have not paid yet",
    .unknown_number = "This is not a card number for practice. Enter a number from the table below.",
    .card_declined = "The card was declined. Please try another number.",
    .insufficient_funds = "The card has insufficient funds. Please try another number.",
    .complete_title = "This payment is complete",
    .complete = "There is no need to pay again.",
    .go_on = "Continue",
    .expired_title = "The time to pay has passed",
    .expired = "You cannot pay on this page any more. No money has moved.",
    .store_title = "Pay at a convenience store",
    .store_hint = "You get a payment number. Tell it to the store and pay in cash.",
    .payer_name = "Your name",
    .payer_mail = "Your e-mail address",
    .give_out = "Get a payment number",
    .payer_missing = "Please enter your name and e-mail address.",
    .voucher_title = "Your payment number for the store",
    .voucher_until = "Pay by",
    .store = "Store",
    .payment_code = "Payment number",
    .confirmation_number = "Confirmation number",
    .at_the_store = "For practice, the button below takes the place of the store.",
    .store_pays = "Pretend that I paid at the store",
    .voucher_paid = "You paid at the store.",
    .voucher_over = "This payment number cannot be used any more.",
};

const Wording& wording_of(const std::string& locale) { return locale.starts_with("en") ? english : japanese; }

// 1234 → "1,234円" or "¥1,234"
std::string amount_text(std::int64_t yen, const Wording& words) {
    std::string digits = std::to_string(yen);
    for (std::size_t at = digits.size(); at > 3;)
        digits.insert(at -= 3, ",");
    return words.language == "ja" ? digits + "円" : "¥" + digits;
}

std::string document(const Wording& words, std::string_view title, const std::string& public_url,
                     const std::string& content) {
    constexpr std::string_view html = R"(<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} – hiroba-sandbox</title>
<link rel="stylesheet" href="{public_url}/pay.css">
</head>
<body>
<main>
<p class="practice">{practice}</p>
{content}
</main>
</body>
</html>
)";
    return filled(html, std::array{Field{"language", std::string{words.language}}, Field{"title", escaped(title)},
                                   Field{"public_url", escaped(public_url)}, Field{"practice", escaped(words.practice)},
                                   Field{"content", content}});
}

std::string description_of(const Session& session) {
    std::string names;
    for (const LineItem& item : session.order.line_items)
        names += (names.empty() ? "" : ", ") + item.name;
    return names;
}

std::string bill_html(const PayPage& page, const Wording& words) {
    constexpr std::string_view html = R"(<dl>
<div><dt>{payee_label}</dt><dd>{payee}</dd></div>
<div><dt>{description_label}</dt><dd>{description}</dd></div>
<div class="amount"><dt>{amount_label}</dt><dd>{amount}</dd></div>
</dl>)";
    const bool is_english = words.language == "en";
    return filled(html, std::array{Field{"payee_label", escaped(words.payee)},
                                   Field{"payee", escaped(is_english ? page.merchant.name_en : page.merchant.name_ja)},
                                   Field{"description_label", escaped(words.description)},
                                   Field{"description", escaped(description_of(page.session))},
                                   Field{"amount_label", escaped(words.amount)},
                                   Field{"amount", amount_text(page.session.order.amount_total(), words)}});
}

std::string_view sentence_of(PayOutcome problem, const Wording& words) {
    switch (problem) {
    case PayOutcome::card_declined:
        return words.card_declined;
    case PayOutcome::insufficient_funds:
        return words.insufficient_funds;
    default:
        return words.unknown_number;
    }
}

std::string problem_html(const PayPage& page, const Wording& words) {
    if (!page.problem) return {};
    return "<div class=\"problem\" role=\"alert\"><h2>" + escaped(words.problem_title) +
           "</h2><p id=\"card-problem\">" + escaped(sentence_of(*page.problem, words)) + "</p></div>";
}

std::string back_html(const Session& session, const Wording& words) {
    if (session.order.cancel_url.empty()) return {};
    return "<p><a class=\"back\" href=\"" + escaped(session.order.cancel_url) + "\">" + escaped(words.back) +
           "</a></p>";
}

bool offers(const Session& session, std::string_view method) {
    return std::ranges::find(session.payment_method_types, method) != session.payment_method_types.end();
}

std::string store_form_html(const PayPage& page, const Wording& words) {
    constexpr std::string_view html = R"(<section aria-labelledby="stores">
<h2 id="stores">{title}</h2>
<p class="hint" id="store-hint">{hint}</p>{problem}
<form method="post" action="{action}">
<input type="hidden" name="method" value="konbini">
<label for="payer-name">{name_label}</label>
<input id="payer-name" name="payer_name" type="text" autocomplete="off" maxlength="60" required value="{name}" aria-describedby="store-hint">
<label for="payer-mail">{mail_label}</label>
<input id="payer-mail" name="payer_email" type="email" autocomplete="off" maxlength="100" required value="{mail}">
<button type="submit">{give_out}</button>
</form>
</section>)";
    const StorePayer typed = page.typed_payer.value_or(StorePayer{"", page.session.order.customer_email});
    const std::string problem = page.typed_payer
                                    ? "<p class=\"problem\" role=\"alert\">" + escaped(words.payer_missing) + "</p>"
                                    : std::string{};
    return filled(html, std::array{Field{"title", escaped(words.store_title)}, Field{"hint", escaped(words.store_hint)},
                                   Field{"problem", problem},
                                   Field{"action", escaped(page.public_url + "/pay/" + page.session.id)},
                                   Field{"name_label", escaped(words.payer_name)}, Field{"name", escaped(typed.name)},
                                   Field{"mail_label", escaped(words.payer_mail)}, Field{"mail", escaped(typed.email)},
                                   Field{"give_out", escaped(words.give_out)}});
}

std::string form_html(const PayPage& page, const Wording& words) {
    constexpr std::string_view html = R"(<form method="post" action="{action}">
<label for="card">{card_number}</label>
<p class="hint" id="card-hint">{card_hint}</p>
<input id="card" name="card_number" type="text" inputmode="numeric" autocomplete="off" maxlength="60" required value="{typed}" aria-describedby="card-hint{described_by}"{invalid}>
<button type="submit">{pay}</button>
</form>
{back}
<section aria-labelledby="tests">
<h2 id="tests">{tests}</h2>
<table>
<thead><tr><th scope="col">{number}</th><th scope="col">{outcome}</th></tr></thead>
<tbody>
<tr><td>4242 4242 4242 4242</td><td>{pays}</td></tr>
<tr><td>4000 0000 0000 0002</td><td>{declined}</td></tr>
<tr><td>4000 0000 0000 9995</td><td>{insufficient}</td></tr>
</tbody>
</table>
</section>)";
    const bool has_problem = page.problem.has_value();
    return filled(
        html, std::array{
                  Field{"action", escaped(page.public_url + "/pay/" + page.session.id)},
                  Field{"card_number", escaped(words.card_number)}, Field{"card_hint", escaped(words.card_hint)},
                  Field{"typed", escaped(page.typed_number)}, Field{"described_by", has_problem ? " card-problem" : ""},
                  Field{"invalid", has_problem ? " aria-invalid=\"true\" autofocus" : ""},
                  Field{"pay", escaped(words.pay)}, Field{"back", back_html(page.session, words)},
                  Field{"tests", escaped(words.tests)}, Field{"number", escaped(words.number)},
                  Field{"outcome", escaped(words.outcome)}, Field{"pays", escaped(words.pays)},
                  Field{"declined", escaped(words.declined)}, Field{"insufficient", escaped(words.insufficient)}});
}

std::string local_minute(std::int64_t epoch_seconds) {
    const LocalDateTime local = to_town_time(Instant::from_epoch_ms(epoch_seconds * 1000));
    return local.date.iso8601() + " " + local.time.hh_mm();
}

std::string store_name(const std::string& store) {
    if (store == "familymart") return "FamilyMart";
    if (store == "lawson") return "Lawson";
    return store == "ministop" ? "Ministop" : "Seicomart";
}

std::string voucher_html(const PayPage& page, const Wording& words) {
    constexpr std::string_view html = R"(<p><strong>{until_label}: {until}</strong></p>
<table>
<thead><tr><th scope="col">{store}</th><th scope="col">{code}</th><th scope="col">{confirmation}</th></tr></thead>
<tbody>{rows}</tbody>
</table>
<form method="post" action="{action}">
<p class="hint">{at_the_store}</p>
<button type="submit" name="outcome" value="paid">{store_pays}</button>
</form>)";
    std::string rows;
    for (const StoreNumber& number : store_numbers(page.session))
        rows += "<tr><td>" + escaped(store_name(number.store)) + "</td><td>" + escaped(number.payment_code) +
                "</td><td>" + escaped(number.confirmation_number) + "</td></tr>";
    return filled(html, std::array{Field{"until_label", escaped(words.voucher_until)},
                                   Field{"until", escaped(local_minute(page.session.voucher_expires_at))},
                                   Field{"store", escaped(words.store)}, Field{"code", escaped(words.payment_code)},
                                   Field{"confirmation", escaped(words.confirmation_number)}, Field{"rows", rows},
                                   Field{"action", escaped(page.public_url + "/voucher/" + page.session.id)},
                                   Field{"at_the_store", escaped(words.at_the_store)},
                                   Field{"store_pays", escaped(words.store_pays)}});
}

std::string heading(std::string_view text) { return "<h1>" + escaped(text) + "</h1>\n"; }
std::string paragraph(std::string_view text) { return "\n<p>" + escaped(text) + "</p>\n"; }

// scheme://host[:port] of an address, or nothing when it would not be safe inside a policy.
std::string origin_of(const std::string& url) {
    const auto host = url.find("://");
    if (host == std::string::npos) return {};
    const std::string origin = url.substr(0, url.find_first_of("/?#", host + 3));
    const bool is_plain = std::all_of(origin.begin(), origin.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 || std::string_view{".:-[]/"}.find(static_cast<char>(c)) != std::string_view::npos;
    });
    return is_plain ? origin : std::string{};
}

} // namespace

std::string pay_page_html(const PayPage& page) {
    const Wording& words = wording_of(page.session.order.locale);
    const std::string bill = bill_html(page, words);
    switch (page.session.status) {
    case SessionStatus::complete:
        if (page.session.voucher != VoucherStatus::none) return voucher_page_html(page);
        return document(words, words.complete_title, page.public_url,
                        heading(words.complete_title) + bill + paragraph(words.complete) +
                            "<p><a class=\"back\" href=\"" + escaped(success_address(page.session)) + "\">" +
                            escaped(words.go_on) + "</a></p>");
    case SessionStatus::expired:
        return document(words, words.expired_title, page.public_url,
                        heading(words.expired_title) + bill + paragraph(words.expired) +
                            back_html(page.session, words));
    case SessionStatus::open:
        break;
    }
    std::string forms;
    if (offers(page.session, "card")) forms += form_html(page, words);
    if (offers(page.session, "konbini")) forms += store_form_html(page, words);
    if (!offers(page.session, "card")) forms += back_html(page.session, words);
    return document(words, words.title, page.public_url,
                    heading(words.title) + problem_html(page, words) + bill + forms);
}

std::string voucher_page_html(const PayPage& page) {
    const Wording& words = wording_of(page.session.order.locale);
    const std::string bill = bill_html(page, words);
    const std::string go_on = "<p><a class=\"back\" href=\"" + escaped(success_address(page.session)) + "\">" +
                              escaped(words.go_on) + "</a></p>";
    if (page.session.voucher != VoucherStatus::open)
        return document(words, words.voucher_title, page.public_url,
                        heading(words.voucher_title) +
                            paragraph(page.session.is_paid() ? words.voucher_paid : words.voucher_over) + bill + go_on);
    return document(words, words.voucher_title, page.public_url,
                    heading(words.voucher_title) + bill + voucher_html(page, words) + go_on);
}

std::string no_such_page_html(const std::string& public_url) {
    return document(japanese, "404", public_url,
                    heading("この支払い画面はありません") + "<p lang=\"en\">There is no such payment page.</p>");
}

std::string pay_page_policy(const Session& session) { return page_policy(session.order.success_url); }

std::string page_policy(const std::string& return_url) {
    const std::string origin = origin_of(return_url);
    return "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'" +
           (origin.empty() ? std::string{} : " " + origin);
}

std::string success_address(const Session& session) {
    constexpr std::string_view placeholder = "{CHECKOUT_SESSION_ID}";
    std::string address = session.order.success_url;
    for (auto at = address.find(placeholder); at != std::string::npos; at = address.find(placeholder, at))
        address.replace(at, placeholder.size(), session.id);
    return address;
}

std::string_view pay_page_css() {
    return R"(*, *::before, *::after { box-sizing: border-box; }
body { margin: 0; background: #f2f4f7; color: #1a1a1c; font: 1rem/1.7 "Noto Sans JP", "Hiragino Sans", "Yu Gothic", Meiryo, sans-serif; overflow-wrap: anywhere; }
main { max-width: 32rem; margin: 0 auto; padding: 1rem 1rem 3rem; background: #fff; min-height: 100vh; }
h1 { font-size: 1.5rem; line-height: 1.4; margin: 1.5rem 0 1rem; }
h2 { font-size: 1.125rem; line-height: 1.5; margin: 0 0 .5rem; }
.practice { margin: 0; padding: .75rem 1rem; border: 2px solid #927200; background: #fffbe6; }
dl { margin: 0 0 1.5rem; border-top: 1px solid #b4b4b5; }
dl div { display: flex; flex-wrap: wrap; gap: 0 1rem; padding: .5rem 0; border-bottom: 1px solid #b4b4b5; }
dt { flex: 0 0 6rem; font-weight: 700; }
dd { flex: 1 1 10rem; margin: 0; }
.amount dd { font-size: 1.5rem; font-weight: 700; line-height: 1.3; }
label { display: block; font-weight: 700; }
.hint { margin: 0 0 .5rem; color: #4d4d4f; }
input { display: block; width: 100%; min-height: 3rem; padding: .5rem .75rem; font: inherit; font-size: 1.125rem; color: inherit; background: #fff; border: 1px solid #626264; border-radius: .5rem; }
input[aria-invalid=true] { border: 2px solid #ce0000; }
button { display: block; width: 100%; min-height: 3.25rem; margin: 1.25rem 0; font: inherit; font-weight: 700; font-size: 1.125rem; color: #fff; background: #0017c1; border: 0; border-radius: .5rem; cursor: pointer; }
button:hover { background: #00118f; }
.back { display: inline-block; min-height: 2.75rem; padding: .5rem 0; color: #0017c1; text-underline-offset: .2em; }
.problem { margin: 0 0 1.5rem; padding: 1rem; border: 2px solid #ce0000; }
.problem h2 { color: #ce0000; }
.problem p { margin: 0; }
section { margin-top: 1.5rem; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .5rem .25rem; border-bottom: 1px solid #b4b4b5; text-align: left; vertical-align: top; }
td:first-child { width: 11.5rem; font-variant-numeric: tabular-nums; }
:focus-visible { outline: 4px solid #000; outline-offset: 2px; box-shadow: 0 0 0 2px #ffd43d; }
)";
}

} // namespace hiroba::sandbox
