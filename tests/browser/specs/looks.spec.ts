// Every page for every eye: English, large letters on a small phone, forced colours, no script.
import { expect, test, type Page } from '@playwright/test';
import { launchOptions } from '../playwright.config';
import { expectNoSidewaysScroll, expectSound } from '../support/checks';
import { asResident, giveEverythingBack } from '../support/person';
import { address, freeDay } from '../support/town';

interface Stop { path: string; heading: RegExp }

function publicStops(language: 'ja' | 'en', date: string): Stop[] {
  const headings = language === 'ja'
    ? [/空いている部屋をさがす/, /の空き/, /小会議室の空き/, /使う時間を選んでください/, /部屋を選んでください/, /ログイン/]
    : [/Find a free room/, /Free on/, /When Small meeting room is free/, /Choose a time/, /Choose a room/, /Log in/];
  const paths = ['/', `/search?date=${date}&people=10`, '/spaces/small_meeting', `/facilities/kirara/days/${date}?space=small_meeting`,
    `/facilities/gym/days/${date}`, '/login'];
  return paths.map((path, index) => ({ path: `/${language}${path}`, heading: headings[index] ?? /./ }));
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
  await asResident(page, 'resident2', 'en');
  await bookInEnglish(page, date);
  await expectSound(page);
  await page.getByLabel(/Purpose/).fill('English club');
  await page.getByLabel(/Number of people/).fill('10');
  await page.getByRole('radio', { name: 'No' }).check();
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
