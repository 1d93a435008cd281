// Every page of the desk for every eye: both languages, a small PC, a phone, forced colours, paper.
import { expect, test, type Page } from '@playwright/test';
import { desk, phone } from '../playwright.config';
import { expectNoSidewaysScroll, expectSound } from '../support/checks';
import { asDesk, bookAsDesk } from '../support/desk';
import { address, freeDay } from '../support/town';

test.use({ ...desk, isMobile: false, hasTouch: false });

const pages = {
  ja: { '/': /きらら星見川/, '/?view=list': /きらら星見川/, '/book': /予約する/, '/series': /定期・公用/, '/reviews': /審査/, '/closures': /休止・臨時開館/,
    '/closures/new': /施設を休止する/, '/openings': /臨時開館/, '/waiting': /キャンセル待ち/, '/refunds': /還付/, '/overdue-payments': /期限を過ぎた差額/, '/suspensions': /利用停止/ },
  en: { '/': /Kirara/, '/?view=list': /Kirara/, '/book': /Book/, '/series': /Series/, '/reviews': /Reviews/, '/closures': /Closures/,
    '/closures/new': /Close spaces/, '/openings': /Extra openings/, '/waiting': /Waiting list/, '/refunds': /Refunds/, '/overdue-payments': /Overdue differences/, '/suspensions': /Suspensions/ },
} as const;

async function visitAll(page: Page, language: 'ja' | 'en', date: string, look: () => Promise<void>): Promise<void> {
  for (const [path, heading] of Object.entries(pages[language])) {
    const dated = path.startsWith('/?') || path === '/' ? `${path}${path === '/' ? '?' : '&'}facility=kirara&date=${date}` : path;
    await page.goto(address(`/${language}/staff${dated}`));
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
    await expect(page.locator('.waiting')).toHaveCount(0);
    await look();
  }
}

async function lively(page: Page, date: string): Promise<string> {
  await bookAsDesk(page, [{ space: 'large_meeting_a', date, band: 'morning', equipment: [{ code: 'projector', quantity: 1 }] }]);
  const { application_id } = await bookAsDesk(page, [{ space: 'kitchen', date, band: 'all_day' }], 'resident1', '料理教室', 12);
  return application_id;
}

for (const [language, size, viewport] of [['ja', 'a small PC', { width: 1024, height: 768 }], ['en', 'a small PC', { width: 1024, height: 768 }],
  ['ja', 'a phone', phone.viewport], ['en', 'a phone', phone.viewport]] as const) {
  test(`in ${language} on ${size} nothing is cut off and axe finds nothing`, async ({ page }) => {
    const date = await freeDay('kirara', 'kitchen', 70);
    await page.setViewportSize(viewport);
    await asDesk(page, '/reviews', language);
    const application_id = await lively(page, date);
    await visitAll(page, language, date, () => expectSound(page));
    await page.goto(address(`/${language}/staff/applications/${application_id}`));
    await expect(page.locator('.waiting')).toHaveCount(0);
    await expectSound(page);
  });
}

test('the panel stands beside the rows on a small PC, and below them on a phone', async ({ page }) => {
  const date = await freeDay('kirara', 'kitchen', 71);
  await page.setViewportSize({ width: 1024, height: 768 });
  await asDesk(page, '/reviews');
  await lively(page, date);
  await page.goto(address(`/ja/staff/?facility=kirara&date=${date}`));
  const cell = page.getByRole('gridcell', { name: /料理教室/ });
  const boxes = async () => {
    const [board, panel] = [page.locator('.board-frame'), page.getByRole('complementary')];
    return { board: (await board.boundingBox())!, panel: (await panel.boundingBox())! };
  };
  await cell.click();
  await expect(page.getByRole('complementary').getByRole('heading', { level: 2 })).toBeFocused();
  const wide = await boxes();
  expect(wide.panel.x).toBeGreaterThanOrEqual(wide.board.x + wide.board.width);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('complementary')).toHaveCount(0);
  await page.setViewportSize(phone.viewport);
  await cell.click();
  const narrow = await boxes();
  expect(narrow.panel.y).toBeGreaterThanOrEqual(narrow.board.y + narrow.board.height);
  await expectSound(page);
});

test('with forced colours the board keeps its meaning, and on paper only the day remains', async ({ page }) => {
  const date = await freeDay('kirara', 'kitchen', 72);
  await asDesk(page, '/reviews');
  await lively(page, date);
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  await page.goto(address(`/ja/staff/?facility=kirara&date=${date}`));
  await page.getByRole('gridcell', { name: /料理教室/ }).click();
  await expect(page.getByRole('complementary').locator('.history')).toBeVisible();
  await expectSound(page);
  await page.emulateMedia({ forcedColors: 'none', media: 'print' });
  for (const gone of ['.header', '.controls', '.panel', '.footer']) await expect(page.locator(gone).filter({ visible: true })).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByRole('gridcell', { name: /料理教室/ })).toBeVisible();
  await page.setViewportSize({ width: 1060, height: 730 });
  await expectNoSidewaysScroll(page);
});
