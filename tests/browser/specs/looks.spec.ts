// Every page for every eye: English, large letters on a small phone, forced colours, no script.
import { expect, test, type Page } from '@playwright/test';
import { launchOptions } from '../playwright.config';
import { bookAndPay, hold, send } from '../support/book';
import { startTown } from '../support/chain';
import { expectNoSidewaysScroll, expectReadableWhenLarge, expectSound } from '../support/checks';
import { answerNo, chooseActivity } from '../support/details';
import { asResident, giveEverythingBack, logIn } from '../support/person';
import { courtDays, minatomori_password, sellBook } from '../support/tickets';
import { address, freeDay, freeDays } from '../support/town';

// Many pages, each looked at whole.
test.describe.configure({ timeout: 300_000 });

interface Stop { path: string; heading: RegExp }

function monthAfter(date: string): string {
  const [year, month] = date.split('-').map(Number);
  return new Date(Date.UTC(year!, month!, 1)).toISOString().slice(0, 7);
}

function publicStops(language: 'ja' | 'en', date: string): Stop[] {
  const stops: [path: string, ja: RegExp, en: RegExp][] = [
    ['/', /空いている部屋をさがす/, /Find a free room/],
    [`/search?from=${date}&people=10`, /空きの検索結果/, /Free times/],
    ['/facilities/kirara', /文化センター きらら星見川/, /Kirara Hoshimigawa Culture Centre/],
    ['/spaces/small_meeting', /小会議室の空き/, /When Small meeting room is free/],
    // A month between others: the page turns both ways.
    [`/spaces/small_meeting?month=${monthAfter(date)}`, /小会議室の空き/, /When Small meeting room is free/],
    [`/spaces/small_meeting/week?from=${date}`, /小会議室の1週間の空き/, /When Small meeting room is free this week/],
    [`/spaces/music_practice/week?from=${date}`, /音楽練習室の1週間の空き/, /When Music practice room is free this week/],
    [`/facilities/kirara/days/${date}?space=small_meeting`, /使う時間を選んでください/, /Choose a time/],
    [`/facilities/gym/days/${date}`, /部屋を選んでください/, /Choose a room/],
    ['/facilities/kirara/fees', /料金の試算：/, /Work out a fee:/],
    ['/facilities/gym/fees', /料金の試算：/, /Work out a fee:/],
    ['/basket', /まとめて申し込む時間/, /Times to apply for together/],
    ['/login', /ログイン/, /Log in/],
  ];
  return stops.map(([path, ja, en]) => ({ path: `/${language}${path}`, heading: language === 'ja' ? ja : en }));
}

async function visit(page: Page, stop: Stop): Promise<void> {
  await page.goto(address(stop.path));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(stop.heading);
  await expect(page.locator('.waiting')).toHaveCount(0);
}

async function bookInEnglish(page: Page, date: string): Promise<void> {
  await page.goto(address(`/en/facilities/kirara/days/${date}?space=large_meeting_a`));
  await page.getByRole('radio', { name: /^Morning 9:00/ }).check();
  await page.getByRole('button', { name: 'Go on with this time' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('What is the room for?');
}

test('in English every page is whole, and the language stays on the page', async ({ page }) => {
  const date = await freeDay('kirara', 'large_meeting_a', 8);
  for (const stop of publicStops('en', date)) {
    await visit(page, stop);
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    await expectSound(page);
    await expect(page.getByRole('link', { name: '日本語' })).toHaveAttribute('href', new RegExp(`^${stop.path.replace('/en', '/ja').replace(/[?]/g, '\\?')}$`));
  }
});

test('in English one books and pays', async ({ page }) => {
  const date = await freeDay('kirara', 'large_meeting_a', 8);
  await asResident(page, 'resident2', 'en');
  await bookInEnglish(page, date);
  await expectSound(page);
  await chooseActivity(page);
  await page.getByLabel(/Purpose/).fill('English club');
  await page.getByLabel(/Number of people/).fill('10');
  await answerNo(page);
  await page.getByRole('button', { name: 'Go on to check' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Check your booking, then pay');
  await expectSound(page);
  await page.getByRole('button', { name: /^Pay ¥/ }).click();
  await page.waitForURL(/\/sandbox\/pay\//);
  await page.getByLabel('Card number', { exact: true }).fill('4242424242424242');
  await page.getByRole('button', { name: 'Pay', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your booking is complete');
  await expectSound(page);
});

test('twice the text size on 320 px: nothing is cut off and nothing scrolls sideways', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  const date = await freeDay('kirara', 'large_meeting_a', 9);
  await asResident(page, 'resident1');
  const enlarge = () => page.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
  for (const stop of publicStops('ja', date).filter(({ path }) => !path.endsWith('/login'))) {
    await visit(page, stop);
    await enlarge();
    await expectNoSidewaysScroll(page);
  }
  await page.goto(address(`/ja/facilities/kirara/days/${date}?space=large_meeting_a`));
  await page.getByRole('radio').first().check();
  await page.getByRole('button', { name: 'この時間で次へ進む' }).click();
  await expect(page.getByText(/まで確保しています/)).toBeVisible();
  await enlarge();
  await expectNoSidewaysScroll(page);
  await giveEverythingBack(page);
});

test('one’s own pages with twice the text size on 320 px: booked, listed, changed, given back', async ({ page }) => {
  const [first, second] = await freeDays('kirara', 'large_meeting_a', 14, 2);
  await asResident(page, 'resident1');
  const application_id = await bookAndPay(page, {
    uses: [{ space: 'large_meeting_a', date: first, band: 'morning', equipment: [{ code: 'projector', quantity: 1 }] },
      { space: 'large_meeting_a', date: second, band: 'evening' }],
    details: { activity: 'meeting', purpose: '役員会', people: 10, is_commercial: false },
  });
  const { bookings } = await (await page.request.get(address(`/api/v1/applications/${application_id}`))).json();
  await page.setViewportSize({ width: 320, height: 640 });
  const root = `/ja/applications/${application_id}`;
  const use = `space=large_meeting_a&date=${first}&band=afternoon`;
  for (const path of [root, '/ja/applications', `${root}/cancel`, `${root}/change?booking=${bookings[0].booking_id}`, `${root}/reduction`, '/ja/reductions', `/ja/series?${use}`,
    `/ja/waiting/new?${use}`]) {
    await page.goto(address(path));
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.locator('.waiting')).toHaveCount(0);
    await page.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
    await expectNoSidewaysScroll(page);
  }
});

/** Small screen, large letters: every page of these. */
async function expectReadablePages(page: Page, paths: readonly string[]): Promise<void> {
  await page.setViewportSize({ width: 320, height: 640 });
  for (const path of paths) {
    await page.goto(address(path));
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.locator('.waiting')).toHaveCount(0);
    await expectReadableWhenLarge(page);
  }
}

test('a number for a convenience store with twice the text size on 320 px: chosen, given out, called off', async ({ page }) => {
  const date = await freeDay('kirara', 'japanese_room_pine', 16);
  await asResident(page, 'resident2');
  const application_id = await hold(page, { uses: [{ space: 'japanese_room_pine', date, band: 'morning' }],
    details: { activity: 'meeting', purpose: '句会', people: 6, is_commercial: false } });
  const root = `/applications/${application_id}`;
  await page.goto(address(`/ja${root}/check`));
  await page.getByRole('radio', { name: 'コンビニ' }).check();
  await page.setViewportSize({ width: 320, height: 640 });
  await expectReadableWhenLarge(page);
  await page.getByRole('button', { name: /円を支払う$/ }).click();
  await page.waitForURL(/\/sandbox\/pay\//);
  await page.getByLabel('お名前').fill('川上 健一');
  await page.getByLabel('メールアドレス').fill('kenichi@example.jp');
  await page.getByRole('button', { name: '支払番号を出す' }).click();
  await expect(page.locator('.digits').first()).toBeVisible({ timeout: 40_000 });
  for (const language of ['ja', 'en']) await expectReadablePages(page, [`/${language}${root}/payment`, `/${language}${root}`, `/${language}${root}/cancel`]);
  await page.goto(address(`/ja${root}/payment`));
  await page.getByRole('button', { name: 'ほかの方法で支払う' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('ほかの方法で支払えます', { timeout: 40_000 });
  await expectReadablePages(page, [`/ja${root}/payment`, `/en${root}/payment`]);
  await giveEverythingBack(page);
});

test('books of tickets with twice the text size on 320 px: offered, used in part, listed, given back', async ({ page, browser }) => {
  const own_town = process.env['BASE_URL'];
  const town = await startTown('minatomori');
  process.env['BASE_URL'] = town.base_url;
  try {
    const clerk = await (await browser.newContext()).newPage();
    await sellBook(clerk, 'resident1');
    await clerk.context().close();
    const days = await courtDays(2);
    await logIn(page, 'resident1', '/ja/login', 'ja', minatomori_password);
    const application_id = await hold(page, { uses: days.map((date) => ({ space: 'court_3', date, start: '09:00', end: '11:00' })),
      details: { activity: 'tennis', purpose: 'テニスの練習', people: 4, is_commercial: false } });
    const root = `/applications/${application_id}`;
    await expectReadablePages(page, [`/ja${root}/check`, `/en${root}/check`]);
    await page.goto(address(`/ja${root}/check`));
    await page.getByRole('button', { name: '回数券2枚で支払う（420円分）' }).first().click();
    await expect(page.getByText('2枚（420円分）')).toBeVisible();
    await page.goto(address(`/ja${root}`));
    const first_use = page.getByRole('listitem').filter({ has: page.getByRole('heading', { level: 3 }) }).first();
    await expect(first_use.getByText('回数券で支払い済み')).toBeVisible(); // and never that it is unpaid
    await expect(first_use.getByText('未払い', { exact: false })).toHaveCount(0);
    await expect(page.getByText('残り', { exact: true })).toBeVisible();
    for (const language of ['ja', 'en']) await expectReadablePages(page, [`/${language}${root}/check`, `/${language}${root}`, `/${language}${root}/cancel`, `/${language}/tickets`]);
    await send(page, 'POST', `/api/v1${root}/cancellation`, {});
    await expectReadablePages(page, [`/ja${root}`, '/ja/tickets', '/en/tickets']);
  } finally {
    process.env['BASE_URL'] = own_town;
    await town.stop();
  }
});

test('with forced colours and reduced motion the pages keep their meaning', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  const date = await freeDay('kirara', 'small_meeting', 9);
  for (const stop of publicStops('ja', date)) {
    await visit(page, stop);
    await expectSound(page);
  }
  await page.goto(address(`/ja/facilities/kirara/days/${date}?space=small_meeting`));
  const slot = page.locator('.slot').first();
  const borderOf = () => slot.evaluate((element) => getComputedStyle(element).borderTopWidth);
  const before = await borderOf();
  await page.getByRole('radio').first().check();
  expect(await borderOf()).not.toBe(before);
});

test('without script there are words, a heading and telephones, in the language of the address', async ({ playwright }) => {
  const browser = await playwright.chromium.launch(launchOptions);
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  for (const [path, heading, help] of [['/ja/', '空いている部屋をさがす', 'お電話'], ['/en/', 'Find a free room', 'telephone'],
    ['/ja/staff/', '窓口の予約台帳', 'お電話'], ['/en/finance/', 'Finance', 'telephone']] as const) {
    await page.goto(address(path));
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
    await expect(page.locator('noscript p')).toContainText(help);
    await expect(page.getByRole('link', { name: '0999-00-0101' })).toBeVisible();
  }
  await browser.close();
});

test('nothing comes from another origin', async ({ page }) => {
  const origin = new URL(address('/')).origin;
  const foreign: string[] = [];
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== origin && !request.url().startsWith('data:')) foreign.push(request.url());
  });
  for (const path of ['/ja/', '/ja/staff/', '/ja/finance/', '/ja/spaces/small_meeting']) {
    await page.goto(address(path));
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  }
  expect(foreign).toEqual([]);
});
