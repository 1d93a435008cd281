// A resident chooses a convenience store, gets a number, leaves, comes back, pays at the store, or pays another way; the
// desk sees the number and can call it off.
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

async function getNumber(page: Page, application_id: string): Promise<void> {
  await page.goto(address(`/ja/applications/${application_id}/check`));
  await choose(page, page.getByRole('radio', { name: 'コンビニ' }));
  await expect(page.getByText('お名前とメールアドレスを入れると、支払番号が出ます')).toBeVisible();
  await expectSound(page);
  await press(page, page.getByRole('button', { name: /円を支払う$/ }));
  await page.waitForURL(/\/sandbox\/pay\//);
  await expectSound(page);
  await page.getByLabel('お名前').fill('星見 花子');
  await page.getByLabel('メールアドレス').fill('hanako@example.jp');
  await press(page, page.getByRole('button', { name: '支払番号を出す' }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('コンビニでお支払いください', { timeout: 40_000 });
}

test('with the keyboard: a number is given out, is still there the next time, and is paid at the store', async ({ page }) => {
  await asResident(page, 'resident1');
  const application_id = await held(page, 15);
  await getNumber(page, application_id);
  const store_card = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'ローソン' }) });
  await expect(store_card.locator('.digits').first()).toHaveText(/^\d{8,}$/);
  await expect(page.getByText(/円を、.*までにお支払いください/)).toBeVisible(); // how much and until when, beside the numbers
  await expectSound(page);
  await page.goto(address('/ja/'));
  await page.goto(address(`/ja/applications/${application_id}/payment`));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('コンビニでお支払いください');

  await page.goto(address(`/ja/applications/${application_id}/cancel`));
  await expect(page.getByText(/もう店で支払った方は、やめる前に/)).toBeVisible();
  await expectSound(page);
  await page.goto(address(`/ja/applications/${application_id}/payment`));

  const store = await page.context().newPage();
  const voucher = await page.getByRole('link', { name: '店ごとの支払い方を見る' }).getAttribute('href');
  await store.goto(voucher ?? '');
  await expectSound(store);
  await store.getByRole('button', { name: 'コンビニで支払ったことにする' }).click();
  await expect(store.getByText('コンビニで支払いました。')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('予約が完了しました', { timeout: 40_000 });
});

test('another way: the number is called off first, and then the booking is paid by card or left', async ({ page }) => {
  await asResident(page, 'resident1');
  const application_id = await held(page, 18);
  await getNumber(page, application_id);
  await press(page, page.getByRole('button', { name: 'ほかの方法で支払う' }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('ほかの方法で支払えます', { timeout: 40_000 });
  await expectSound(page);
  await press(page, page.getByRole('link', { name: '支払方法を選ぶ' }));
  await expect(page.getByRole('radio', { name: 'カード' })).toBeVisible();
});

test('the desk sees the number and calls it off', async ({ page, browser }) => {
  await asResident(page, 'resident1');
  const application_id = await held(page, 22);
  await getNumber(page, application_id);
  const desk = await (await browser.newContext()).newPage();
  await logIn(desk, 'desk1', '/ja/staff/');
  await desk.goto(address(`/ja/staff/applications/${application_id}`));
  await expect(desk.getByText(/コンビニ払い: 支払番号を発行済み/)).toBeVisible();
  await expectSound(desk);
  await desk.getByRole('button', { name: '支払番号を無効にする' }).click();
  await expect(desk.getByText(/コンビニ払い: 支払番号を発行済み/)).toBeHidden({ timeout: 40_000 });
  await desk.context().close();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('ほかの方法で支払えます', { timeout: 40_000 });
});
