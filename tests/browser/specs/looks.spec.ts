// Every page for every eye: English, large letters on a small phone, forced colours, no script.
import { expect, test, type Page } from '@playwright/test';
import { launchOptions } from '../playwright.config';
import { bookAndPay } from '../support/book';
import { expectNoSidewaysScroll, expectSound } from '../support/checks';
import { answerNo, chooseActivity } from '../support/details';
import { asResident, giveEverythingBack } from '../support/person';
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
