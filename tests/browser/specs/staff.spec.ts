// The desk's day: a booking on the telephone, what stands on the board and what can be done with it.
import { expect, test, type Page } from '@playwright/test';
import { desk } from '../playwright.config';
import { pay, startPaying } from '../support/book';
import { expectSound, listenForComplaints } from '../support/checks';
import { asDesk, bookAsDesk, bookNow, inBrowserOf, liftEverySuspension, openToday, paidBooking, runningHour } from '../support/desk';
import { holdAs } from '../support/hold';
import { press, tabTo, type } from '../support/keyboard';
import { address, freeDay } from '../support/town';

test.use({ ...desk, isMobile: false, hasTouch: false });

const one_minute_ms = 60_000;

/** With the arrow keys to the cell of a row, as somebody without a pointer would. */
async function goToCell(page: Page, row: number, half_hours: number): Promise<void> {
  await tabTo(page, page.locator('[role=gridcell][tabindex="0"]'));
  for (let step = 0; step < row; step += 1) await page.keyboard.press('ArrowDown');
  for (let step = 0; step < half_hours; step += 1) await page.keyboard.press('ArrowRight');
}

async function rowNumber(page: Page, name: RegExp): Promise<number> {
  return page.getByRole('row', { name }).evaluate((row) => (row as HTMLTableRowElement).sectionRowIndex);
}

function panel(page: Page) {
  return page.getByRole('complementary');
}

test('a booking on the telephone takes less than a minute, with the keyboard alone, and stands on the board', async ({ page }) => {
  const complaints = listenForComplaints(page);
  const date = await freeDay('kirara', 'small_meeting', 30);
  await asDesk(page, `/?facility=kirara&date=${date}`);
  const begun = Date.now();
  await goToCell(page, await rowNumber(page, /^小会議室/), 0);
  await page.keyboard.press('Enter');
  await expect(panel(page)).toContainText('午前 9:00〜12:00');
  for (let step = 0; step < 9; step += 1) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(panel(page)).toContainText('午前・午後 9:00〜17:00');
  await expectSound(page);
  await press(page, panel(page).getByRole('link', { name: 'この時間で予約する' }));

  await type(page, page.getByRole('combobox', { name: /申込者/ }), 'resident2');
  await expect(page.getByRole('option', { name: /川上 健一/ })).toBeVisible();
  await expectSound(page);
  await page.keyboard.press('Enter');
  await expect(page.getByText('川上 健一（resident2・町内）')).toBeVisible();
  await type(page, page.getByLabel(/利用目的/), '朗読の会');
  await type(page, page.getByLabel(/人数/), '８');
  await press(page, page.getByRole('button', { name: 'この内容で予約する' }));
  const number = page.locator('.booked-number strong');
  await expect(number).toHaveText(/\S{4,}/);
  expect(Date.now() - begun, 'the whole call').toBeLessThan(one_minute_ms);
  await expect(page.getByText(/支払いを待っています/)).toBeVisible();
  await expectSound(page);

  await press(page, page.getByRole('link', { name: '台帳へ戻る' }).last());
  await expect(page.getByRole('row', { name: /^小会議室/ }).getByRole('gridcell', { name: '9:00〜17:00 支払い待ち 朗読の会' })).toBeVisible();
  expect(complaints).toEqual([]);
});

test('when somebody is faster the form says so and keeps every word; another time is found by searching', async ({ page, browser }) => {
  const date = await freeDay('kirara', 'japanese_room_pine', 31);
  await asDesk(page, `/book?facility=kirara&use=japanese_room_pine.${date}.evening`);
  await page.getByRole('combobox', { name: /申込者/ }).fill('resident1');
  await page.getByRole('option', { name: /星野 さくら/ }).click();
  await page.getByLabel(/利用目的/).fill('句会');
  await page.getByLabel(/人数/).fill('6');
  await holdAs(browser, 'resident2', { space: 'japanese_room_pine', date, band: 'evening' });
  await page.getByRole('button', { name: 'この内容で予約する' }).click();
  await expect(page.getByRole('alert')).toContainText('ほかの方が先に予約しました');
  await expectSound(page);
  await page.reload();
  await expect(page.getByLabel(/利用目的/)).toHaveValue('句会');
  await expect(page.getByText('星野 さくら（resident1・町内）')).toBeVisible();

  await page.getByRole('button', { name: /^外す/ }).click();
  await page.getByText('空きをさがす').click();
  await page.getByLabel('期間（から）').fill(date);
  await page.getByLabel('期間（まで）').fill(date);
  await page.getByLabel('時間帯').selectOption('morning');
  await page.getByRole('button', { name: 'さがす', exact: true }).click();
  await page.getByRole('button', { name: /^選ぶ ?（和室 松/ }).first().click();
  await expectSound(page);
  await page.getByRole('button', { name: 'この内容で予約する' }).click();
  await expect(page.locator('.booked-number')).toBeVisible();
});

test('a form for the next caller starts empty, and what is missing is told at once', async ({ page }) => {
  await asDesk(page, '/book');
  await page.getByLabel(/利用目的/).fill('前の電話');
  await page.getByRole('link', { name: '予約台帳', exact: true }).click();
  await page.getByRole('link', { name: '予約する', exact: true }).click();
  await expect(page.getByLabel(/利用目的/)).toHaveValue('');
  await page.getByRole('button', { name: 'この内容で予約する' }).click();
  const summary = page.getByRole('alert');
  await expect(summary.getByRole('link')).toHaveText(['日時と部屋を選んでください', '申込者を選んでください', '利用目的を入力してください', '人数を入力してください']);
  await expect(summary).toBeFocused();
  await expect(page).toHaveTitle(/^エラー: /);
  await expectSound(page);
});

test('official use needs no applicant, borrows equipment, and looks different on the board', async ({ page }) => {
  const date = await freeDay('kirara', 'large_meeting_b', 32);
  await asDesk(page, `/book?facility=kirara&use=large_meeting_b.${date}.afternoon`);
  await page.getByRole('radio', { name: /^公用/ }).check();
  await expect(page.getByRole('combobox', { name: /申込者/ })).toHaveCount(0);
  await page.getByText('使い方と追加するもの').click();
  await page.getByText(/^備品・附属設備を借りる/).click();
  await page.getByLabel('プロジェクター').selectOption('1');
  await page.getByLabel(/利用目的/).fill('防災会議');
  await page.getByLabel(/人数/).fill('20');
  await page.getByRole('button', { name: '公用で予約する' }).click();
  await expect(page.getByText('支払いは必要ありません', { exact: false })).toBeVisible();
  await page.goto(address(`/ja/staff/?facility=kirara&date=${date}`));
  await expect(page.getByRole('gridcell', { name: /^13:00〜17:00 公用 予約確定 防災会議/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /^大会議室（全面）/ }).getByRole('gridcell', { name: /使用不可（大会議室B/ })).toBeVisible();
  await expect(page.getByRole('region', { name: '附属設備の貸出' }).getByRole('row', { name: /プロジェクター 1 \/ 2/ })).toContainText('防災会議：1');
  await expectSound(page);
});

test('at the desk an unpaid booking says so; once paid the people are checked in, and the use ends', async ({ page, browser }) => {
  const { date } = runningHour();
  await asDesk(page, '/reviews');
  await openToday(page, 'gym');
  const booked = await bookNow(page, ['martial_arts', 'arena_quarter_1', 'arena_quarter_2'], 'resident1', '剣道の練習');
  await page.goto(address(`/ja/staff/?facility=gym&date=${date}&booking=${booked.booking_ids[0]}`));
  await expect(panel(page).getByText(/未払い .*円 があります/)).toBeVisible();
  await expect(panel(page).getByText(/支払い期限：/)).toBeVisible();
  await expect(panel(page).getByRole('button', { name: '利用開始（来館）' })).toHaveCount(0);
  await expectSound(page);

  await inBrowserOf(browser, 'resident1', async (own) => {
    await startPaying(own, booked.application_id);
    await pay(own, booked.application_id);
  });
  await panel(page).getByRole('button', { name: '利用開始（来館）' }).click();
  await expect(panel(page).locator('.panel__tags')).toContainText('利用中');
  await panel(page).getByRole('button', { name: '利用開始を取り消す' }).click();
  await panel(page).getByRole('button', { name: '利用開始（来館）' }).click();
  await panel(page).getByRole('button', { name: '利用終了' }).click();
  await expect(panel(page).locator('.panel__tags')).toContainText('利用済み');
  await expect(panel(page).locator('.history__event')).toContainText(['利用終了', '来館・利用開始', '利用開始の取消し', '来館・利用開始', '納付']);
  await expectSound(page);
});

test('who did not come is recorded, and put right', async ({ page }) => {
  const { date } = runningHour();
  await asDesk(page, '/reviews');
  await openToday(page, 'gym');
  const { booking_ids } = await bookNow(page, ['arena_quarter_4', 'arena_quarter_3'], undefined, '卓球教室');
  await page.goto(address(`/ja/staff/?facility=gym&date=${date}&booking=${booking_ids[0]}`));
  await panel(page).getByRole('button', { name: '来館なしにする' }).click();
  await expect(panel(page).locator('.panel__tags')).toContainText('来館なし');
  await expect(page.getByRole('gridcell', { name: /公用 来館なし 卓球教室/ })).toBeVisible();
  await panel(page).getByRole('button', { name: '来館ありに訂正する' }).click();
  await expect(panel(page).locator('.panel__tags')).toContainText('利用済み');
});

test('a cancellation for the applicant tells the refund before; the refund is due afterwards', async ({ page, browser }) => {
  const date = await freeDay('kirara', 'kitchen', 33);
  const application_id = await paidBooking(browser, 'resident2', { uses: [{ space: 'kitchen', date, band: 'morning' }],
    details: { activity: 'cooking', purpose: '味噌づくり', people: 10, is_commercial: false } });
  await asDesk(page, `/?facility=kirara&date=${date}`);
  await page.getByRole('gridcell', { name: /味噌づくり/ }).click();
  await panel(page).getByRole('button', { name: /^取り消す/ }).click();
  await expect(panel(page).getByText(/還付：納付額の100%、[\d,]+円/)).toBeVisible();
  await expectSound(page);
  await panel(page).getByRole('button', { name: '取り消す', exact: true }).click();
  await expect(page.getByRole('row', { name: /^調理室/ }).getByRole('gridcell', { name: '9:00 空き', exact: true })).toBeVisible();
  await page.goto(address(`/ja/staff/applications/${application_id}`));
  await expect(page.getByRole('region', { name: '還付' }).getByRole('row', { name: /利用者の取消し 100%/ })).toBeVisible();
  const number = (await page.getByRole('heading', { level: 1 }).textContent())?.replace('申込み ', '') ?? '';
  await page.getByRole('link', { name: '還付', exact: true }).click();
  await expect(page.getByRole('row', { name: new RegExp(`${number}.*川上 健一`) })).toBeVisible();
  await expectSound(page);
});

test('a permit is revoked with a reason and the whole refund, and reinstated while nothing has happened', async ({ page, browser }) => {
  const date = await freeDay('kirara', 'large_meeting_a', 34);
  const application_id = await paidBooking(browser, 'resident2', { uses: [{ space: 'large_meeting_a', date, band: 'afternoon' }],
    details: { activity: 'meeting', purpose: '説明会', people: 20, is_commercial: false } });
  await asDesk(page, `/?facility=kirara&date=${date}`);
  await page.getByRole('gridcell', { name: /説明会/ }).click();
  await panel(page).getByRole('button', { name: '許可を取り消す' }).click();
  await panel(page).getByRole('button', { name: '許可を取り消す' }).click();
  await expect(panel(page).getByText('原因を選んでください')).toBeVisible();
  await expect(panel(page).getByText('理由を入力してください')).toBeVisible();
  await panel(page).getByLabel('雨天等による使用不能').check();
  await expect(panel(page).getByText(/この部屋の還付の規定/)).toBeVisible();
  await panel(page).getByLabel('町の都合', { exact: true }).check();
  await expect(panel(page).getByText(/[\d,]+円の100％、[\d,]+円を還付します/)).toBeVisible();
  await expectSound(page);
  await panel(page).getByLabel('定型文').selectOption('町が公用で使用するため。');
  await panel(page).getByRole('button', { name: '許可を取り消す' }).click();
  await page.goto(address(`/ja/staff/applications/${application_id}`));
  await expect(page.getByRole('row', { name: /町による取消.*町が公用で使用するため。/ })).toBeVisible();
  await expect(page.getByRole('region', { name: '還付' }).getByRole('row', { name: /町による取消し 100%.*還付が必要/ })).toBeVisible();
  await expectSound(page);

  await page.getByRole('link', { name: new RegExp('13:00〜17:00') }).click();
  await panel(page).getByRole('button', { name: '取消しを撤回する' }).click();
  await panel(page).getByRole('button', { name: '取消しを撤回する' }).click();
  await expect(panel(page).locator('.panel__tags')).toContainText('予約確定');
  await panel(page).getByRole('link', { name: '申込みの全体を開く' }).click();
  await expect(page.getByRole('region', { name: '還付' }).getByRole('row', { name: /撤回/ })).toBeVisible();
});

test('a change shows what it would mean before; what is taken cannot be had', async ({ page }) => {
  const date = await freeDay('kirara', 'japanese_room', 35);
  await asDesk(page, '/reviews');
  await bookAsDesk(page, [{ space: 'japanese_room_pine', date, band: 'evening' }]);
  const { application_id, booking_ids } = await bookAsDesk(page, [{ space: 'japanese_room_bamboo', date, band: 'morning' }], 'resident1', '茶道教室', 8);
  await page.goto(address(`/ja/staff/?facility=kirara&date=${date}&booking=${booking_ids[0]}`));
  await panel(page).getByRole('button', { name: '変更する' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('予約を変更する');
  await page.getByRole('button', { name: '変更の結果を確かめる' }).click();
  await expect(page.getByRole('alert')).toContainText('変更するところがありません');
  await page.getByLabel('部屋', { exact: true }).selectOption('japanese_room_pine');
  await page.getByRole('radio', { name: /^夜間/ }).check();
  await page.getByRole('button', { name: '変更の結果を確かめる' }).click();
  await expect(page.getByRole('row', { name: /変更できません 予約済み/ })).toBeVisible();
  await expect(page.getByRole('button', { name: 'この内容で変更する' })).toHaveCount(0);
  await expectSound(page);
  await page.getByLabel('部屋', { exact: true }).selectOption('japanese_room_bamboo');
  await page.getByRole('radio', { name: /^夜間/ }).check();
  await page.getByRole('button', { name: '変更の結果を確かめる' }).click();
  await expect(page.getByRole('row', { name: /370円 → 620円.*変更できます/ })).toBeVisible();
  await page.getByRole('button', { name: 'この内容で変更する' }).click();
  await expect(page.getByText('変更しました')).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`/applications/${application_id}`));
  await expect(page.getByRole('row', { name: /18:00〜22:00/ })).toBeVisible();
});

test('who waits for what is seen, and a suspended resident cannot book until it is lifted', async ({ page, browser }) => {
  const date = await freeDay('kirara', 'kitchen', 36);
  await asDesk(page, '/suspensions');
  await bookAsDesk(page, [{ space: 'kitchen', date, band: 'evening' }]);
  await inBrowserOf(browser, 'resident2', (own) => own.evaluate(async (body) => {
    const session = await (await fetch('/api/v1/session')).json();
    await fetch('/api/v1/waiting', { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': session.csrf_token },
      body: JSON.stringify(body) });
  }, { space: 'kitchen', date, band: 'evening' }));
  await page.getByRole('link', { name: 'キャンセル待ち' }).click();
  await expect(page.getByRole('row', { name: /調理室 川上 健一 1番 待っています/ })).toBeVisible();
  await expectSound(page);

  await liftEverySuspension(page);
  await page.getByRole('link', { name: '利用停止' }).click();
  await page.getByRole('button', { name: '利用を停止する' }).click();
  await expect(page.getByRole('alert').getByRole('link')).toHaveCount(3);
  await page.getByRole('combobox', { name: /申込者/ }).fill('outsider1');
  await page.getByRole('option', { name: /遠山 アンナ/ }).click();
  await page.getByLabel(/最後の日/).fill(date);
  const reason = `鍵の返却がないため ${Date.now()}`;
  await page.getByLabel(/理由/).fill(reason);
  await expectSound(page);
  await page.getByRole('button', { name: '利用を停止する' }).click();
  const row = page.getByRole('row', { name: new RegExp(`遠山 アンナ ${reason}`) });
  await expect(row).toBeVisible();
  await page.getByRole('link', { name: '予約する' }).first().click();
  await page.getByRole('combobox', { name: /申込者/ }).fill('outsider1');
  await page.getByRole('option', { name: /遠山 アンナ/ }).click();
  await expect(page.getByText(/^利用停止中（.*まで）$/)).toBeVisible();
  await expect(page.getByText('窓口では、このまま予約できます', { exact: false })).toBeVisible();
  await expectSound(page);
  await page.getByRole('link', { name: '利用停止' }).click();
  const held = () => inBrowserOf(browser, 'outsider1', (own) => own.evaluate(async (body) => {
    const session = await (await fetch('/api/v1/session')).json();
    const response = await fetch('/api/v1/applications', { method: 'POST', headers: { 'Content-Type': 'application/json',
      'X-CSRF-Token': session.csrf_token, 'Idempotency-Key': crypto.randomUUID() }, body: JSON.stringify(body) });
    return ((await response.json()) as { code?: string }).code ?? 'held';
  }, { uses: [{ space: 'kitchen', date, band: 'morning' }], fitting: 'all' }));
  expect(await held()).toBe('suspended');
  await row.getByRole('button', { name: /^解除する/ }).click();
  await expect(page.getByText('利用停止を解除しました', { exact: false })).toBeVisible();
  await expect(row).toHaveCount(0);
  expect(await held()).toBe('held');
});
