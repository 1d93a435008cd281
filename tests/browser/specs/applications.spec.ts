// What a resident does with applications: several uses at once, series, changes, parts given back, reviews, waiting.
import { expect, test, type Page } from '@playwright/test';
import { bookAndPay, hold, pay, payThere, send, startPaying, type Wish } from '../support/book';
import { expectSound } from '../support/checks';
import { answerNo, chooseActivity } from '../support/details';
import { holdAs } from '../support/hold';
import { press, typeDate } from '../support/keyboard';
import { asResident, giveEverythingBack } from '../support/person';
import { asDesk, decideByRoute } from '../support/staff';
import { address, freeDay, freeDays, priceOf, yen } from '../support/town';

const facility = 'kirara';

function dayPage(space: string, date: string): string {
  return address(`/ja/facilities/${facility}/days/${date}?space=${space}`);
}

function wish(uses: Wish['uses'], activity = 'meeting'): Wish {
  return { uses, details: { activity, purpose: '定例会', people: 8, group_name: 'みどりの会', is_commercial: false } };
}

async function fillDetails(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('利用内容を入力してください');
  await chooseActivity(page);
  await page.getByLabel(/利用目的/).fill('定例会');
  await page.getByLabel(/利用人数/).fill('8');
  await answerNo(page);
  await page.getByRole('button', { name: '確認へ進む' }).click();
}

async function addToBasket(page: Page, space: string, date: string, time: RegExp): Promise<void> {
  await page.goto(dayPage(space, date));
  await page.getByRole('radio', { name: time }).check();
  await press(page, page.getByRole('button', { name: 'もう1つ追加する' }));
  await expect(page.getByText(/リストに入れました/)).toBeVisible();
}

test('several uses in one application: the one that is lost is named, replaced, and all are paid at once; one is given back', async ({ page, browser }) => {
  const [first, second] = await freeDays(facility, 'small_meeting', 30, 2);
  await asResident(page, 'resident1');
  await addToBasket(page, 'small_meeting', first, /^午前 9:00/);
  await expectSound(page);
  await page.goto(dayPage('small_meeting', second));
  await page.getByText(/^備品・附属設備を借りる/).click();
  await page.getByLabel('プロジェクター').selectOption('1');
  await page.getByRole('radio', { name: /^午後 13:00/ }).check();
  await page.getByRole('button', { name: 'この時間で次へ進む' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('まとめて申し込む時間');
  await expect(page.getByText('プロジェクター 1')).toBeVisible();
  await expectSound(page);

  await test.step('somebody takes one of them', async () => {
    await holdAs(browser, 'resident2', { space: 'small_meeting', date: second, band: 'afternoon' });
    await press(page, page.getByRole('button', { name: '2件をまとめて次へ進む' }));
    const summary = page.getByRole('alert').filter({ hasText: 'この時間は予約できませんでした' });
    await expect(summary).toBeFocused();
    await expect(summary).toContainText(/小会議室 .*午後 13:00〜17:00：.*ほかの方が先に予約しました/);
    await expectSound(page);
    await press(page, page.getByRole('region', { name: 'ほかの時間・部屋' }).getByRole('button', { name: /^夜間 18:00/ }));
    await press(page, page.getByRole('button', { name: '2件をまとめて次へ進む' }));
  });

  await fillDetails(page);
  const sum = await priceOf(facility, 'small_meeting', first, 'morning') + await priceOf(facility, 'small_meeting', second, 'evening') + 1040;
  await expect(page.getByText('すべての合計')).toBeVisible();
  await expectSound(page);
  await page.getByRole('button', { name: `${yen(sum)}を支払う` }).click();
  await page.waitForURL(/\/sandbox\/pay\//);
  await payThere(page);
  await expect(page.getByText('ほか1件').first()).toBeVisible();
  await expect(page.getByText('支払い済み', { exact: true })).toHaveCount(2);
  await expectSound(page);

  await test.step('one is given back; the refund is told before the button', async () => {
    await press(page, page.getByRole('link', { name: /^取り消す.*夜間/ }));
    const evening = await priceOf(facility, 'small_meeting', first, 'evening') + 1040;
    await expect(page.getByText(`${yen(evening)}のうち ${yen(evening)} を返金します`)).toBeVisible();
    await expectSound(page);
    await press(page, page.getByRole('button', { name: '予約をやめる' }));
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('この予約は確定しています');
    await expect(page.getByText('次のものを取り消しました')).toBeVisible();
    await expect(page.getByText('返金予定', { exact: true })).toBeVisible();
    await expect(page.getByRole('heading', { name: '返金', exact: true })).toBeVisible();
    await page.getByText('これまでの経過').click();
    await expect(page.getByText('支払いを確認しました').first()).toBeVisible();
    await expectSound(page);
  });
  await page.goto(address('/ja/applications'));
  await expect(page.getByRole('heading', { name: 'これからの予約' })).toBeVisible();
  await expectSound(page);
});

test('only those that are free: the others are told on the way', async ({ page, browser }) => {
  const [first, second] = await freeDays(facility, 'japanese_room_pine', 34, 2);
  await asResident(page, 'resident1');
  await addToBasket(page, 'japanese_room_pine', first, /^午前 9:00/);
  await addToBasket(page, 'japanese_room_pine', second, /^午前 9:00/);
  await holdAs(browser, 'resident2', { space: 'japanese_room_pine', date: first, band: 'morning' });
  await page.getByRole('link', { name: 'リストを見る' }).click();
  await page.getByRole('button', { name: '2件をまとめて次へ進む' }).click();
  await page.getByRole('button', { name: '空いているものだけで次へ進む' }).click();
  await expect(page.getByText('1件は予約できないため、含まれていません')).toBeVisible();
  await expectSound(page);
  await giveEverythingBack(page);
});

test('every week: each date says what stands in its way, the free ones are applied for together', async ({ page, browser }) => {
  const date = await freeDay(facility, 'large_meeting_b', 20);
  const week_later = new Date(Date.parse(date) + 7 * 86_400_000).toISOString().slice(0, 10);
  const last = new Date(Date.parse(date) + 28 * 86_400_000).toISOString().slice(0, 10);
  await holdAs(browser, 'resident2', { space: 'large_meeting_b', date: week_later, band: 'morning' });
  await asResident(page, 'resident1');
  await page.goto(dayPage('large_meeting_b', date));
  await page.getByRole('radio', { name: /^午前 9:00/ }).check();
  await press(page, page.getByRole('link', { name: '毎週・毎月くり返して予約する' }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('くり返して予約する');
  await expectSound(page);
  await press(page, page.getByRole('button', { name: '日にちと空きを確かめる' }));
  await expect(page.getByRole('alert').getByRole('link', { name: '「いつまで」の日にちを入力してください' })).toBeVisible();
  await typeDate(page, page.getByLabel(/^いつまで/), last);
  await press(page, page.getByRole('button', { name: '日にちと空きを確かめる' }));
  const heading = page.getByRole('heading', { level: 2, name: /^全\d回のうち、\d回が空いています$/ });
  await expect(heading).toBeFocused();
  await expect(page.getByRole('listitem').filter({ hasText: 'ほかの方が先に予約しました' })).toContainText(String(Number(week_later.slice(8))));
  await expectSound(page);
  const ticked = await page.getByRole('checkbox', { checked: true }).filter({ hasNot: page.locator('[name=weekdays]') }).count() - 1;
  expect(ticked).toBeGreaterThan(1);
  await page.locator('input[name=dates]').last().uncheck();
  await press(page, page.getByRole('button', { name: `選んだ${ticked - 1}件で次へ進む` }));
  await fillDetails(page);
  await expect(page.getByText('すべての合計')).toBeVisible();
  await giveEverythingBack(page);
});

test('a change: what is refused leaves everything as it was; what costs more is told, done in one step, and paid', async ({ page, browser }) => {
  const [date, other] = await freeDays(facility, 'kitchen', 30, 2);
  await asResident(page, 'resident1');
  await bookAndPay(page, wish([{ space: 'kitchen', date, band: 'morning' }], 'cooking'));
  await holdAs(browser, 'resident2', { space: 'kitchen', date: other, band: 'morning' });
  await press(page, page.getByRole('link', { name: /^変更する/ }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('予約を変更する');
  await press(page, page.getByRole('button', { name: '変更の内容を確かめる' }));
  await expect(page.getByRole('alert')).toContainText('どこも変わっていません');
  await expectSound(page);

  await typeDate(page, page.locator('#date'), other);
  await press(page, page.getByRole('button', { name: '変更の内容を確かめる' }));
  await expect(page.getByText('このままでは変更できません')).toBeVisible();
  await expect(page.getByText('ほかの方が先に予約しました', { exact: false })).toBeVisible();
  await expectSound(page);
  await press(page, page.getByRole('button', { name: '選びなおす' }));
  await page.getByLabel('時間', { exact: true }).selectOption('evening');
  await press(page, page.getByRole('button', { name: '変更の内容を確かめる' }));
  const difference = await priceOf(facility, 'kitchen', date, 'evening') - await priceOf(facility, 'kitchen', date, 'morning');
  await expect(page.getByText(new RegExp(`^差額 ${yen(difference)} を .* までにお支払いください$`))).toBeVisible();
  await expectSound(page);
  await press(page, page.getByRole('button', { name: 'この内容で変更する' }));
  await expect(page.getByText('変更しました', { exact: true }).first()).toBeVisible();
  await expect(page.getByRole('heading', { level: 3 }).first()).toContainText('夜間');
  await expectSound(page);
  await press(page, page.getByRole('link', { name: `${yen(difference)}を支払う` }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('変更の差額を支払ってください');
  await expectSound(page);
  await press(page, page.getByRole('button', { name: `${yen(difference)}を支払う` }));
  await page.waitForURL(/\/sandbox\/pay\//);
  await payThere(page);
  await expect(page.getByText('のお支払いが済んでいません', { exact: false })).toHaveCount(0);
});

test('what comes back for one use pays first the unpaid difference of another: told before, and owed less by it', async ({ page }) => {
  const [kept, given] = await freeDays(facility, 'kitchen', 44, 2);
  const morning = (date: string) => ({ space: 'kitchen', date, band: 'morning' });
  await asResident(page, 'resident1');
  const application_id = await hold(page, wish([morning(kept), morning(given)], 'cooking'));
  await startPaying(page, application_id);
  await pay(page, application_id);
  interface Standing { owed_yen: number; bookings: { booking_id: string; date: string; refund: { yen: number } | null }[]; refunds: { state: string; yen: number }[] }
  const standing = () => send<Standing>(page, 'GET', `/api/v1/applications/${application_id}`);
  const idOn = async (date: string) => (await standing()).bookings.find((booking) => booking.date === date)?.booking_id ?? '';
  await send(page, 'POST', `/api/v1/applications/${application_id}/change`, { booking_id: await idOn(kept), scope: 'one', band: 'evening' });
  const before = await standing();
  const refund = before.bookings.find(({ date }) => date === given)?.refund?.yen ?? 0;
  await page.goto(address(`/ja/applications/${application_id}/cancel?booking=${await idOn(given)}`));
  const set_off = Math.min(before.owed_yen, refund);
  expect(set_off).toBeGreaterThan(0);
  await expect(page.getByText(`のうち ${yen(set_off)} を未納の差額に充て、 ${yen(refund - set_off)} を返金します`, { exact: false })).toBeVisible();
  await expect(page.getByText('戻る額を先にその差額に充てます', { exact: false })).toBeVisible();
  await expectSound(page);
  await press(page, page.getByRole('button', { name: '予約をやめる' }));
  await expect.poll(async () => (await standing()).owed_yen).toBe(before.owed_yen - set_off);
  expect((await standing()).refunds.filter(({ state }) => state === 'set_off').reduce((sum, { yen: amount }) => sum + amount, 0)).toBe(set_off);
  await expectSound(page);
});

test('a change of all uses at once: each keeps its date, the preview shows each, and none is changed when one cannot be', async ({ page, browser }) => {
  const [first, second] = await freeDays(facility, 'japanese_room_bamboo', 40, 2);
  const band = (date: string) => ({ space: 'japanese_room_bamboo', date, band: 'morning' });
  await asResident(page, 'resident1');
  await bookAndPay(page, wish([band(first), band(second)]));
  await holdAs(browser, 'resident2', { space: 'japanese_room_bamboo', date: second, band: 'evening' });
  await press(page, page.getByRole('link', { name: /^変更する/ }).first());
  await page.getByRole('radio', { name: 'すべて' }).check();
  await expect(page.locator('#date')).toHaveCount(0);
  await page.getByLabel('時間', { exact: true }).selectOption('evening');
  await press(page, page.getByRole('button', { name: '変更の内容を確かめる' }));
  await expect(page.getByRole('region', { name: '変更するとこうなります' }).getByRole('row')).toHaveCount(3);
  await expect(page.getByText('このままでは変更できません')).toBeVisible();
  await press(page, page.getByRole('button', { name: '選びなおす' }));
  await page.getByLabel('時間', { exact: true }).selectOption('afternoon');
  await press(page, page.getByRole('button', { name: '変更の内容を確かめる' }));
  await expect(page.getByText(/^差額 .* を .* までにお支払いください$/)).toBeVisible();
  await expectSound(page);
  await press(page, page.getByRole('button', { name: 'この内容で変更する' }));
  await expect(page.getByText('変更しました', { exact: true }).first()).toBeVisible();
  await expect(page.getByRole('heading', { level: 3 }).filter({ hasText: '午後' })).toHaveCount(2);
  await expectSound(page);
});

test('a use that is reviewed: applied for, permitted by staff, told, then paid; another is refused with its reason', async ({ page, browser }) => {
  const [permitted_on, refused_on] = await freeDays(facility, 'large_hall', 40, 2);
  await asResident(page, 'resident2');
  const ids: string[] = [];
  for (const date of [permitted_on, refused_on]) {
    const application_id = await hold(page, wish([{ space: 'large_hall', date, band: 'morning' }]));
    ids.push(application_id);
    await page.goto(address(`/ja/applications/${application_id}/check`));
    await expect(page.getByRole('heading', { level: 1 })).toContainText('審査があります');
    await expectSound(page);
    await press(page, page.getByRole('button', { name: '審査に申し込む' }));
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('申込みを受け付けました（審査があります）');
    await expect(page.locator('.done__number')).toHaveText(/\S{4,}/);
    await expectSound(page);
  }
  const [permitted_id = '', refused_id = ''] = ids;
  await decideByRoute(browser, permitted_id, 'permit');
  await decideByRoute(browser, refused_id, 'refuse', '設備の点検と重なるため。');

  await page.goto(address('/ja/'));
  await press(page, page.getByRole('link', { name: /^予約一覧（新着 \d+件）$/ }));
  await expect(page.getByRole('heading', { name: 'お知らせ' })).toBeVisible();
  await expect(page.getByText('利用が許可されました').first()).toBeVisible();
  await expect(page.getByText('利用が許可されませんでした').first()).toBeVisible();
  await expectSound(page);
  await page.goto(address(`/ja/applications/${ids[1]}`));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('この利用は許可されませんでした');
  await expect(page.getByText('設備の点検と重なるため。').first()).toBeVisible();
  const refusal = page.getByRole('region', { name: /^不許可 星教指令第\d+号$/ });
  await expect(refusal.getByText(/審査請求をすることができます/)).toBeVisible();
  await expect(refusal.getByText('課長')).toHaveCount(0);
  await expectSound(page);
  await page.goto(address(`/ja/applications/${ids[0]}`));
  await expect(page.getByText(/^お支払いの期限：/)).toBeVisible();
  await expectSound(page);
  await press(page, page.getByRole('link', { name: '続ける' }));
  await press(page, page.getByRole('button', { name: /円を支払う$/ }));
  await page.waitForURL(/\/sandbox\/pay\//);
  await payThere(page);
  await page.goto(address('/ja/applications'));
  await expect(page.getByRole('link', { name: '予約一覧', exact: true })).toBeVisible();
});

test('waiting for a taken time: the place in the line, the offer with its deadline, and the way to it', async ({ page, browser }) => {
  const date = await freeDay(facility, 'small_hall', 30);
  const other = await browser.newContext({ locale: 'ja-JP' });
  const holder = await other.newPage();
  await asResident(holder, 'resident2');
  const application_id = await bookAndPay(holder, wish([{ space: 'small_hall', date, band: 'evening' }]));

  await asResident(page, 'resident1');
  await page.goto(dayPage('small_hall', date));
  await press(page, page.getByRole('link', { name: /^キャンセル待ちをする.*夜間 18:00/ }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('キャンセル待ちをしますか');
  await expectSound(page);
  await press(page, page.getByRole('button', { name: 'キャンセル待ちをする' }));
  await expect(page.getByText('あなたが1番目です。')).toBeVisible();
  await expectSound(page);
  await page.goBack();
  await page.getByRole('button', { name: 'キャンセル待ちをする' }).click();
  await expect(page.getByRole('alert')).toContainText('もう申し込んでいます');

  await send(holder, 'POST', `/api/v1/applications/${application_id}/cancellation`, {});
  await other.close();
  await expect.poll(async () => {
    await page.goto(address('/ja/applications'));
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('予約一覧');
    await expect(page.locator('.waiting')).toHaveCount(0);
    return page.getByRole('link', { name: 'この時間を申し込む' }).count();
  }, { timeout: 60_000, intervals: [2_000] }).toBe(1);
  await expect(page.getByText(/までに申し込んでください。過ぎると/)).toBeVisible();
  await expectSound(page);
  await press(page, page.getByRole('link', { name: 'この時間を申し込む' }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('利用内容を入力してください');
  await expect(page.getByText(/まで確保しています/)).toBeVisible();
  await giveEverythingBack(page);
});

test('something loud beside something quiet is warned of before applying', async ({ page, browser }) => {
  const date = await freeDay(facility, 'small_meeting', 47);
  const other = await browser.newContext({ locale: 'ja-JP' });
  const reader = await other.newPage();
  await asResident(reader, 'resident2');
  await bookAndPay(reader, wish([{ space: 'small_meeting', date, band: 'morning' }], 'lecture'));
  await other.close();
  await asResident(page, 'resident1');
  const application_id = await hold(page, wish([{ space: 'music_practice', date, start: '10:00', end: '12:00' }], 'band'));
  await page.goto(address(`/ja/applications/${application_id}/details`));
  await page.getByRole('button', { name: '確認へ進む' }).click();
  await expect(page.getByText('となりの「小会議室」の利用と、音がぶつかるかもしれません')).toBeVisible();
  await expectSound(page);
  await giveEverythingBack(page);
});

test('who is suspended is told until when, and cannot book', async ({ page, browser }) => {
  const date = await freeDay(facility, 'small_meeting', 12);
  const { residents } = await asDesk<{ residents: { account_id: string }[] }>(browser, 'GET', '/api/v1/staff/residents?q=outsider1');
  const { suspension_id } = await asDesk<{ suspension_id: string }>(browser, 'POST', '/api/v1/staff/suspensions', {
    account_id: residents[0]?.account_id, until: date, reason: '無断不使用が続いたため' });
  await asResident(page, 'outsider1');
  await page.goto(address('/ja/applications'));
  await expect(page.getByText(/まで、新しい予約はできません/)).toBeVisible();
  await expectSound(page);
  await page.goto(dayPage('small_meeting', date));
  await page.getByRole('radio', { name: /^午前 9:00/ }).check();
  await page.getByRole('button', { name: 'この時間で次へ進む' }).click();
  await expect(page.getByRole('alert')).toContainText('新しい予約はできません');
  await asDesk(browser, 'POST', `/api/v1/staff/suspensions/${suspension_id}/lifting`);
  await page.goto(address('/ja/applications'));
  await expect(page.getByText('利用停止が解除されました。また予約できます').first()).toBeVisible();
  await expect(page.getByText(/まで、新しい予約はできません/)).toHaveCount(0);
});

test('who was filling in the form when the hall was closed is told why, and whom to call', async ({ page, browser }) => {
  const date = await freeDay(facility, 'small_meeting', 40);
  await asResident(page, 'resident1');
  const application_id = await hold(page, wish([{ space: 'small_meeting', date, band: 'morning' }]));
  await page.goto(address(`/ja/applications/${application_id}/details`));
  const { closure: { closure_id } } = await asDesk<{ closure: { closure_id: string } }>(browser, 'POST', '/api/v1/staff/closures', {
    kind: 'emergency', facility, space: 'small_meeting', first: date, last: date, bookings: 'revoke', reason: { ja: '水道管の破裂', en: 'A burst pipe' } });
  await page.getByRole('button', { name: '確認へ進む' }).click();
  await expect(page.getByRole('heading', { name: '閉館のため、この時間は使えなくなりました' })).toBeVisible();
  await expect(page.getByText('理由：水道管の破裂')).toBeVisible();
  await expect(page.getByText('町が許可を取り消しました')).toHaveCount(0);
  await expectSound(page);
  await page.goto(address(`/en/applications/${application_id}`));
  await expect(page.getByRole('heading', { name: 'The hall is closed, so this time cannot be used any more' })).toBeVisible();
  await expect(page.getByText('A burst pipe').first()).toBeVisible();
  await expectSound(page);
  await asDesk(browser, 'POST', `/api/v1/staff/closures/${closure_id}/lifting`, { reinstate: false });
});
