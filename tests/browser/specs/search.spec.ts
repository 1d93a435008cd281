// Finding something free: wishes in the address, the nearest when nothing fits, the building, the week, closures.
import { expect, test } from '@playwright/test';
import { desk } from '../playwright.config';
import { expectSound } from '../support/checks';
import { press, tabTo, typeDate } from '../support/keyboard';
import { asDesk } from '../support/staff';
import { address, dayAfterToday, freeDay } from '../support/town';

test('a long wish by keyboard: every answer fits it, the address keeps it, and it can be changed', async ({ page }) => {
  const from = dayAfterToday(5);
  const to = dayAfterToday(25);
  await page.goto(address('/ja/'));
  await typeDate(page, page.getByLabel('使いたい日'), from);
  await typeDate(page, page.getByLabel(/^いつまで/), to);
  await tabTo(page, page.locator('#facility'));
  await page.keyboard.press('ArrowDown');
  await press(page, page.getByText(/^くわしい条件/));
  await tabTo(page, page.getByLabel('何時から'));
  await page.keyboard.type('18');
  for (const name of ['土', '日']) {
    await tabTo(page, page.getByRole('checkbox', { name, exact: true }));
    await page.keyboard.press('Space');
  }
  await tabTo(page, page.getByLabel('プロジェクター'));
  await page.keyboard.press('ArrowDown');
  await expectSound(page);
  await press(page, page.getByRole('button', { name: 'さがす', exact: true }));

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('空きの検索結果');
  const query = new URL(page.url()).searchParams;
  expect(Object.fromEntries(query)).toEqual({ from, to, facility: 'kirara', start: '18:00', weekdays: 'sun,sat', equipment: 'projector:1' });
  await expectSound(page);
  for (const heading of await page.getByRole('heading', { level: 2 }).filter({ hasText: '年' }).allTextContents()) expect(heading).toMatch(/（[土日]）$/);
  for (const time of await page.getByRole('heading', { level: 3 }).allTextContents()) expect(time).toMatch(/(18|19|20|21):00〜/);
  await page.getByRole('link', { name: /^この時間を予約する/ }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('使う時間を選んでください');
  await expect(page.getByLabel('プロジェクター')).toHaveValue('1');
  await page.goBack();
  await page.getByRole('link', { name: '条件を変える' }).click();
  await expect(page.getByLabel('何時から')).toHaveValue('18:00');
  await expect(page.getByRole('checkbox', { name: '土', exact: true })).toBeChecked();
});

test('when nothing fits, the nearest alternatives each say what was given up', async ({ page }) => {
  const date = await freeDay('kirara', 'small_hall', 6);
  await page.goto(address(`/ja/search?from=${date}&facility=kirara&start=06:00&end=08:00`));
  await expect(page.getByText('条件に合う空きは見つかりませんでした')).toBeVisible();
  await expect(page.getByText('時間帯が条件と違います').first()).toBeVisible();
  await expectSound(page);
  await page.goto(address(`/ja/search?from=${date}&facility=kirara&people=100000`));
  await expect(page.getByText('条件に合う空きは見つかりませんでした')).toBeVisible();
  await expect(page.getByText('近い日にも空きが見つかりませんでした', { exact: false })).toBeVisible();
});

test('an address that asks for a day that is over leads to the form', async ({ page }) => {
  await page.goto(address('/ja/search?from=2020-01-01&people=5'));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('空いている部屋をさがす');
  await expect(page.getByLabel(/利用人数/)).toHaveValue('5');
  await expect(page.getByRole('alert')).toContainText('今日より後の日');
});

test('a facility tells where it is, who can use it, what it has; its photo has words', async ({ page }) => {
  await page.goto(address('/ja/facilities/kirara'));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('文化センター きらら星見川');
  await expect(page.getByRole('link', { name: /^地図を見る/ })).toHaveAttribute('href', /^https:\/\/maps\.gsi\.go\.jp\/#16\/37\.12340\/140\.23450\/$/);
  await expect(page.getByText('エレベーター')).toBeVisible();
  await expect(page.getByText('グランドピアノ', { exact: false }).first()).toBeVisible();
  await expect(page.getByText(/7日前まで：100%を返金/)).toBeVisible();
  const photo = page.getByRole('img', { name: /きらら星見川の平面図/ });
  await photo.scrollIntoViewIfNeeded();
  await expect.poll(() => photo.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(0);
  await expectSound(page);
});

test('the day of a whole building: a table on a wide screen, a list on demand; a free time leads to its booking', async ({ browser }) => {
  const date = await freeDay('kirara', 'kitchen', 8);
  const context = await browser.newContext({ ...desk, locale: 'ja-JP' });
  const page = await context.newPage();
  await page.goto(address(`/ja/facilities/kirara/days/${date}`));
  const table = page.getByRole('table', { name: /文化センター きらら星見川/ });
  await expect(table).toBeVisible();
  await expect(table.getByRole('row')).toHaveCount(12);
  await expectSound(page);
  await press(page, table.getByRole('row', { name: /^調理室/ }).getByRole('link', { name: '13:00〜17:00 空き' }));
  await expect(page.getByRole('radio', { name: /^午後 13:00/ })).toBeChecked();
  await page.goBack();
  await page.getByRole('button', { name: '一覧で見る' }).click();
  await expect(page.getByRole('heading', { level: 2, name: '調理室' })).toBeVisible();
  await expectSound(page);
  await context.close();
});

test('the week of a space: free times lead on, the others say why in words', async ({ page }) => {
  const date = await freeDay('kirara', 'small_meeting', 10);
  await page.goto(address(`/ja/spaces/small_meeting/week?from=${date}`));
  await expect(page.locator('.week-day')).toHaveCount(7);
  await expect(page.locator('.week-day').filter({ hasText: '休館日' }).first()).toBeAttached();
  await expectSound(page);
  await press(page, page.getByRole('link', { name: /^午前 9:00〜12:00/ }).first());
  await expect(page.getByRole('radio', { name: /^午前 9:00/ })).toBeChecked();
  await press(page, page.getByRole('link', { name: '月', exact: true }));
  await expect(page.getByRole('table')).toBeVisible();
  await expect(page.getByRole('region', { name: '予約できない日の理由' })).toContainText('休館日');
});

test('an emergency closure stands at the top in both languages, times say so, and it ends when it is lifted', async ({ page, browser }) => {
  const date = await freeDay('gym', 'martial_arts', 12);
  const { closure } = await asDesk<{ closure: { closure_id: string } }>(browser, 'POST', '/api/v1/staff/closures', {
    kind: 'emergency', facility: 'gym', space: 'martial_arts', first: date, last: date, bookings: 'keep',
    reason: { ja: '雨もりのため使えません。', en: 'The roof leaks.' },
  });
  await page.goto(address(`/ja/facilities/gym/days/${date}?space=martial_arts`));
  await expect(page.getByRole('alert').filter({ hasText: '【緊急】' })).toContainText('雨もりのため使えません。');
  await expect(page.getByText('使用停止').first()).toBeVisible();
  await expect(page.getByLabel('始まり')).toHaveCount(0);
  await expectSound(page);
  await page.goto(address(`/en/facilities/gym/days/${date}?space=martial_arts`));
  await expect(page.getByRole('alert').filter({ hasText: 'Emergency' })).toContainText('The roof leaks.');
  await page.goto(address(`/ja/facilities/gym/days/${date}?space=arena_half_a`));
  await expect(page.getByLabel('始まり')).toBeVisible();
  await expect(page.getByText('【緊急】')).toHaveCount(0);
  await page.goto(address(`/ja/facilities/gym/days/${date}?space=martial_arts`));
  await expect(page.getByText('【緊急】', { exact: false })).toBeVisible();
  await asDesk(browser, 'POST', `/api/v1/staff/closures/${closure.closure_id}/lifting`, { reinstate: false });
  await expect(page.getByText('【緊急】', { exact: false })).toHaveCount(0);
  await expect(page.getByLabel('始まり')).toBeVisible();
});

test('where a cap counts over the day, the free times say that it may make them cheaper, and elsewhere nothing does', async ({ page }) => {
  const capped = await freeDay('gym', 'arena_half_a', 13);
  await page.goto(address(`/ja/facilities/gym/days/${capped}?space=arena_half_a`));
  await expect(page.getByText('1日の上限により、これより安くなることがあります')).toBeVisible();
  await expectSound(page);
  await page.goto(address(`/en/facilities/gym/days/${capped}?space=arena_half_a`));
  await expect(page.getByText('the daily cap may make this cheaper')).toBeVisible();
  const plain = await freeDay('kirara', 'music_practice', 9);
  await page.goto(address(`/ja/facilities/kirara/days/${plain}?space=music_practice`));
  await expect(page.getByLabel('始まり')).toBeVisible();
  await expect(page.getByText('1日の上限により')).toHaveCount(0);
});

test('how long a use by the hour may be is kept: only lengths of the rule are offered', async ({ page }) => {
  const date = await freeDay('kirara', 'music_practice', 9);
  await page.goto(address(`/ja/facilities/kirara/days/${date}?space=music_practice`));
  await page.getByLabel('始まり').selectOption('20:00');
  await expect(page.getByLabel('長さ').getByRole('option')).toHaveText(['1時間（21:00まで）', '2時間（22:00まで）']);
  await tabTo(page, page.getByRole('button', { name: 'この時間で次へ進む' }));
});
