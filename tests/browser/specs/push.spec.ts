// The board when the push channel is away: polling; when everything is away: says how old it is; and back.
import { expect, test } from '@playwright/test';
import { desk } from '../playwright.config';
import { expectSound } from '../support/checks';
import { holdAs } from '../support/hold';
import { asResident, logIn } from '../support/person';
import { freeDay } from '../support/town';

test.use({ ...desk, isMobile: false, hasTouch: false });

test('without the push channel the board asks for the version and still shows the booking', async ({ page, browser }) => {
  const date = await freeDay('kirara', 'small_hall', 20);
  await page.route('**/push/**', (route) => route.abort());
  await logIn(page, 'desk1', `/ja/staff/?facility=kirara&date=${date}`);
  await expect(page.getByText('5秒ごとに確かめています', { exact: false })).toBeVisible();
  await holdAs(browser, 'resident2', { space: 'small_hall', date, band: 'morning' });
  await expect(page.getByRole('gridcell', { name: /^9:00〜12:00 入力中/ })).toBeVisible();
  await expectSound(page);
});

test('when the line is dead the board says so and how old it is, and recovers by itself', async ({ page, browser }) => {
  const date = await freeDay('kirara', 'small_hall', 21);
  await page.route('**/push/**', (route) => route.abort());
  await logIn(page, 'desk1', `/ja/staff/?facility=kirara&date=${date}`);
  await expect(page.getByRole('grid')).toBeVisible();
  await page.route('**/availability/version**', (route) => route.abort());
  const banner = page.getByRole('alert').filter({ hasText: '接続が切れました' });
  await expect(banner).toContainText(/\d+秒前 の内容です/);
  await expectSound(page);
  await holdAs(browser, 'resident2', { space: 'small_hall', date, band: 'evening' });
  await page.unroute('**/availability/version**');
  await expect(page.getByRole('gridcell', { name: /^18:00〜22:00 入力中/ })).toBeVisible();
  await expect(banner).toHaveCount(0);
});

test('a live update neither moves the focus nor draws other rows anew', async ({ page, browser }) => {
  const date = await freeDay('kirara', 'small_hall', 22);
  await logIn(page, 'desk1', `/ja/staff/?facility=kirara&date=${date}`);
  await expect(page.getByText('変更はすぐに表示されます', { exact: false })).toBeVisible();
  const cell = page.getByRole('row', { name: /^調理室/ }).getByRole('gridcell', { name: '9:00 空き', exact: true });
  await cell.focus();
  await page.evaluate(() => {
    const redrawn = new Set<string>();
    Object.assign(window, { redrawn });
    new MutationObserver((changes) => {
      for (const { target } of changes) redrawn.add((target as Element).closest('tr')?.querySelector('th')?.firstChild?.textContent ?? '?');
    }).observe(document.querySelector('.board tbody') as Element, { subtree: true, childList: true, attributes: true });
  });
  await holdAs(browser, 'resident2', { space: 'small_hall', date, band: 'afternoon' });
  await expect(page.getByRole('gridcell', { name: /^13:00〜17:00 入力中/ })).toBeVisible();
  await expect(cell).toBeFocused();
  expect(await page.evaluate(() => [...(window as unknown as { redrawn: Set<string> }).redrawn])).toEqual(['小ホール']);
});

test('a resident’s day page hears of a change, and of a lost hold that becomes free again', async ({ page, browser }) => {
  const date = await freeDay('kirara', 'small_hall', 23);
  await page.goto(`${process.env['BASE_URL']}/ja/facilities/kirara/days/${date}?space=small_hall`);
  await expect(page.locator('.freshness')).toHaveAttribute('data-connection', 'push');
  await holdAs(browser, 'resident2', { space: 'small_hall', date, band: 'morning' });
  await expect(page.getByText('予約済み').first()).toBeVisible();
  const context = await browser.newContext();
  await asResident(await context.newPage(), 'resident2');
  await context.close();
  await expect(page.getByRole('radio', { name: /^午前 9:00/ })).toBeVisible();
});
