// A resident chooses PayPay, pays behind the code, and comes back to a booking that is complete; staff and finance see how.
import { expect, test, type Page } from '@playwright/test';
import { hold } from '../support/book';
import { expectSound } from '../support/checks';
import { choose, press } from '../support/keyboard';
import { asResident, logIn } from '../support/person';
import { address, freeDay } from '../support/town';

async function held(page: Page, days: number): Promise<string> {
  const date = await freeDay('kirara', 'japanese_room_pine', days);
  return hold(page, {
    uses: [{ space: 'japanese_room_pine', date, band: 'morning' }],
    details: { activity: 'meeting', purpose: '句会', people: 6, group_name: 'みどりの会', is_commercial: false },
  });
}

async function chooseQr(page: Page, application_id: string): Promise<void> {
  await page.goto(address(`/ja/applications/${application_id}/check`));
  await expect(page.getByRole('radio', { name: 'カード' })).toBeChecked();
  await choose(page, page.getByRole('radio', { name: 'PayPay' }));
  await expectSound(page);
  await press(page, page.getByRole('button', { name: /円を支払う$/ }));
  await page.waitForURL(/\/sandbox\/paypay\//);
  await expectSound(page);
}

test('with the keyboard: PayPay is chosen and paid, and the desk sees by which means', async ({ page, browser }) => {
  await asResident(page, 'resident1');
  const application_id = await held(page, 8);
  await chooseQr(page, application_id);
  await press(page, page.getByRole('button', { name: /^支払う/ }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('予約が完了しました');
  await expectSound(page);

  const desk = await (await browser.newContext()).newPage();
  await logIn(desk, 'desk1', '/ja/staff/');
  await desk.goto(address(`/ja/staff/applications/${application_id}`));
  await expect(desk.getByText('PayPay', { exact: true })).toBeVisible();
  await expectSound(desk);
  await desk.context().close();
});

test('who comes back without paying can go on, or give the booking back: the code is called off', async ({ page }) => {
  await asResident(page, 'resident1');
  const application_id = await held(page, 12);
  await chooseQr(page, application_id);
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('お支払いはまだ確認できていません');
  await expect(page.getByRole('link', { name: '支払いページにもどる' })).toBeVisible();
  await page.getByRole('link', { name: '予約をやめる' }).click();
  await page.getByRole('button', { name: '予約をやめる' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('この予約は取り消しました', { timeout: 40_000 });
});
