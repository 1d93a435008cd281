// The whole main job: a resident with a phone and a keyboard books and pays, the desk sees it, finance finds the money.
import { readFileSync } from 'node:fs';
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { desk } from '../playwright.config';
import { expectSound, listenForComplaints } from '../support/checks';
import { choose, press, selectFirst, tabTo, type, typeDate } from '../support/keyboard';
import { asResident, logIn } from '../support/person';
import { address, freeDay, password, priceOf, yen } from '../support/town';

const facility = 'kirara';
const space = 'small_meeting';
const purpose = '読書会';

async function openBoard(context: BrowserContext, date: string): Promise<Page> {
  const board = await context.newPage();
  await logIn(board, 'desk1', `/ja/staff/?facility=${facility}&date=${date}`);
  await expect(board.getByRole('grid')).toBeVisible();
  await expectSound(board);
  await board.evaluate(() => document.body.setAttribute('data-never-reloaded', 'yes'));
  return board;
}

async function searchByKeyboard(page: Page, date: string): Promise<void> {
  await page.goto(address('/ja/'));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('空いている部屋をさがす');
  await expectSound(page);
  await typeDate(page, page.getByLabel('使いたい日'), date);
  await type(page, page.getByLabel(/利用人数/), '１２');
  await press(page, page.getByRole('button', { name: 'さがす', exact: true }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('空きの検索結果');
  await expect(page).toHaveURL(new RegExp(`/ja/search\\?from=${date}&people=12$`));
  await expectSound(page);
}

async function chooseMorningByKeyboard(page: Page): Promise<void> {
  await press(page, page.getByRole('link', { name: /^この時間を予約する ?（小会議室 .* 午前 9:00〜12:00）$/ }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('使う時間を選んでください');
  await expect(page.getByRole('radio', { name: /^午前 9:00/ })).toBeChecked();
  await expectSound(page);
  await press(page, page.getByRole('button', { name: 'この時間で次へ進む' }));
}

async function logInByKeyboard(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('ログイン');
  await expectSound(page);
  await type(page, page.getByLabel(/利用者番号/), 'resident1');
  await type(page, page.getByLabel(/パスワード/), password);
  await page.keyboard.press('Enter');
}

async function fillDetailsByKeyboard(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('利用内容を入力してください');
  await expect(page.getByText(/この時間を .*\d+:\d\d まで確保しています/)).toBeVisible();
  await expect(page.getByLabel(/利用人数/)).toHaveValue('12');
  await expectSound(page);
  await selectFirst(page, page.getByLabel(/利用の種類/));
  await type(page, page.getByLabel(/利用目的/), purpose);
  await type(page, page.getByLabel(/団体名/), 'みどりの会');
  await choose(page, page.locator('#charges-no'));
  await choose(page, page.locator('#sells-no'));
  await press(page, page.getByRole('button', { name: '確認へ進む' }));
}

async function payByKeyboard(page: Page, price: number): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('予約内容を確認して、申し込んでください');
  await expect(page.getByText('まだ予約は完了していません', { exact: false })).toBeVisible();
  await expectSound(page);
  await press(page, page.getByRole('button', { name: `${yen(price)}を支払う` }));
  await page.waitForURL(/\/sandbox\/pay\//);
  await expectSound(page);
  await type(page, page.getByLabel('カード番号', { exact: true }), '4242 4242 4242 4242');
  await press(page, page.getByRole('button', { name: '支払う' }));
}

async function csv(page: Page, link: string, encoding: string): Promise<string> {
  const downloading = page.waitForEvent('download');
  await press(page, page.getByRole('link', { name: link }));
  const path = await (await downloading).path();
  return new TextDecoder(encoding, { fatal: true }).decode(readFileSync(path));
}

test('a resident books and pays with the keyboard alone; the desk sees it at once; finance exports it', async ({ page, browser }) => {
  const date = await freeDay(facility, space, 3);
  const price = await priceOf(facility, space, date, 'morning');
  const complaints = listenForComplaints(page);
  const desk_context = await browser.newContext({ ...desk, locale: 'ja-JP' });
  const board = await openBoard(desk_context, date);
  const row = board.getByRole('row', { name: /小会議室/ });
  await expect(row.getByRole('gridcell', { name: '9:00 空き', exact: true })).toBeVisible();

  await searchByKeyboard(page, date);
  await chooseMorningByKeyboard(page);
  await logInByKeyboard(page);
  await fillDetailsByKeyboard(page);
  await expect(row.getByRole('gridcell', { name: /^9:00〜12:00 入力中/ })).toBeVisible();
  await payByKeyboard(page, price);

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('予約が完了しました');
  const number = (await page.locator('.done__number').textContent()) ?? '';
  expect(number).toMatch(/\S{4,}/);
  await expectSound(page);

  await test.step('the desk’s board shows it without being loaded again', async () => {
    await expect(row.getByRole('gridcell', { name: '9:00〜12:00 予約確定 みどりの会' })).toBeVisible();
    expect(await board.evaluate(() => document.body.getAttribute('data-never-reloaded'))).toBe('yes');
    await expect(board.getByText(/最終更新 \d\d:\d\d:\d\d/)).toBeVisible();
    await press(board, board.locator('[role=gridcell][tabindex="0"]'));
    const booked = row.getByRole('gridcell', { name: /みどりの会/ });
    const rows_above = await row.evaluate((element) => (element as HTMLTableRowElement).sectionRowIndex);
    for (let steps = 0; steps < rows_above; steps += 1) await board.keyboard.press('ArrowDown');
    await expect(booked).toBeFocused();
    await board.keyboard.press('Enter');
    await expect(board.getByRole('complementary')).toContainText(number);
    await expectSound(board);
    await board.keyboard.press('Escape');
    await press(board, board.getByRole('button', { name: '一覧で見る' }));
    await expect(board.getByRole('row', { name: new RegExp(number) })).toContainText(purpose);
    await expectSound(board);
  });
  await desk_context.close();

  await test.step('finance downloads the payment in both encodings', async () => {
    const finance_context = await browser.newContext({ ...desk, locale: 'ja-JP' });
    const finance = await finance_context.newPage();
    await logIn(finance, 'finance1', '/ja/finance/');
    await expect(finance.getByRole('row', { name: new RegExp(number) })).toContainText(yen(price));
    await expectSound(finance);
    for (const [link, encoding] of [['CSV（UTF-8）を保存', 'utf-8'], ['CSV（Shift_JIS・CP932）を保存', 'shift_jis']] as const) {
      const line = (await csv(finance, link, encoding)).split('\r\n').find((candidate) => candidate.includes(number));
      expect(line).toContain(String(price));
    }
    await press(finance, finance.getByRole('link', { name: '試算表' }));
    await expect(finance.getByText('すべての照合が一致しています')).toBeVisible();
    await expectSound(finance);
    await finance_context.close();
  });
  expect(complaints).toEqual([]);
});

test('from the month’s table to a held time; reload and another language lose nothing; giving it back frees it', async ({ page }) => {
  await asResident(page, 'resident1');
  await page.goto(address('/ja/spaces/japanese_room'));
  await expect(page.getByRole('table', { name: /和室/ })).toBeVisible();
  await expectSound(page);
  const month = await page.getByRole('heading', { level: 2 }).first().textContent();
  const next = page.getByRole('link', { name: '次の月' });
  await press(page, next);
  await expect(page.getByRole('heading', { level: 2 }).first()).not.toHaveText(month ?? '');
  await expect(next).toBeFocused();
  await press(page, page.getByRole('link', { name: /^最も早い空き/ }));
  await choose(page, page.getByRole('radio').first());
  await press(page, page.getByRole('button', { name: 'この時間で次へ進む' }));

  await type(page, page.getByLabel(/利用目的/), '茶道教室');
  await page.reload();
  await expect(page.getByLabel(/利用目的/)).toHaveValue('茶道教室');
  await press(page, page.getByRole('link', { name: 'English' }));
  await expect(page).toHaveURL(/\/en\/applications\/\d+\/details$/);
  await expect(page.getByLabel(/Purpose/)).toHaveValue('茶道教室');
  await expect(page.getByText(/We keep this time for you until \d+:\d\d/)).toBeVisible();
  await expectSound(page);
  await press(page, page.getByRole('link', { name: '日本語' }));
  await expect(page.getByLabel(/利用目的/)).toHaveValue('茶道教室');

  await page.goto(address('/ja/'));
  const notice = page.getByRole('region', { name: '途中の予約があります' });
  await expect(notice).toContainText('和室');
  await expectSound(page);
  await press(page, notice.getByRole('link', { name: 'やめる' }));
  await expect(page.getByText('お金はかかりません', { exact: false })).toBeVisible();
  await expectSound(page);
  await press(page, page.getByRole('button', { name: '予約をやめる' }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('この申込みは取り下げました');
  await press(page, page.getByRole('link', { name: 'もう一度時間を選ぶ' }));
  await expect(page.getByRole('radio').first()).toBeVisible();
});

test('the way to the content is one key away', async ({ page }) => {
  await page.goto(address('/ja/'));
  await expect(page.getByRole('button', { name: 'さがす', exact: true })).toBeVisible();
  await tabTo(page, page.getByRole('link', { name: '本文へ移動' }));
  await page.keyboard.press('Enter');
  await expect(page.locator('main')).toBeFocused();
});
