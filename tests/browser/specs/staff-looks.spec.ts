// Every page of the desk for every eye: both languages, a small PC, a phone, forced colours, paper.
import { expect, test, type Page } from '@playwright/test';
import { desk, phone } from '../playwright.config';
import { expectNoSidewaysScroll, expectSound } from '../support/checks';
import { appliedFor, asDesk, bookAsDesk, paidBooking } from '../support/desk';
import { logIn } from '../support/person';
import { address, freeDay } from '../support/town';

test.use({ ...desk, isMobile: false, hasTouch: false });
// Many pages, each looked at whole.
test.describe.configure({ timeout: 300_000 });

const pages = {
  ja: { '/': /きらら星見川/, '/?view=list': /きらら星見川/, '/book': /予約する/, '/series': /定期・公用/, '/reviews': /審査/, '/closures': /休止・臨時開館/,
    '/closures/new': /施設を休止する/, '/openings': /臨時開館/, '/waiting': /キャンセル待ち/, '/refunds': /還付/, '/reductions': /減免/, '/drawer': /現金/, '/tickets': /回数券/, '/cases': /要確認の収納/, '/overdue-payments': /期限を過ぎた差額/, '/suspensions': /利用停止/, '/posts': /職と代決/ },
  en: { '/': /Kirara/, '/?view=list': /Kirara/, '/book': /Book/, '/series': /Series/, '/reviews': /Reviews/, '/closures': /Closures/,
    '/closures/new': /Close spaces/, '/openings': /Extra openings/, '/waiting': /Waiting list/, '/refunds': /Refunds/, '/reductions': /Reductions/, '/drawer': /Cash/, '/tickets': /Tickets/, '/cases': /Payment cases/, '/overdue-payments': /Overdue differences/, '/suspensions': /Suspensions/, '/posts': /Posts/ },
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

for (const [language, size, viewport] of [['ja', 'a small PC', { width: 1024, height: 768 }], ['en', 'a phone', phone.viewport],
  ['ja', 'a phone', phone.viewport]] as const) {
  test(`in ${language} on ${size} a review, its draft and its decision show everything, and are walked by keyboard`, async ({ page, browser }) => {
    const date = await freeDay('kirara', 'large_hall', 80);
    const application_id = await appliedFor(browser, 'resident1', { uses: [{ space: 'large_hall', date, band: 'morning' }],
      details: { activity: 'performance', purpose: '定期演奏会', people: 100, is_commercial: false } });
    await page.setViewportSize(viewport);
    await asDesk(page, `/reviews/${application_id}`, language);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.locator('.waiting')).toHaveCount(0);
    await expectSound(page);
    const own_condition = page.locator('textarea').first();
    await own_condition.focus();
    await page.keyboard.type(language === 'ja' ? '21時までに終えること' : 'End by nine');
    await page.getByRole('button', { name: language === 'ja' ? '起案して決裁に回す' : 'Send for approval' }).focus();
    await page.keyboard.press('Enter');
    await expect(page.locator('.route__step')).not.toHaveCount(0);
    await expect(page.locator('.waiting')).toHaveCount(0);
    await expectSound(page);

    const context = await browser.newContext({ viewport, locale: language === 'ja' ? 'ja-JP' : 'en-GB', timezoneId: 'Asia/Tokyo' });
    const director = await context.newPage();
    await logIn(director, 'director1', `/${language}/staff/reviews/${application_id}`, language);
    await expect(director.locator('.waiting')).toHaveCount(0);
    await expectSound(director);
    await director.getByRole('button', { name: language === 'ja' ? /^決裁する/ : /^Decide/ }).focus();
    await director.keyboard.press('Enter');
    await expect(director.locator('#documents-title')).toBeVisible(); // the permit is there at once
    await expectSound(director);
    await context.close();
  });

  test(`in ${language} on ${size} a revocation and a refund by decision tell what comes back before they are pressed`, async ({ page, browser }) => {
    const date = await freeDay('kirara', 'large_meeting_b', 81);
    await paidBooking(browser, 'resident2', { uses: [{ space: 'large_meeting_b', date, band: 'evening' }],
      details: { activity: 'meeting', purpose: '勉強会', people: 10, is_commercial: false } });
    await page.setViewportSize(viewport);
    await asDesk(page, `/?facility=kirara&date=${date}`, language);
    await page.getByRole('gridcell', { name: /勉強会/ }).click();
    const panel = page.getByRole('complementary');
    const words = language === 'ja' ? { revoke: '許可を取り消す', user: '使用者によるもの', disaster: '災害', refund: '還付を決定する' }
      : { revoke: 'Revoke the permit', user: 'The user’s own doing', disaster: 'Disaster', refund: 'Decide on a refund' };
    await panel.getByRole('button', { name: words.revoke }).click();
    await panel.getByLabel(words.disaster, { exact: true }).check();
    await expect(panel.locator('form [role=status] strong')).toContainText('100');
    await panel.getByLabel(words.user, { exact: true }).check();
    await expect(panel.locator('form [role=status] strong')).toBeVisible();
    await expectSound(page);
    await panel.getByLabel(words.disaster, { exact: true }).check();
    await panel.locator('#revoke-reason').fill('台風のため');
    await panel.getByRole('button', { name: words.revoke }).click();
    await panel.getByRole('button', { name: words.refund }).click();
    await panel.getByLabel(words.disaster, { exact: true }).check();
    await expect(panel.locator('form [role=status] strong')).toBeVisible();
    await expectSound(page);
  });
}

test('the panel stands beside the rows on a small PC, and below them on a phone', async ({ page }) => {
  const date = await freeDay('kirara', 'kitchen', 141);
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
  const date = await freeDay('kirara', 'kitchen', 151);
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
