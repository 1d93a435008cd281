// When something goes wrong: said in words, where it is, what to do, and nothing typed is lost.
import { expect, test, type Page } from '@playwright/test';
import { desk } from '../playwright.config';
import { expectSound } from '../support/checks';
import { answerNo, chooseActivity } from '../support/details';
import { holdAs } from '../support/hold';
import { asResident, giveEverythingBack, logIn } from '../support/person';
import { address, freeDay } from '../support/town';

const facility = 'kirara';

function dayPage(space: string, date: string): string {
  return address(`/ja/facilities/${facility}/days/${date}?space=${space}`);
}

async function holdByHand(page: Page, space: string, date: string, time: RegExp): Promise<void> {
  await page.goto(dayPage(space, date));
  await page.getByRole('radio', { name: time }).check();
  await page.getByRole('button', { name: 'この時間で次へ進む' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('利用内容を入力してください');
}

async function fillDetails(page: Page): Promise<void> {
  await chooseActivity(page);
  await page.getByLabel(/利用目的/).fill('練習');
  await page.getByLabel(/利用人数/).fill('8');
  await answerNo(page);
  await page.getByRole('button', { name: '確認へ進む' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('予約内容を確認して、申し込んでください');
}

async function goToPayment(page: Page): Promise<void> {
  await page.getByRole('button', { name: /円を支払う$/ }).click();
  await page.waitForURL(/\/sandbox\/pay\//);
}

test('a wrong password: the summary takes the focus, leads to the field, and keeps the name', async ({ page }) => {
  await page.goto(address('/ja/login'));
  await page.getByLabel(/利用者番号/).fill('resident2');
  await page.getByLabel(/パスワード/).fill('not-the-password');
  await page.getByRole('button', { name: 'ログイン' }).click();
  const summary = page.getByRole('alert').filter({ hasText: '入力内容を確認してください' });
  await expect(summary).toBeFocused();
  await expect(summary).toContainText('パスワードが違います');
  await expect(page).toHaveTitle(/^エラー: /);
  await expect(page.getByLabel(/利用者番号/)).toHaveValue('resident2');
  await expectSound(page);
  await summary.getByRole('link').click();
  await expect(page.getByLabel(/利用者番号/)).toBeFocused();
});

test('a search without a date and with words for a number tells both', async ({ page }) => {
  await page.goto(address('/ja/'));
  await page.getByLabel(/利用人数/).fill('おおぜい');
  await page.getByRole('button', { name: 'さがす', exact: true }).click();
  const summary = page.getByRole('alert');
  await expect(summary.getByRole('link')).toHaveText(['使いたい日を入力してください', '利用人数を、1以上の数字で入力してください']);
  await expect(page.getByLabel(/利用人数/)).toHaveValue('おおぜい');
  await expectSound(page);
});

test('too many people: names the capacity, keeps what was typed; a use with an admission fee is told to be reviewed', async ({ page }) => {
  const date = await freeDay(facility, 'japanese_room_pine', 4);
  await asResident(page, 'resident1');
  await holdByHand(page, 'japanese_room_pine', date, /^夜間/);
  await chooseActivity(page);
  await page.getByLabel(/利用目的/).fill('茶会');
  await page.getByLabel(/利用人数/).fill('９９９９');
  await page.locator('#charges-yes').check();
  await page.locator('#highest_yen').fill('500');
  await page.locator('#sells-no').check();
  await page.getByRole('button', { name: '確認へ進む' }).click();
  await expect(page.getByRole('alert').getByRole('link', { name: /この部屋の定員は\d+人です/ })).toBeVisible();
  await expect(page.getByLabel(/利用人数/)).toHaveValue('９９９９');
  await expect(page.getByLabel(/利用人数/)).toHaveAttribute('aria-invalid', 'true');
  await expectSound(page);
  await expect(page.getByLabel(/利用目的/)).toHaveValue('茶会');
  await page.getByLabel(/利用人数/).fill('8');
  await page.getByRole('button', { name: '確認へ進む' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('申込みの内容を確認してください（審査があります）');
  await expect(page.getByRole('button', { name: '審査に申し込む' })).toBeVisible();
  await expectSound(page);
  await giveEverythingBack(page);
});

test('somebody was faster: the nearest times are offered, and one of them can be taken', async ({ page, browser }) => {
  const date = await freeDay(facility, 'kitchen', 4);
  await asResident(page, 'resident1');
  await page.route('**/push/**', (route) => route.abort());
  await page.route('**/availability/version**', (route) => route.abort());
  await page.goto(dayPage('kitchen', date));
  await page.getByRole('radio', { name: /^午後 13:00/ }).check();
  await holdAs(browser, 'resident2', { space: 'kitchen', date, band: 'afternoon' });
  await page.getByRole('button', { name: 'この時間で次へ進む' }).click();
  const summary = page.getByRole('alert').filter({ hasText: 'この時間は予約できませんでした' });
  await expect(summary).toContainText('ほかの方が先に予約しました');
  await expect(summary).toBeFocused();
  await expect(page.getByText('予約済み').first()).toBeVisible();
  await expectSound(page);
  await page.getByRole('region', { name: 'ほかの時間・部屋' }).getByRole('button', { name: /^午前 9:00/ }).click();
  await page.getByRole('button', { name: 'この時間で次へ進む' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('利用内容を入力してください');
  await giveEverythingBack(page);
});

test('a time that one has already, from another tab, is told as one’s own and leads to it', async ({ page, context }) => {
  const date = await freeDay(facility, 'kitchen', 6);
  await asResident(page, 'resident1');
  const told = await context.newPage();
  const not_told = await context.newPage();
  await not_told.route('**/push/**', (route) => route.abort());
  await not_told.route('**/availability/version**', (route) => route.abort());
  for (const tab of [page, told, not_told]) {
    await tab.goto(dayPage('kitchen', date));
    await tab.getByRole('radio', { name: /^午前 9:00/ }).check();
  }
  await expect(told.locator('.freshness')).toHaveAttribute('data-connection', 'push');
  await page.getByRole('button', { name: 'この時間で次へ進む' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('利用内容を入力してください');
  await expect(told.getByRole('alert')).toContainText('ご自身の予約があります');
  await expectSound(told);
  await told.getByRole('link', { name: 'ご自身の予約を開く' }).click();
  await expect(told).toHaveURL(/\/applications\/\d+$/);
  await not_told.getByRole('button', { name: 'この時間で次へ進む' }).click();
  await expect(not_told.getByRole('alert')).toContainText('ご自身の予約があります');
  await not_told.getByRole('link', { name: 'ご自身の予約を開く' }).click();
  await expect(not_told).toHaveURL(/\/applications\/\d+$/);
  await giveEverythingBack(page);
});

test('a chosen time that is taken meanwhile is given up at once, before anything is sent', async ({ page, browser }) => {
  const date = await freeDay(facility, 'large_meeting_b', 5);
  await page.goto(dayPage('large_meeting_b', date));
  await page.getByRole('radio', { name: /^夜間 18:00/ }).check();
  await expect(page.locator('.freshness')).toHaveAttribute('data-connection', 'push');
  await holdAs(browser, 'resident2', { space: 'large_meeting', date, band: 'evening' });
  await expect(page.getByRole('alert')).toContainText('ほかの方が先に予約しました');
  await expect(page.getByRole('radio', { name: /^夜間 18:00/ })).toHaveCount(0);
});

test('the hold says until when, can be extended, and is found again from any page', async ({ page }) => {
  const date = await freeDay(facility, 'music_practice', 4);
  await asResident(page, 'resident1');
  await page.goto(dayPage('music_practice', date));
  await page.getByLabel('始まり').selectOption('10:00');
  await page.getByLabel('長さ').selectOption('12:00');
  await expectSound(page);
  await page.getByRole('button', { name: 'この時間で次へ進む' }).click();
  await expect(page.getByText(/この時間を .*\d+:\d\d まで確保しています/)).toBeVisible();
  await page.getByRole('button', { name: 'あと10分のばす' }).click();
  await expect(page.getByRole('status').filter({ hasText: '確保しています' })).toBeVisible();
  await page.goto(address('/ja/applications'));
  await expect(page.getByRole('heading', { name: '途中の予約' })).toBeVisible();
  await expectSound(page);
  await page.getByRole('link', { name: '続ける' }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('利用内容を入力してください');
  await giveEverythingBack(page);
});

test('a hold that ran out says so and leads back to the times; the typed words are kept', async ({ page }) => {
  const date = await freeDay(facility, 'small_meeting', 6);
  await asResident(page, 'resident1');
  await holdByHand(page, 'small_meeting', date, /^午後 13:00/);
  await page.getByLabel(/利用目的/).fill('勉強会');
  await page.route('**/api/v1/applications/*', async (route) => {
    const answer = await (await route.fetch()).json();
    await route.fulfill({ json: { ...answer, state: 'over', next_step: 'none', hold_expires_at_ms: null,
      bookings: answer.bookings.map((booking: object) => ({ ...booking, state: 'expired', refund: null })) } });
  });
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('確保の時間が過ぎました');
  await expectSound(page);
  await page.unroute('**/api/v1/applications/*');
  await giveEverythingBack(page);
  await page.getByRole('link', { name: 'もう一度時間を選ぶ' }).click();
  await page.getByRole('radio', { name: /^午後 13:00/ }).check();
  await page.getByRole('button', { name: 'この時間で次へ進む' }).click();
  await expect(page.getByLabel(/利用目的/)).toHaveValue('勉強会');
  await giveEverythingBack(page);
});

test('a declined card, then coming back without paying: choices; giving up calls the payment off', async ({ page }) => {
  const date = await freeDay(facility, 'japanese_room_bamboo', 4);
  await asResident(page, 'resident2');
  await holdByHand(page, 'japanese_room_bamboo', date, /^午前 9:00/);
  await fillDetails(page);
  await goToPayment(page);
  await page.getByLabel('カード番号', { exact: true }).fill('4000000000000002');
  await page.getByRole('button', { name: '支払う' }).click();
  await expect(page.getByText('カード会社に断られました', { exact: false })).toBeVisible();
  await expectSound(page);
  await page.getByRole('link', { name: '戻る' }).or(page.getByRole('button', { name: '戻る' })).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/お支払い/);
  await expect(page.getByRole('link', { name: '予約をやめる' })).toBeVisible();
  await expectSound(page);
  await page.getByRole('link', { name: '予約をやめる' }).click();
  await page.getByRole('button', { name: '予約をやめる' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('この予約は取り消しました', { timeout: 40_000 });
  await page.goto(dayPage('japanese_room_bamboo', date));
  await expect(page.getByRole('radio', { name: /^午前 9:00/ })).toBeVisible();
});

test('a payment nobody can tell about: says not to pay again, and keeps asking', async ({ page }) => {
  const date = await freeDay(facility, 'japanese_room_bamboo', 5);
  await asResident(page, 'resident2');
  await holdByHand(page, 'japanese_room_bamboo', date, /^午後 13:00/);
  await fillDetails(page);
  await goToPayment(page);
  let asked = 0;
  await page.route('**/api/v1/applications/*', async (route) => {
    asked += 1;
    const answer = await (await route.fetch()).json();
    await route.fulfill({ json: { ...answer, attempt: { ...answer.attempt, state: 'unknown', redirect_url: null } } });
  });
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('お支払いの結果を確かめています');
  await expect(page.getByText('もう一度支払わないでください', { exact: false })).toBeVisible();
  await expectSound(page);
  const before = asked;
  await expect.poll(() => asked).toBeGreaterThan(before + 1);
  await page.unroute('**/api/v1/applications/*');
  await giveEverythingBack(page);
});

test('a busy server: says so, waits as told, and goes on by itself', async ({ page }) => {
  let refused = 0;
  await page.route('**/api/v1/availability/month**', async (route) => {
    refused += 1;
    if (refused > 1) return route.continue();
    await route.fulfill({ status: 429, headers: { 'Retry-After': '2', 'Content-Type': 'application/problem+json' },
      json: { type: 'about:blank', title: 'too_busy', status: 429, code: 'too_busy', request_id: 'r' } });
  });
  await page.goto(address('/ja/spaces/small_meeting'));
  await expect(page.getByText('混み合っています')).toBeVisible();
  await expect(page.getByRole('table')).toBeVisible();
  await expect(page.getByText('混み合っています')).toHaveCount(0);
});

test('without a connection the typed words stay, and sending goes on when it is back', async ({ page, context }) => {
  const date = await freeDay(facility, 'small_meeting', 7);
  await asResident(page, 'resident1');
  await holdByHand(page, 'small_meeting', date, /^夜間 18:00/);
  await chooseActivity(page);
  await page.getByLabel(/利用目的/).fill('句会');
  await page.getByLabel(/利用人数/).fill('6');
  await answerNo(page);
  await context.setOffline(true);
  await page.getByRole('button', { name: '確認へ進む' }).click();
  await expect(page.getByText('インターネットにつながりません').first()).toBeVisible();
  await expect(page.getByLabel(/利用目的/)).toHaveValue('句会');
  await context.setOffline(false);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('予約内容を確認して、申し込んでください');
  await giveEverythingBack(page);
});

test('an unknown refusal gets a general sentence with the number of the request', async ({ page }) => {
  await page.route('**/api/v1/availability/month**', (route) => route.fulfill({ status: 418,
    headers: { 'Content-Type': 'application/problem+json' },
    json: { type: 'about:blank', title: 'teapot', status: 418, code: 'never_heard_of', request_id: 'abc-123' } }));
  await page.goto(address('/ja/spaces/small_meeting'));
  await expect(page.getByRole('alert')).toContainText('abc-123');
  await expectSound(page);
});

test('a day that opens for booking while one is looking turns by itself', async ({ page }) => {
  const date = await freeDay(facility, 'kitchen', 6);
  const opens_at_ms = Date.now() + 6_000;
  await page.route('**/api/v1/availability/day**', async (route) => {
    if (Date.now() >= opens_at_ms) return route.continue();
    const answer = await (await route.fetch()).json();
    for (const space of answer.spaces) {
      for (const slot of space.slots) Object.assign(slot, { state: 'outside', reason: 'before_booking_window', opens_at_ms });
    }
    await route.fulfill({ json: answer });
  });
  await page.goto(dayPage('kitchen', date));
  await expect(page.getByText(/から申し込めます/).first()).toBeVisible();
  await expect(page.getByRole('radio')).toHaveCount(0);
  await expectSound(page);
  await expect(page.getByRole('radio', { name: /^午前 9:00/ })).toBeVisible();
});

test('the pages of the desk and of finance refuse other accounts in words', async ({ browser }) => {
  const context = await browser.newContext({ ...desk, locale: 'ja-JP' });
  const page = await context.newPage();
  await logIn(page, 'finance1', '/ja/staff/');
  await expect(page.getByText('この利用者番号では、このページを使えません。')).toBeVisible();
  await expectSound(page);
  await page.getByRole('banner').getByRole('button', { name: 'ログアウト' }).click();
  await expect(page.getByLabel(/利用者番号/)).toBeVisible();
  await context.close();
});

test('a place that does not exist says so and leads on', async ({ page }) => {
  await page.goto(address('/ja/no/such/place'));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('ページが見つかりません');
  await expectSound(page);
});
