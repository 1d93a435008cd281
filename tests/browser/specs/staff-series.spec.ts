// Series: every date is seen before any is booked; afterwards one, this and the following, or all are changed.
import { expect, test, type Page } from '@playwright/test';
import { desk } from '../playwright.config';
import { expectSound } from '../support/checks';
import { asDesk, bookAsDesk } from '../support/desk';
import { address, dayAfterToday } from '../support/town';

test.use({ ...desk, isMobile: false, hasTouch: false });

/** The first of four weekly dates on which the space is free, from a day on. */
async function freeWeeks(space: string, from_days: number): Promise<string[]> {
  const isFree = async (date: string) => {
    const response = await fetch(address(`/api/v1/availability/day?facility=gym&date=${date}`));
    const day = (await response.json()) as { spaces: { space: string; slots: { state: string; reason?: string }[] }[] };
    const slots = day.spaces.find((entry) => entry.space === space)?.slots ?? [];
    return slots.length > 0 && slots.every(({ state, reason }) => state === 'free' || reason === 'before_booking_window');
  };
  for (let days = from_days; days < from_days + 14; days += 1) {
    const dates = [0, 7, 14, 21].map((week) => dayAfterToday(days + week));
    if ((await Promise.all(dates.map(isFree))).every(Boolean)) return dates;
  }
  throw new Error(`no four free weeks for ${space}`);
}

async function fillSeries(page: Page, space: string, first: string, last: string): Promise<void> {
  await page.getByLabel('施設', { exact: true }).selectOption('gym');
  await page.getByLabel('部屋', { exact: true }).selectOption(space);
  await page.getByLabel('最初の日').fill(first);
  await page.getByLabel('始まり').selectOption('10:00');
  await page.getByLabel('終わり').selectOption('12:00');
  await page.getByLabel('最後の日').fill(last);
}

test('the school’s priority: clashes are told per date, those that fit are booked, the rest is told', async ({ page }) => {
  const dates = await freeWeeks('arena_quarter_1', 40);
  const [first = '', second = '', , last = ''] = dates;
  await asDesk(page, '/series');
  await bookAsDesk(page, [{ space: 'arena_half_a', date: second, start: '11:00', end: '13:00' }], undefined, '点検');
  await page.getByRole('button', { name: 'すべての日程を確かめる' }).click();
  await expect(page.getByRole('alert').getByRole('link')).toHaveText(['部屋と時間を選んでください', '最初の日を入力してください', '最後の日を入力してください']);
  await fillSeries(page, 'arena_quarter_1', first, last);
  await expectSound(page);
  await page.getByRole('button', { name: 'すべての日程を確かめる' }).click();
  await expect(page.getByText('4日のうち、予約できるのは 3日、重なりなどで予約できないのは 1日です。')).toBeVisible();
  await expect(page.getByRole('row', { name: /予約できません 予約済み/ })).toHaveCount(1);
  await expect(page.getByRole('button', { name: /^全/ })).toHaveCount(0);
  await expectSound(page);

  await page.getByRole('button', { name: '予約できる3日だけ予約する' }).click();
  await expect(page.getByRole('alert').getByRole('link')).toHaveText(['利用目的を入力してください', '人数を入力してください']);
  await page.getByLabel(/利用目的/).fill('体育の授業');
  await page.getByLabel(/人数/).fill('30');
  await page.getByRole('button', { name: '予約できる3日だけ予約する' }).click();
  await expect(page.getByText('予約できなかった日時が1件あります')).toBeVisible();
  await expect(page.getByRole('row', { name: /10:00〜12:00/ })).toHaveCount(3);
  await expectSound(page);
});

test('all dates at once; then all, one, and this and the following are changed', async ({ page }) => {
  const dates = await freeWeeks('arena_quarter_2', 41);
  const [first = '', , , last = ''] = dates;
  await asDesk(page, '/series');
  await fillSeries(page, 'arena_quarter_2', first, last);
  await page.getByLabel(/利用目的/).fill('健康体操');
  await page.getByLabel(/人数/).fill('15');
  await page.getByRole('button', { name: 'すべての日程を確かめる' }).click();
  await page.getByRole('button', { name: '全4日を予約する' }).click();
  await expect(page.getByRole('row', { name: /10:00〜12:00/ })).toHaveCount(4);

  await page.getByRole('link', { name: /^変更/ }).first().click();
  await page.getByRole('radio', { name: 'すべての回' }).check();
  await page.getByLabel('始まり').selectOption('13:00');
  await page.getByLabel('終わり').selectOption('15:00');
  await page.getByRole('button', { name: '変更の結果を確かめる' }).click();
  await expect(page.getByRole('row', { name: /13:00〜15:00.*変更できます/ })).toHaveCount(4);
  await expectSound(page);
  await page.getByRole('button', { name: 'この内容で変更する' }).click();
  await expect(page.getByRole('row', { name: /13:00〜15:00/ })).toHaveCount(4);

  await page.getByRole('link', { name: /^変更/ }).nth(1).click();
  await page.getByRole('radio', { name: 'この回だけ' }).check();
  await page.getByLabel('部屋', { exact: true }).selectOption('arena_quarter_3');
  await page.getByRole('button', { name: '変更の結果を確かめる' }).click();
  await page.getByRole('button', { name: 'この内容で変更する' }).click();
  await expect(page.getByRole('row', { name: /13:00〜15:00/ })).toHaveCount(4);
  const rooms = page.getByRole('region', { name: '利用の一覧' }).getByRole('row');
  await expect(rooms.nth(2)).toContainText('3');

  await page.getByRole('checkbox').nth(2).check();
  await page.getByRole('button', { name: '選んだ回以降をすべて選ぶ' }).click();
  await page.getByRole('button', { name: '選んだ2件を取り消す' }).click();
  await expectSound(page);
  await page.getByRole('button', { name: '取り消す', exact: true }).click();
  await expect(page.getByRole('row', { name: /取消済み/ })).toHaveCount(2);
  await expect(page.getByRole('row', { name: /予約確定/ })).toHaveCount(2);
});
