// Closures: seen before, nothing silently lost, and taken back. Extra openings.
import { expect, test, type Page } from '@playwright/test';
import { desk } from '../playwright.config';
import { expectSound } from '../support/checks';
import { asDesk, bookAsDesk, paidBooking } from '../support/desk';
import { address, freeDay } from '../support/town';

test.use({ ...desk, isMobile: false, hasTouch: false });

async function fillClosure(page: Page, date: string, space: string | undefined): Promise<void> {
  await page.getByRole('radio', { name: space ? '部屋を指定' : '施設全体' }).check();
  await page.getByLabel('施設', { exact: true }).selectOption('kirara');
  if (space) await page.getByLabel('部屋', { exact: true }).selectOption(space);
  await page.getByLabel(/始まりの日/).fill(date);
  await page.getByLabel(/終わりの日/).fill(date);
}

test('an emergency: what is in the way is seen with its refund, revoked in one step, and brought back', async ({ page, browser }) => {
  const date = await freeDay('kirara', 'japanese_room_bamboo', 60);
  const paid_id = await paidBooking(browser, 'resident2', { uses: [{ space: 'japanese_room_bamboo', date, band: 'morning' }],
    details: { activity: 'tea_and_crafts', purpose: '生け花', people: 8, is_commercial: false } });
  await asDesk(page, '/closures');
  await bookAsDesk(page, [{ space: 'japanese_room_bamboo', date, band: 'evening' }], 'resident1', '編み物');
  await page.getByRole('link', { name: '緊急に休止する' }).click();
  await page.getByRole('button', { name: '影響を確かめる' }).click();
  await expect(page.getByRole('alert').getByRole('link')).toHaveCount(2);
  await expectSound(page);
  await fillClosure(page, date, 'japanese_room_bamboo');
  await page.getByLabel('定型文').selectOption('outage');
  await expect(page.getByLabel(/理由（英語）/)).toHaveValue('Closed because of a power or water cut.');
  await page.getByRole('button', { name: '影響を確かめる' }).click();
  await expect(page.getByRole('heading', { name: '重なる予約 2件（まだ休止していません）' })).toBeFocused();
  await expect(page.getByRole('row', { name: /生け花/ })).toBeVisible();
  await expect(page.getByText('すべて取り消すと、還付額は 370円 になります。')).toBeVisible();
  await expectSound(page);
  await page.getByRole('button', { name: '休止して、2件を取り消す' }).click();
  await expect(page.getByText('休止しました。取消し 2件・残した予約 0件・還付 370円')).toBeVisible();
  await expectSound(page);

  const report = page.url();
  await page.goto(address(`/ja/staff/?facility=kirara&date=${date}`));
  await expect(page.getByText(/緊急休止：和室 竹/)).toBeVisible();
  await expect(page.getByRole('row', { name: /^和室 竹/ }).getByRole('gridcell', { name: /休止 停電・断水/ })).toBeVisible();
  await expectSound(page);
  await page.goto(address(`/ja/staff/applications/${paid_id}`));
  await expect(page.getByRole('row', { name: /町による取消し 100%.*還付が必要/ })).toBeVisible();

  await page.goto(report);
  await page.getByRole('button', { name: '休止を解除する' }).click();
  await expectSound(page);
  await page.getByRole('button', { name: '解除する', exact: true }).click();
  await expect(page.getByText('休止を解除しました。元に戻した予約 2件・戻せなかった予約 0件')).toBeVisible();
  await page.goto(address(`/ja/staff/applications/${paid_id}`));
  await expect(page.getByRole('region', { name: '利用の一覧' }).getByRole('row', { name: /予約確定/ })).toBeVisible();
});

test('a planned closure keeps what is booked until somebody decides; the waiting decision is counted', async ({ page }) => {
  const date = await freeDay('kirara', 'small_hall', 61);
  await asDesk(page, '/closures/new');
  await bookAsDesk(page, [{ space: 'small_hall', date, band: 'morning' }], 'resident2', '太極拳', 20);
  await fillClosure(page, date, 'small_hall');
  await page.getByRole('checkbox', { name: '終日' }).uncheck();
  await page.getByLabel('始まり', { exact: true }).selectOption('09:00');
  await page.getByLabel('終わり', { exact: true }).selectOption('13:00');
  await page.getByLabel('定型文').selectOption('works');
  await page.getByRole('button', { name: '影響を確かめる' }).click();
  await expect(page.getByText('1件の予約は残ります。あとで判断してください')).toBeVisible();
  await page.getByRole('button', { name: '休止する', exact: true }).click();
  await expect(page.getByText(/取消し 0件・残した予約 1件/)).toBeVisible();
  await expect(page.getByRole('navigation').getByRole('link', { name: /要判断 \d+件/ })).toBeVisible();
  const report = page.url();

  await page.goto(address(`/ja/staff/?facility=kirara&date=${date}`));
  await page.getByRole('gridcell', { name: /太極拳.*休止の期間と重なっています/ }).click();
  await expect(page.getByRole('complementary').getByText('休止の期間と重なっています')).toBeVisible();
  await expect(page.getByRole('row', { name: /^小ホール/ }).getByRole('gridcell', { name: '13:00 空き', exact: true })).toBeVisible();
  await expectSound(page);

  await page.goto(report);
  await page.getByRole('checkbox', { name: /太極拳/ }).check();
  await page.getByRole('button', { name: '選んだ1件を取り消す' }).click();
  await expect(page.getByRole('row', { name: /太極拳.*町による取消.*取り消した/ })).toBeVisible();
  await page.getByRole('link', { name: '休止・臨時開館' }).first().click();
  await page.getByLabel('期間（から）').fill(date);
  await page.getByLabel('期間（まで）').fill(date);
  await expect(page.getByRole('row', { name: /各日 9:00〜13:00.*小ホール/ })).toBeVisible();
  await expectSound(page);
});

test('a closure without anything in its way says so', async ({ page }) => {
  const date = await freeDay('kirara', 'kitchen', 62);
  await asDesk(page, '/closures/new');
  await fillClosure(page, date, 'kitchen');
  await page.getByLabel('定型文').selectOption('inspection');
  await page.getByRole('button', { name: '影響を確かめる' }).click();
  await expect(page.getByRole('heading', { name: /^重なる予約はありません/ })).toBeVisible();
  await expectSound(page);
});

test('an extra opening makes the hours longer, and stays while somebody has booked in it', async ({ page }) => {
  const date = await freeDay('kirara', 'music_practice', 63);
  const reason = `早朝練習 ${Date.now()}`;
  await asDesk(page, '/openings');
  await page.getByRole('radio', { name: '部屋を指定' }).check();
  await page.getByLabel('施設', { exact: true }).selectOption('kirara');
  await page.getByLabel('部屋', { exact: true }).selectOption('music_practice');
  await page.getByLabel(/始まりの日/).fill(date);
  await page.getByLabel('始まり', { exact: true }).selectOption('07:00');
  await page.getByLabel('終わり', { exact: true }).selectOption('09:00');
  await page.getByLabel(/理由（日本語）/).fill(reason);
  await page.getByLabel(/理由（英語）/).fill('Early practice');
  await page.getByRole('button', { name: '開館する' }).click();
  const row = page.getByRole('row', { name: new RegExp(`7:00〜9:00.*${reason}`) });
  await expect(row).toBeVisible();
  await expectSound(page);
  const { application_id } = await bookAsDesk(page, [{ space: 'music_practice', date, start: '07:00', end: '08:00' }]);
  await row.getByRole('button', { name: /^取りやめる/ }).click();
  await expect(page.getByRole('alert')).toContainText('予約');
  await expect(row).toBeVisible();
  await page.goto(address(`/ja/staff/applications/${application_id}`));
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: '選んだ1件を取り消す' }).click();
  await page.getByRole('button', { name: '取り消す', exact: true }).click();
  await expect(page.getByRole('row', { name: /取消済み/ })).toBeVisible();
  await page.goto(address('/ja/staff/openings'));
  await row.getByRole('button', { name: /^取りやめる/ }).click();
  await expect(page.getByText('臨時開館を取りやめました')).toBeVisible();
  await expect(row).toHaveCount(0);
});
