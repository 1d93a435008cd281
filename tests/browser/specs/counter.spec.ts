// The counter: a resident says they pay there; a clerk opens a drawer, takes the money by keyboard, counts it; finance looks.
import { expect, test, type Page } from '@playwright/test';
import { desk } from '../playwright.config';
import { hold } from '../support/book';
import { expectNoSidewaysScroll, expectSound } from '../support/checks';
import { asDesk } from '../support/desk';
import { choose, press } from '../support/keyboard';
import { asResident, logIn } from '../support/person';
import { address, freeDay } from '../support/town';

async function planned(page: Page): Promise<string> {
  const date = await freeDay('kirara', 'japanese_room_pine', 16);
  const application_id = await hold(page, {
    uses: [{ space: 'japanese_room_pine', date, band: 'morning' }],
    details: { activity: 'meeting', purpose: '句会', people: 6, group_name: 'みどりの会', is_commercial: false },
  });
  await page.goto(address(`/ja/applications/${application_id}/check`));
  await choose(page, page.getByRole('radio', { name: '現金（窓口）' }));
  await expectSound(page);
  await press(page, page.getByRole('button', { name: '現金（窓口）で支払う' }));
  await expect(page.getByText(/^支払方法: 現金（窓口）/)).toBeVisible();
  await expectSound(page);
  return application_id;
}

test('on a phone the resident says how they pay; at the desk it is paid in parts, undone, counted and looked at', async ({ page, browser }) => {
  await asResident(page, 'resident1');
  const application_id = await planned(page);

  const context = await browser.newContext({ ...desk, isMobile: false, hasTouch: false, locale: 'ja-JP', timezoneId: 'Asia/Tokyo' });
  const clerk = await context.newPage();
  await asDesk(clerk, '/drawer');
  await clerk.getByLabel('釣銭準備金').first().fill('10000');
  await press(clerk, clerk.getByRole('button', { name: 'きらら窓口 1番を開く' }));
  await expect(clerk.getByText(/10,000円 あるはずです/)).toBeVisible();
  await expectSound(clerk);
  await clerk.setViewportSize({ width: 320, height: 640 });
  await clerk.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
  await expectNoSidewaysScroll(clerk);
  await clerk.setViewportSize(desk.viewport);

  await clerk.goto(address(`/ja/staff/applications/${application_id}`));
  await clerk.getByLabel('受け取る金額').fill('100');
  await clerk.getByLabel('お預かり').fill('500');
  await expect(clerk.getByText('おつり')).toContainText('400円');
  await expectSound(clerk);
  await clerk.getByLabel('お預かり').press('Enter');
  await expect(clerk.getByText(/^100円を収納しました/)).toBeVisible();
  await page.goto(address(`/ja/applications/${application_id}`));
  await expect(page.getByRole('row', { name: /お支払い済み/ })).toContainText('100円');
  await expect(page.getByRole('row', { name: /残り.*期限/ })).toBeVisible();
  await expectSound(page);
  await page.goto(address(`/ja/applications/${application_id}/cancel`));
  await expect(page.getByText(/のうち 100円 をお支払い済みです/).first()).toBeVisible(); // before the button
  await expectSound(page);
  await clerk.getByLabel('受け取る金額').press('Enter');
  await expect(clerk.getByRole('link', { name: '領収書を開く' })).toBeVisible();
  await expect(clerk.getByRole('heading', { name: /^収納する/ })).toHaveCount(0);
  await expectSound(clerk);

  await clerk.goto(address('/ja/staff/drawer'));
  await clerk.getByLabel('10,000円', { exact: true }).fill('1');
  await press(clerk, clerk.getByRole('button', { name: '締める' }));
  await expect(clerk.getByText(/足りません/)).toBeVisible();
  await expectSound(clerk);
  await clerk.getByLabel('定型文').selectOption('釣銭の渡し間違い');
  await press(clerk, clerk.getByRole('button', { name: '締める' }));
  await expect(clerk.getByText(/^手提金庫を締めました/)).toBeVisible();
  await context.close();

  const finance = await (await browser.newContext()).newPage();
  await logIn(finance, 'finance1', '/ja/finance/');
  await finance.goto(address('/ja/finance/shifts'));
  await expect(finance.getByText('過不足あり・未確認')).toBeVisible();
  await expectSound(finance);
  await finance.getByRole('link', { name: 'kirara_1' }).click();
  await press(finance, finance.getByRole('button', { name: '確認した' }));
  await expect(finance.getByText('確認した職員')).toBeVisible();
  await expectSound(finance);
  await finance.goto(address('/ja/finance/trial-balance'));
  await expect(finance.getByText('すべての照合が一致しています')).toBeVisible();
  await finance.context().close();
});
