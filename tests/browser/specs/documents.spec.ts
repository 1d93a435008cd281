// Papers: a resident gets their form and receipt, the desk issues one again and prints the sheet of the day.
import { expect, test, type Page } from '@playwright/test';
import { bookAndPay } from '../support/book';
import { expectSound } from '../support/checks';
import { asDesk, inBrowserOf } from '../support/desk';
import { press } from '../support/keyboard';
import { asResident } from '../support/person';
import { address, freeDay } from '../support/town';

async function paidMeeting(page: Page): Promise<string> {
  const date = await freeDay('kirara', 'small_meeting', 40);
  return bookAndPay(page, { uses: [{ space: 'small_meeting', date, band: 'morning' }],
    details: { activity: 'meeting', purpose: '書類の確認', people: 6, group_name: 'みどりの会', is_commercial: false } });
}

async function expectPdf(page: Page, path: string): Promise<void> {
  const answer = await page.request.get(address(path));
  expect(answer.status()).toBe(200);
  expect(answer.headers()['content-type']).toBe('application/pdf');
  expect((await answer.body()).subarray(0, 5).toString()).toBe('%PDF-');
}

const paper = (page: Page, name: string) => page.locator('.documents > li').filter({ hasText: name });

test('a resident issues the receipt with the keyboard, and opens it', async ({ page }) => {
  await asResident(page, 'resident1');
  const application_id = await paidMeeting(page);
  await page.goto(address(`/ja/applications/${application_id}`));
  await expect(page.getByRole('heading', { name: '書類', exact: true })).toBeVisible();
  const receipt = paper(page, '領収書（適格請求書）');
  await press(page, receipt.getByRole('button', { name: /^発行する/ }));
  const link = receipt.getByRole('link', { name: /^PDFをダウンロード/ });
  await expect(link).toBeVisible();
  await expect(receipt).toContainText(/令和\d+年度 第\d+号/);
  await expectPdf(page, (await link.getAttribute('href')) ?? '');
  await expectSound(page);

  await page.goto(address(`/en/applications/${application_id}`));
  await expect(paper(page, 'Receipt (qualified invoice)').getByRole('link', { name: /^Download the PDF/ })).toBeVisible();
  await expectSound(page);
});

test('the desk issues a paper again with the reason, which is counted', async ({ page, browser }) => {
  const application_id = await inBrowserOf(browser, 'resident2', paidMeeting);
  await asDesk(page, `/applications/${application_id}`);
  const form = paper(page, '使用許可申請書');
  await form.getByText(/^使用許可申請書を再発行する/).click();
  await form.getByLabel('定型文').selectOption({ index: 1 });
  await expectSound(page);
  await form.getByRole('button', { name: '再発行する', exact: true }).click();
  await expect(form).toContainText('（再発行 1回）');
  await expectPdf(page, (await form.getByRole('link', { name: /^PDFをダウンロード/ }).getAttribute('href')) ?? '');
});

test('the board links to the sheet of its day', async ({ page }) => {
  await asDesk(page, '/?facility=kirara&date=2026-12-01');
  const link = page.getByRole('link', { name: '当日利用表（PDF）' });
  await expect(link).toHaveAttribute('href', '/api/v1/staff/facilities/kirara/day-sheet.pdf?date=2026-12-01');
  await expectPdf(page, '/api/v1/staff/facilities/kirara/day-sheet.pdf?date=2026-12-01');
});
