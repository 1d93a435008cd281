// Somebody is on the telephone: the desk finds the application by what it hears, and opens its day.
import { expect, test, type Page } from '@playwright/test';
import { desk, phone } from '../playwright.config';
import { expectSound, listenForComplaints } from '../support/checks';
import { asDesk, bookAsDesk, type DeskBooking } from '../support/desk';
import { press, tabTo, type } from '../support/keyboard';
import { freeDay, freeDays } from '../support/town';

test.use({ ...desk, isMobile: false, hasTouch: false });

const field = (page: Page) => page.getByRole('textbox', { name: '申込みをさがす' });
const lines = (page: Page) => page.getByRole('region', { name: '見つかった申込み' });
const panel = (page: Page) => page.getByRole('complementary');

/** A word that stands in no other application of this or an earlier run. */
function ownWord(): string {
  return `電話${Date.now().toString(36)}`;
}

async function bookTwoEvenings(page: Page, purpose: string): Promise<DeskBooking & { days: string[] }> {
  const days = await freeDays('kirara', 'small_meeting', 60, 2);
  return { days, ...await bookAsDesk(page, days.map((date) => ({ space: 'small_meeting', date, band: 'evening' })), 'resident2', purpose) };
}

test('by the number as it is heard, with the keyboard alone, to the day and its booking', async ({ page }) => {
  const complaints = listenForComplaints(page);
  await asDesk(page, '/?facility=gym');
  const word = ownWord();
  const { number, days } = await bookTwoEvenings(page, word);
  const heard = number.replace('-', '').toLowerCase().replace(/./g, (letter) => String.fromCodePoint(letter.codePointAt(0)! + 0xfee0));
  await type(page, field(page), heard);
  await page.keyboard.press('Enter');
  await expect(page.getByText(/の申込みは1件です/)).toBeVisible();
  await expect(lines(page)).toContainText(number);
  await expect(lines(page)).toContainText('川上 健一');
  const uses = lines(page).getByRole('link', { name: /小会議室/ });
  await expect(uses).toHaveCount(2);
  await expectSound(page);

  await press(page, uses.last());
  await expect(page).toHaveURL(new RegExp(`facility=kirara&date=${days[1]}`));
  await expect(panel(page).getByRole('heading', { level: 2 })).toHaveText(word);
  await expect(panel(page).getByRole('heading', { level: 2 })).toBeFocused();
  await expect(page.getByRole('gridcell', { name: new RegExp(word) })).toHaveAttribute('aria-selected', 'true');
  await expect(uses.last()).toHaveAttribute('aria-current', 'true');
  await expectSound(page);

  await page.keyboard.press('Escape');
  await expect(uses.last()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(panel(page).getByRole('heading', { level: 2 })).toBeFocused();
  await page.keyboard.press('Escape');
  await press(page, page.getByRole('button', { name: '検索を閉じる' }));
  await expect(lines(page)).toHaveCount(0);
  await expect(field(page)).toBeFocused();
  await expect(field(page)).toHaveValue('');
  expect(complaints).toEqual([]);
});

test('by name and purpose together; what is given back is found as well, and its panel opens', async ({ page }) => {
  await asDesk(page, '/');
  const word = ownWord();
  const date = await freeDay('kirara', 'kitchen', 62);
  const { booking_ids } = await bookAsDesk(page, [{ space: 'kitchen', date, band: 'evening' }], 'resident1', `${word}料理`);
  await page.evaluate(async (booking_id) => {
    const { csrf_token } = await (await fetch('/api/v1/session')).json();
    await fetch(`/api/v1/staff/bookings/${booking_id}/revocation`, { method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': csrf_token }, body: '{"reason":"設備の故障"}' });
  }, booking_ids[0]);
  await field(page).fill(`星野　${word}`);
  await page.getByRole('button', { name: 'さがす', exact: true }).click();
  await expect(lines(page).getByText('町による取消')).toBeVisible();
  await lines(page).getByRole('link', { name: /調理室/ }).click();
  await expect(panel(page)).toContainText('設備の故障');

  await field(page).fill(`川上 ${word}`);
  await field(page).press('Enter');
  await expect(page.getByText(`「川上 ${word}」の申込みは見つかりませんでした。`)).toBeVisible();
});

test('too little is refused in words at the field, and wildcards find nothing by themselves', async ({ page }) => {
  await asDesk(page, '/');
  for (const typed of ['', '星']) {
    await field(page).fill(typed);
    await field(page).press('Enter');
    await expect(field(page)).toHaveAccessibleDescription(/2文字以上入力してください/);
    await expect(field(page)).toBeFocused();
  }
  await expectSound(page);
  await field(page).fill('%%');
  await field(page).press('Enter');
  await expect(page.getByText('「%%」の申込みは見つかりませんでした。')).toBeVisible();
  await expect(field(page)).not.toHaveAttribute('aria-invalid');
});

test('an application of many dates shows those that come next, and the way to all of them', async ({ page }) => {
  await asDesk(page, '/');
  const word = ownWord();
  const days = await freeDays('kirara', 'japanese_room_bamboo', 30, 7);
  const { application_id } = await bookAsDesk(page, days.map((date) => ({ space: 'japanese_room_bamboo', date, band: 'evening' })), undefined, word);
  await field(page).fill(word);
  await field(page).press('Enter');
  await expect(lines(page).getByRole('listitem').getByRole('listitem')).toHaveCount(6);
  await expect(lines(page).getByText('公用')).toBeVisible();
  await lines(page).getByRole('link', { name: '全7回の利用を見る' }).click();
  await expect(page).toHaveURL(new RegExp(`/applications/${application_id}`));
});

for (const [language, words] of [['ja', { field: '申込みをさがす', lines: '見つかった申込み' }],
  ['en', { field: 'Find an application', lines: 'Applications found' }]] as const) {
  test(`in ${language} it fits a phone: the panel opens below and takes the focus`, async ({ page }) => {
    await page.setViewportSize(phone.viewport);
    await asDesk(page, '/?view=list', language);
    const word = ownWord();
    const { number } = await bookTwoEvenings(page, `${word}${'とても長い利用目的の読書会'.repeat(4)}`);
    await tabTo(page, page.getByRole('textbox', { name: words.field }));
    await page.keyboard.type(word);
    await page.keyboard.press('Enter');
    const found = page.getByRole('region', { name: words.lines });
    await expect(found).toContainText(number);
    await expectSound(page);
    await found.getByRole('listitem').getByRole('listitem').first().getByRole('link').click();
    await expect(panel(page).getByRole('heading', { level: 2 })).toBeFocused();
    await expect(page).toHaveURL(/view=list/);
    await expectSound(page);
  });
}
