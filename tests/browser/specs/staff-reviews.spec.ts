// Reviews: what waits, permitted or refused; a refusal never without its reason.
import { expect, test } from '@playwright/test';
import { desk } from '../playwright.config';
import { expectSound } from '../support/checks';
import { appliedFor, asDesk, inBrowserOf } from '../support/desk';
import { address, freeDay } from '../support/town';

test.use({ ...desk, isMobile: false, hasTouch: false });

function wish(date: string, band: string, purpose: string) {
  return { uses: [{ space: 'large_hall', date, band }],
    details: { activity: 'performance', purpose, people: 300, is_commercial: false } };
}

test('the earliest use comes first; one is permitted, one refused with a reason that the applicant reads', async ({ page, browser }) => {
  const late = await freeDay('kirara', 'large_hall', 50);
  const early = await freeDay('kirara', 'large_hall', 45);
  const later_id = await appliedFor(browser, 'resident1', wish(late, 'morning', '発表会（遅い日）'));
  const refused_id = await appliedFor(browser, 'resident2', wish(early, 'evening', '講演会（早い日）'));
  await asDesk(page, '/reviews');
  const cards = page.getByRole('article');
  const texts = await cards.allTextContents();
  const at = (words: string) => texts.findIndex((text) => text.includes(words));
  expect(at('講演会（早い日）')).toBeGreaterThanOrEqual(0);
  expect(at('講演会（早い日）')).toBeLessThan(at('発表会（遅い日）'));
  await expect(page.getByRole('navigation').getByRole('link', { name: /^審査（\d+件）$/ })).toBeVisible();
  await expectSound(page);

  const early_card = cards.filter({ hasText: '講演会（早い日）' });
  await early_card.getByRole('button', { name: '不許可にする' }).click();
  await early_card.getByRole('button', { name: /^不許可を決定する/ }).click();
  await expect(early_card.getByText('理由を入力してください')).toBeVisible();
  await early_card.getByLabel('定型文').selectOption('施設の管理上支障があるため。');
  await expectSound(page);
  await early_card.getByLabel('不許可の理由').fill('施設の管理上支障があるため。（舞台の点検）');
  await early_card.getByRole('button', { name: /^不許可を決定する/ }).click();
  await expect(early_card).toHaveCount(0);

  const late_card = cards.filter({ hasText: '発表会（遅い日）' });
  await late_card.getByRole('button', { name: '許可する（1件）' }).click();
  await expect(page.getByText(/許可しました。支払いを待っています/)).toBeVisible();
  await expect(late_card).toHaveCount(0);

  await page.goto(address(`/ja/staff/applications/${later_id}`));
  await expect(page.getByRole('row', { name: /支払い待ち/ })).toBeVisible();
  const reason = await inBrowserOf(browser, 'resident2', (own) => own.evaluate(async (id) => {
    const application = await (await fetch(`/api/v1/applications/${id}`)).json();
    return application.bookings[0].reason as string;
  }, refused_id));
  expect(reason).toBe('施設の管理上支障があるため。（舞台の点検）');
});

test('some bookings of an application are permitted, the others stay for later', async ({ page, browser }) => {
  const date = await freeDay('kirara', 'large_hall', 55);
  const application_id = await appliedFor(browser, 'resident1', {
    uses: [{ space: 'large_hall', date, band: 'morning' }, { space: 'large_hall', date, band: 'evening' }],
    details: { activity: 'performance', purpose: '二回公演', people: 300, is_commercial: false } });
  await asDesk(page, `/reviews?application=${application_id}`);
  const card = page.getByRole('article').filter({ hasText: '二回公演' });
  await card.getByRole('checkbox', { name: /18:00〜22:00/ }).uncheck();
  await card.getByRole('button', { name: '許可する（1件）' }).click();
  await expect(page.getByText(/一部を決定しました/)).toBeVisible();
  await page.goto(address(`/ja/staff/applications/${application_id}`));
  await expect(page.getByRole('row', { name: /9:00〜12:00.*支払い待ち/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /18:00〜22:00.*審査中/ })).toBeVisible();
  await expectSound(page);
});
