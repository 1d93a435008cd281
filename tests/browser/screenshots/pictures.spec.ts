// Takes resident.png, staff.png and finance.png into ops/docs/. The day is made lively first, by booking like anybody.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import { desk, phone } from '../playwright.config';
import { hold, pay, send, startPaying, type Wish } from '../support/book';
import { asResident, logIn } from '../support/person';
import { decideByRoute } from '../support/staff';
import { address, freeDay } from '../support/town';

const folder = fileURLToPath(new URL('../../../ops/docs', import.meta.url));
const sharp = { deviceScaleFactor: 2 };
const tall_phone = { viewport: { width: phone.viewport.width, height: 1000 } };
const gap = 24;

function wish(space: string, time: string, purpose: string, group_name: string, people: number): (date: string) => Wish {
  const [start, end] = time.split('-');
  const when = end === undefined ? { band: time } : { start: start ?? '', end };
  return (date) => ({ uses: [{ space, date, ...when }], details: { purpose, people, group_name, is_commercial: false } });
}

const paid = [
  wish('large_hall', 'morning_afternoon', '吹奏楽の発表会', '星見川中学校吹奏楽部', 320),
  wish('small_hall', 'afternoon', 'コーラスの練習', 'コールほしみ', 40),
  wish('large_meeting', 'morning', '町内会の連絡会', '中央区自治会', 60),
  wish('small_meeting', 'morning', '読書会', 'みどりの会', 8),
  wish('japanese_room_pine', 'afternoon', '茶道教室', '星見流茶道会', 10),
  wish('kitchen', 'morning', '郷土料理の会', '食生活改善推進員会', 16),
  wish('music_practice', '10:00-12:00', 'バンドの練習', 'The Stars', 5),
  wish('music_practice', '15:00-18:00', 'ギターの練習', '', 2),
  wish('small_hall', 'evening', '太鼓の練習', '星見太鼓保存会', 25),
];
const waiting = wish('large_meeting_a', 'evening', '英会話教室', 'ほしみ英会話サークル', 12);
const held = wish('small_meeting', 'afternoon', '勉強会', '', 6);

/** The way of a resident in three looks: the month, the day, the booking that is complete. */
async function phoneViews(page: Page, date: string): Promise<Buffer[]> {
  const views: Buffer[] = [];
  await page.goto(address(`/ja/spaces/small_meeting?month=${date.slice(0, 7)}`));
  await expect(page.getByRole('table')).toBeVisible();
  views.push(await page.screenshot());
  await page.goto(address(`/ja/facilities/kirara/days/${date}?space=small_meeting`));
  await page.getByRole('radio').first().check();
  await expect(page.locator('.freshness')).toHaveAttribute('data-connection', 'push');
  views.push(await page.screenshot());
  await logIn(page, 'resident2', '/ja/login?next=/applications');
  await page.getByRole('link', { name: /^内容を見る/ }).first().click();
  await expect(page.locator('.done')).toBeVisible();
  views.push(await page.screenshot());
  return views;
}

async function besideEachOther(page: Page, views: readonly Buffer[], path: string): Promise<void> {
  const pictures = views.map((view) => `<img src="data:image/png;base64,${view.toString('base64')}" alt="">`).join('');
  await page.goto('about:blank');
  await page.setViewportSize({ width: views.length * phone.viewport.width + (views.length + 1) * gap, height: tall_phone.viewport.height + 2 * gap });
  await page.setContent(`<style>
    body { display: flex; gap: ${gap}px; margin: 0; padding: ${gap}px; background: #f2f2f2; }
    img { width: ${phone.viewport.width}px; border-radius: 16px; border: 1px solid #ccc; box-sizing: border-box; }
  </style>${pictures}`);
  await page.screenshot({ path });
}

test('pictures of the three screens', async ({ browser }) => {
  mkdirSync(folder, { recursive: true });
  const date = await freeDay('kirara', 'large_hall', 16);
  const resident_context = await browser.newContext({ ...tall_phone, ...sharp, locale: 'ja-JP', timezoneId: 'Asia/Tokyo' });
  const resident = await resident_context.newPage();
  await asResident(resident, 'resident2');
  for (const make of paid) {
    const application_id = await hold(resident, make(date));
    const { next_step } = await send<{ next_step: string }>(resident, 'GET', `/api/v1/applications/${application_id}`);
    if (next_step === 'submit_for_review') {
      await send(resident, 'POST', `/api/v1/applications/${application_id}/submission`);
      await decideByRoute(browser, application_id, 'permit');
    }
    await startPaying(resident, application_id);
    await pay(resident, application_id);
  }
  await startPaying(resident, await hold(resident, waiting(date)));
  await hold(resident, held(date));
  await resident_context.clearCookies();
  const views = await phoneViews(resident, date);
  await besideEachOther(resident, views, join(folder, 'resident.png'));

  const desk_context = await browser.newContext({ ...desk, ...sharp, locale: 'ja-JP', timezoneId: 'Asia/Tokyo' });
  const board = await desk_context.newPage();
  await logIn(board, 'desk1', `/ja/staff/?facility=kirara&date=${date}`);
  await expect(board.getByText('変更はすぐに表示されます', { exact: false })).toBeVisible();
  await board.screenshot({ path: join(folder, 'staff.png'), fullPage: true });
  await desk_context.clearCookies();

  const finance = await desk_context.newPage();
  await logIn(finance, 'finance1', '/ja/finance/');
  await expect(finance.getByRole('row').nth(paid.length)).toBeVisible();
  await finance.mouse.move(0, 0);
  await finance.screenshot({ path: join(folder, 'finance.png'), fullPage: true });
});
