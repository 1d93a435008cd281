// What it costs, before anything is pressed: the annex for everybody, terms on the change pages with the difference, the
// reductions that somebody has, and those that are asked for afterwards.
import { expect, test, type Page } from '@playwright/test';
import { desk } from '../playwright.config';
import { bookAndPay, send } from '../support/book';
import { expectFeesToAddUp, expectNoSidewaysScroll, expectSound } from '../support/checks';
import { answerNo, chooseActivity } from '../support/details';
import { asDesk, bookAsDesk, inBrowserOf } from '../support/desk';
import { press } from '../support/keyboard';
import { asResident, giveEverythingBack } from '../support/person';
import { address, dayAfterToday, freeDay, priceOf, yen } from '../support/town';

const facility = 'kirara';
const group_name = 'コーラスみずうみ';

function feeNow(page: Page, title: string) {
  return page.getByRole('region', { name: title });
}

interface Standing { standing_id: string }

/** For the group of resident2, as the desk grants it; ended again by the test. */
async function grantStanding(page: Page): Promise<Standing> {
  const { residents } = await send<{ residents: { account_id: string }[] }>(page, 'GET', '/api/v1/staff/residents?q=resident2');
  return send<Standing>(page, 'POST', `/api/v1/staff/residents/${residents[0]?.account_id}/reductions`,
    { reduction_code: 'g5', group_name, valid_until: dayAfterToday(200), evidence: { seen_on: dayAfterToday(0) } });
}

test('the annex of the ordinance stands on the fee page, in both languages, on a phone', async ({ page }) => {
  await page.goto(address('/ja/facilities/kirara/fees'));
  const bands = page.getByRole('region', { name: '区分ごとの料金' });
  await expect(bands.getByRole('row', { name: /^大ホール\s*平日/ })).toContainText('35,640円');
  await expect(page.getByRole('listitem').filter({ hasText: /^準備・練習/ })).toContainText('基本の使用料の 50%');
  await expect(page.getByRole('region', { name: '減免（下がる割合）' })).toContainText('50%');
  await expect(page.getByText('割合を足します')).toBeVisible();
  await expectSound(page);
  await page.getByLabel('いつからの料金').selectOption('2025-04-01');
  await expect(bands.getByRole('row', { name: /^大ホール\s*平日/ })).toContainText('32,400円');

  await page.goto(address('/en/facilities/gym/fees'));
  const units = page.getByRole('region', { name: 'Prices by the hour, the night or the visit' });
  await expect(units.getByRole('row', { name: /^Arena \(whole\)\s*General/ })).toContainText('¥1,040');
  await expect(page.getByText('they are multiplied')).toBeVisible();
  await expectSound(page);
  await bands.or(units).first().focus();
  await expect(units).toBeFocused();
  await page.setViewportSize(desk.viewport);
  await expectSound(page);
  await page.setViewportSize({ width: 320, height: 640 });
  await page.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
  await expectNoSidewaysScroll(page);
});

test('a fee is worked out for a day that can be booked, and its lines add up to it, component by component', async ({ page }) => {
  await page.goto(address('/ja/facilities/kirara/fees'));
  await page.locator('#space').selectOption('small_hall');
  const fee = feeNow(page, 'いまの内容での料金');
  await expect(fee.getByRole('status')).toHaveText(/^[0-9,]+円$/); // the proposed day is none on which the house is closed
  await page.locator('#sells-yes').check();
  await page.locator('#user_class').selectOption('out_of_town');
  await page.locator('#terms-extension').selectOption('60');
  await expect(fee).toContainText('円');
  await fee.locator('summary').first().click();
  await expectFeesToAddUp(page, 1);
  await expectSound(page);
});

test('terms change with space and time: the fee and the difference are told before anything is pressed', async ({ page }) => {
  const date = await freeDay(facility, 'small_meeting', 30);
  const price = await priceOf(facility, 'small_meeting', date, 'morning');
  await asResident(page, 'resident1');
  await bookAndPay(page, { uses: [{ space: 'small_meeting', date, band: 'morning' }], details: { activity: 'meeting', purpose: '例会', people: 6, is_commercial: false } });
  await press(page, page.getByRole('link', { name: /^変更する/ }));
  const fee = feeNow(page, '変更後の料金');
  await expect(fee).toContainText('まだ何も変えていません');
  await expectSound(page);
  await page.getByLabel('延長する').selectOption('60');
  const extra = Math.floor((price + price * 0.3) / 10) * 10;
  await expect(fee).toContainText(yen(extra));
  await expect(fee).toContainText(`いまは ${yen(price)}`);
  await expect(fee).toContainText(new RegExp(`差額 ${yen(extra - price)} を .* までにお支払いください`));
  await fee.locator('summary').first().click();
  await expectFeesToAddUp(page, 1);
  await expectSound(page);
  await page.locator('#charges-yes').check();
  await page.getByLabel(/いちばん高い券の金額/).fill('1000');
  await expect(fee.getByRole('status')).toContainText('職員の審査');
  await page.locator('#charges-no').check();
  await expect(fee).toContainText(new RegExp(`差額 ${yen(extra - price)} を .* までにお支払いください`));
  await press(page, page.getByRole('button', { name: '変更の内容を確かめる' }));
  await expect(page.getByText(new RegExp(`^差額 ${yen(extra - price)} を .* までにお支払いください$`))).toBeVisible();
  await press(page, page.getByRole('button', { name: 'この内容で変更する' }));
  await expect(page.getByText('変更しました', { exact: true }).first()).toBeVisible();
  await expect(page.getByText('9:00〜13:00').first()).toBeVisible();
});

test('the desk changes terms and what is declared of the application, and sees the fee at once', async ({ page }) => {
  await page.setViewportSize(desk.viewport);
  const date = await freeDay(facility, 'small_meeting', 40);
  await asDesk(page, '/reviews');
  const { application_id, booking_ids } = await bookAsDesk(page, [{ space: 'small_meeting', date, band: 'morning' }], 'resident1');
  await page.goto(address(`/ja/staff/applications/${application_id}/change?booking=${booking_ids[0]}`));
  const fee = feeNow(page, '変更後の料金');
  await expect(fee).toContainText('まだ何も変えていません');
  const price = await priceOf(facility, 'small_meeting', date, 'afternoon').then((afternoon) => Math.round(afternoon * 470 / 620));
  await page.getByLabel(/入場料/).fill('1000');
  await expect(fee).toContainText(`差額 ${yen(price)} のお支払いが必要です`);
  await expectSound(page);
  await page.getByRole('button', { name: '変更の結果を確かめる' }).click();
  await page.getByRole('button', { name: 'この内容で変更する' }).click();
  await expect(page.getByText('変更しました')).toBeVisible();
});

test('a standing reduction is in the fee while the form is filled in, and stands on a page of one’s own', async ({ page, browser }) => {
  const date = await freeDay(facility, 'small_meeting', 50);
  const price = await priceOf(facility, 'small_meeting', date, 'morning');
  await asDesk(page, '/reductions');
  const { standing_id } = await grantStanding(page);
  try {
    await inBrowserOf(browser, 'resident2', async (own) => {
      await own.setViewportSize({ width: 360, height: 740 });
      await own.goto(address(`/ja/facilities/${facility}/days/${date}?space=small_meeting`));
      await own.getByRole('radio', { name: /^午前 9:00/ }).check();
      await own.getByRole('button', { name: 'この時間で次へ進む' }).click();
      const fee = feeNow(own, 'いまの内容での料金');
      await expect(fee).toContainText(yen(price));
      await own.getByLabel(/団体名/).fill(group_name);
      await expect(fee).toContainText(yen(Math.floor(price / 20) * 10));
      await chooseActivity(own);
      await own.getByLabel(/利用目的/).fill('練習');
      await own.getByLabel(/利用人数/).fill('8');
      await answerNo(own);
      await own.getByRole('button', { name: '確認へ進む' }).click();
      await expect(own.getByText(yen(Math.floor(price / 20) * 10)).first()).toBeVisible();

      await own.goto(address('/ja/applications'));
      await press(own, own.getByRole('link', { name: '減免の一覧' }));
      await expect(own.getByRole('heading', { level: 1 })).toHaveText('減免の一覧');
      await expect(own.getByText(group_name).first()).toBeVisible();
      await expect(own.getByText('有効', { exact: true })).toBeVisible();
      await expectSound(own);
      await own.goto(address('/en/reductions'));
      await expect(own.getByRole('heading', { level: 1 })).toHaveText('My reductions');
      await expect(own.getByText('in force', { exact: true })).toBeVisible();
      await expectSound(own);
      await giveEverythingBack(own);
    });
  } finally {
    await send(page, 'POST', `/api/v1/staff/reductions/${standing_id}/ending`, { reason: '解散' });
  }
  await inBrowserOf(browser, 'resident2', async (own) => {
    await own.goto(address('/ja/reductions'));
    await expect(own.getByText('解散')).toBeVisible();
  });
});

test('a reduction is asked for after applying; what was decided and why is told', async ({ page, browser }) => {
  const date = await freeDay(facility, 'small_meeting', 60);
  await asResident(page, 'resident1');
  const application_id = await bookAndPay(page, { uses: [{ space: 'small_meeting', date, band: 'morning' }], details: { activity: 'meeting', purpose: '子ども会', people: 8, is_commercial: false } });
  await page.goto(address(`/ja/applications/${application_id}`));
  await press(page, page.getByRole('link', { name: '減免を申請する' }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('減免を申請する');
  await press(page, page.getByRole('button', { name: 'この減免を申請する' }));
  await expect(page.getByRole('alert')).toContainText('減免の区分を選んでください');
  await expectSound(page);
  await page.locator('#reduction-g4').check();
  await press(page, page.getByRole('button', { name: 'この減免を申請する' }));
  await expect(page.getByText(/減免「.*」を申請中です/)).toBeVisible();
  await expect(page.getByRole('link', { name: '減免を申請する' })).toHaveCount(0);
  await expectSound(page);

  const context = await browser.newContext({ locale: 'ja-JP', timezoneId: 'Asia/Tokyo' });
  const clerk = await context.newPage();
  await asDesk(clerk, '/reductions');
  await send(clerk, 'POST', `/api/v1/staff/applications/${application_id}/reduction-decision`, { decision: 'refuse', reason: '名簿が足りません' });
  await context.close();
  await page.goto(address('/ja/reductions'));
  await expect(page.getByText('理由：名簿が足りません')).toBeVisible();
  await expect(page.getByText(/^決まった日：/)).toBeVisible();
  await expectSound(page);
});

test('the desk grants a reduction that nobody asked for, with the evidence seen, and the fee follows', async ({ page }) => {
  await page.setViewportSize(desk.viewport);
  const date = await freeDay(facility, 'small_meeting', 70);
  await asDesk(page, '/reviews');
  const { application_id } = await bookAsDesk(page, [{ space: 'small_meeting', date, band: 'morning' }], 'resident1');
  await page.goto(address(`/ja/staff/applications/${application_id}`));
  const reduction = page.getByRole('region', { name: '減免' });
  await expect(reduction.getByRole('status')).toHaveText('減免の申請も適用もありません。');
  await reduction.getByText('窓口で減免を認める').click();
  await reduction.getByLabel('減免', { exact: true }).selectOption('g6');
  await expectSound(page);
  await reduction.getByRole('button', { name: '減免を認める' }).click();
  await expect(reduction.getByText('原本を見て確認したら、印を付けてください')).toBeVisible();
  await reduction.getByRole('checkbox').check();
  await reduction.getByRole('button', { name: '減免を認める' }).click();
  await expect(reduction.getByRole('status')).toContainText('認めました');
  await expect(page.getByText(/合計 230円/)).toBeVisible();
  await expectSound(page);
});

test('a series tells what all chosen dates cost together', async ({ page }) => {
  const date = await freeDay(facility, 'japanese_room_pine', 30);
  await asResident(page, 'resident1');
  await page.goto(address(`/ja/series?space=japanese_room_pine&date=${date}&band=morning`));
  await page.locator('#last').fill(dayAfterToday(60));
  await press(page, page.getByRole('button', { name: /確かめる/ }));
  const fee = feeNow(page, 'いまの内容での料金');
  await expect(fee.getByRole('status')).toContainText('円');
  await expectSound(page);
});
