// A town of another shape, from its data alone: camp sites by the night, courts by the half hour, a hall that is free.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import { startTown, type Chain } from '../support/chain';
import { expectSound } from '../support/checks';
import { answerNo, chooseActivity } from '../support/details';
import { press } from '../support/keyboard';

const own_town = process.env['BASE_URL'];
let chain: Chain;

let folder: string;

/** The town's files, but with camp sites that are open in winter too, so that there is a night to book all year round. */
function openInWinter(): string {
  const copy = mkdtempSync(join(tmpdir(), 'hiroba-town-'));
  cpSync(fileURLToPath(new URL('../../../ops/towns/minatomori', import.meta.url)), copy, { recursive: true });
  const camp = join(copy, 'camp.toml');
  const files = readFileSync(camp, 'utf8');
  const open = files.replace('[[hours]]\nseason = "winter"\nclosed = true\n', '');
  expect(open).not.toBe(files);
  writeFileSync(camp, open);
  return copy;
}

test.beforeAll(async () => {
  folder = openInWinter();
  chain = await startTown(folder);
  // Everything in support/ asks the town that BASE_URL names.
  process.env['BASE_URL'] = chain.base_url;
});

test.afterAll(async () => {
  if (own_town === undefined) delete process.env['BASE_URL'];
  else process.env['BASE_URL'] = own_town;
  await chain.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Slot { state: string; start: string; nights?: number }
interface Day { spaces: { space: string; slots: Slot[] }[] }

async function dayWith(facility: string, space: string, fits: (slots: Slot[]) => boolean): Promise<string> {
  for (let days = 2; days < 80; days += 1) {
    const date = new Date(Date.now() + 9 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);
    const answer = await fetch(`${chain.base_url}/api/v1/availability/day?facility=${facility}&date=${date}`);
    const slots = ((await answer.json()) as Day).spaces.find((entry) => entry.space === space)?.slots ?? [];
    if (fits(slots)) return date;
  }
  throw new Error(`no day for ${space}`);
}

async function logIn(page: Page): Promise<void> {
  await page.goto(`${chain.base_url}/ja/login`);
  await page.locator('#login_name').fill('resident1');
  await page.locator('#password').fill('minatomori-demo');
  await page.getByRole('button', { name: 'ログイン' }).click();
  await expect(page.locator('#login_name')).toHaveCount(0);
}

async function fillDetails(page: Page, purpose: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('利用内容を入力してください');
  await chooseActivity(page);
  await page.getByLabel(/利用目的/).fill(purpose);
  await page.getByLabel(/利用人数/).fill('3');
  await answerNo(page);
  await expectSound(page);
  await page.getByRole('button', { name: '確認へ進む' }).click();
}

test('free of charge: the button books, nothing is paid, and the number stands there', async ({ page }) => {
  const date = await dayWith('community_hall', 'great_room', (slots) => slots.length > 0 && slots.every(({ state }) => state === 'free'));
  await logIn(page);
  await page.goto(`${chain.base_url}/ja/facilities/community_hall/days/${date}?space=great_room`);
  await page.getByRole('radio').first().check();
  await page.getByRole('button', { name: 'この時間で次へ進む' }).click();
  await fillDetails(page, '町内会の総会');
  await expect(page.getByText('料金はかかりません', { exact: false })).toBeVisible();
  await expectSound(page);
  await press(page, page.getByRole('button', { name: 'この内容で予約する' }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('予約が完了しました');
  await expect(page.locator('.done__number')).toHaveText(/\S{4,}/);
  await expect(page.getByText('無料', { exact: true })).toBeVisible();
  await expectSound(page);
});

test('by the night: as many in a row as are free, with the day of departure', async ({ page }) => {
  const date = await dayWith('camp', 'site_3', (slots) => slots.some(({ state, nights }) => nights !== undefined && state === 'free'));
  await logIn(page);
  await page.goto(`${chain.base_url}/ja/facilities/camp/days/${date}?space=site_3`);
  await expect(page.getByText('チェックイン 14:00から、チェックアウト 10:00まで')).toBeVisible();
  const options = await page.getByLabel('泊数').getByRole('option').allTextContents();
  expect(options[1]).toMatch(/^1泊（.*まで） [\d,]+円$/);
  await page.getByLabel('泊数').selectOption('1');
  await expectSound(page);
  await page.getByRole('button', { name: 'この時間で次へ進む' }).click();
  await fillDetails(page, '家族キャンプ');
  await expect(page.getByText(/^1泊（14:00から、.* 10:00まで）$/)).toBeVisible();
  await expectSound(page);
  await page.goto(`${chain.base_url}/ja/search?from=${date}&nights=1&people=3`);
  await expect(page.getByRole('heading', { level: 3 }).first()).toContainText('1泊');
  await expectSound(page);
});

test('by the half hour: every half hour is a beginning, the rule of lengths is told', async ({ page }) => {
  const date = await dayWith('sports_park', 'court_2', (slots) => slots.filter(({ state }) => state === 'free').length > 6);
  await page.goto(`${chain.base_url}/ja/facilities/sports_park/days/${date}?space=court_2`);
  await expect(page.getByText('30分から4時間まで予約できます。')).toBeVisible();
  await expect(page.getByText(/^料金は30分だけなら/)).toBeVisible();
  const starts = await page.getByLabel('始まり').getByRole('option').allTextContents();
  expect(starts.some((start) => start.endsWith(':30'))).toBe(true);
  await page.getByLabel('始まり').selectOption({ index: 1 });
  await expect(page.getByLabel('長さ').getByRole('option').first()).toHaveText(/^30分（/);
  await expectSound(page);
});

/** The desk is told that it has no drawer before it types anything, and opens one. */
async function deskOfThePark(page: Page): Promise<void> {
  await page.goto(`${chain.base_url}/ja/staff/tickets`);
  await page.locator('#login_name').fill('desk1');
  await page.locator('#password').fill('minatomori-demo');
  await page.getByRole('button', { name: 'ログイン' }).click();
  await expect(page.getByText('手提金庫を開いていません', { exact: false })).toBeVisible();
  await expectSound(page);
  await press(page, page.getByRole('link', { name: '手提金庫を開く' }));
  await page.getByLabel('釣銭準備金').first().fill('10000');
  await press(page, page.getByRole('button', { name: '運動公園 受付を開く' }));
  await expect(page.getByText(/10,000円 あるはずです/)).toBeVisible();
}

test('a book of tickets: sold at the gate, used on the payment page, seen by the desk and by its holder', async ({ page, browser }) => {
  test.setTimeout(240_000); // many pages, each looked at whole
  const clerk = await (await browser.newContext({ locale: 'ja-JP', timezoneId: 'Asia/Tokyo', viewport: { width: 1280, height: 900 } })).newPage();
  await deskOfThePark(clerk);
  await clerk.goto(`${chain.base_url}/ja/staff/tickets`);
  await expect(clerk.getByRole('heading', { level: 1 })).toHaveText('回数券');
  await expect(clerk.getByText('11枚 2,100円', { exact: false }).last()).toBeVisible();
  await expect(clerk.getByText('手提金庫を開いていません', { exact: false })).toHaveCount(0);
  await expectSound(clerk);
  await press(clerk, clerk.getByRole('button', { name: '2,100円を受け取って販売する' }));
  await expect(clerk.getByText('購入者を選んでください').first()).toBeVisible();
  await clerk.getByRole('combobox', { name: /購入者/ }).fill('resident1');
  await clerk.getByRole('option', { name: /resident1/ }).click();
  await clerk.getByLabel('お預かり').fill('3000');
  await expectSound(clerk);
  await press(clerk, clerk.getByRole('button', { name: '2,100円を受け取って販売する' }));
  await expect(clerk.getByText(/^回数券 .* に?.*販売しました/)).toBeVisible();
  await expect(clerk.getByText('900円')).toBeVisible();
  await expectSound(clerk);

  const date = await dayWith('sports_park', 'court_3', (slots) => slots.filter(({ state }) => state === 'free').length > 6);
  await logIn(page);
  await page.goto(`${chain.base_url}/ja/facilities/sports_park/days/${date}?space=court_3`);
  await page.getByLabel('始まり').selectOption({ index: 1 });
  await page.getByLabel('長さ').selectOption({ index: 1 });
  await page.getByRole('button', { name: 'この時間で次へ進む' }).click();
  await fillDetails(page, 'テニスの練習');
  await expect(page.getByRole('heading', { name: '回数券', level: 2 })).toBeVisible();
  await expectSound(page);
  await press(page, page.getByRole('button', { name: '回数券1枚で支払う（210円分）' }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('予約が完了しました');
  await expect(page.getByText('回数券で支払い済み')).toBeVisible();
  await expectSound(page);
  await clerk.goto(page.url().replace('/ja/', '/ja/staff/').replace(/[?].*$/, ''));
  await expect(clerk.getByText('210円（回数券で支払い済み）')).toBeVisible();
  await expect(clerk.getByText('合計 210円・回数券 210円・納付済み 0円・未納 0円')).toBeVisible();
  await expectSound(clerk);
  await clerk.goto(`${chain.base_url}/ja/staff/tickets`);
  await page.goto(`${chain.base_url}/ja/tickets`);
  await expect(page.getByText('11枚のうち10枚')).toBeVisible();
  await expect(page.getByText(/210円分/)).toBeVisible();
  await expectSound(page);

  await clerk.getByLabel('番号または購入者の名前').fill('みなと');
  await press(clerk, clerk.getByRole('button', { name: '探す', exact: true }));
  await expect(clerk.getByText('1冊')).toBeVisible();
  await clerk.getByRole('link', { name: /森 みなと/ }).click();
  await expect(clerk.getByText('11枚のうち10枚')).toBeVisible();
  await clerk.getByText('未使用分を還付する').click();
  await expect(clerk.getByText(/残りの10枚の代金の90%を還付します/)).toBeVisible(); // before the button
  await expectSound(clerk);
  await clerk.getByText('未使用分を還付する').click();
  await clerk.getByText('使用を取り消す（窓口の誤り）').click();
  await clerk.getByLabel('定型文').first().selectOption('予約の間違い');
  await press(clerk, clerk.getByRole('button', { name: '取り消して回数券に戻す' }));
  await expect(clerk.getByText('11枚のうち11枚')).toBeVisible();
  await expectSound(clerk);
  await clerk.context().close();
});
