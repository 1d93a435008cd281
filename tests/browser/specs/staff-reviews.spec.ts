// Reviews: what waits, drafted, approved post by post, permitted or refused; a refusal never without its reason.
import { expect, test, type Browser, type Page } from '@playwright/test';
import { desk } from '../playwright.config';
import { expectSound } from '../support/checks';
import { appliedFor, asDesk, inBrowserOf } from '../support/desk';
import { logIn } from '../support/person';
import { decideByRoute } from '../support/staff';
import { address, freeDay } from '../support/town';

test.use({ ...desk, isMobile: false, hasTouch: false });

function wish(date: string, band: string, purpose: string, people = 300) {
  return { uses: [{ space: 'large_hall', date, band }],
    details: { activity: 'performance', purpose, people, is_commercial: false } };
}

/** What is charged or sold is decided by the desk alone, where no post has to approve. */
function sale(date: string, band: string, purpose: string) {
  return { uses: [{ space: 'small_hall', date, band }],
    details: { activity: 'performance', purpose, people: 30, is_commercial: true } };
}

async function asApprover(browser: Browser, login_name: string, act: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ locale: 'ja-JP', timezoneId: 'Asia/Tokyo' });
  const page = await context.newPage();
  await logIn(page, login_name, '/ja/staff/');
  await act(page);
  await context.close();
}

test('the desk decides alone where it may: the earliest use first; one permitted, one refused with a reason that is read', async ({ page, browser }) => {
  const late = await freeDay('kirara', 'small_hall', 50);
  const early = await freeDay('kirara', 'small_hall', 45);
  const later_id = await appliedFor(browser, 'resident1', sale(late, 'morning', '即売会（遅い日）'));
  const refused_id = await appliedFor(browser, 'resident2', sale(early, 'evening', '演奏会（早い日）'));
  await asDesk(page, '/reviews?list=all');
  const cards = page.getByRole('article');
  await expect(cards.filter({ hasText: '演奏会（早い日）' })).toBeVisible();
  const texts = await cards.allTextContents();
  const at = (words: string) => texts.findIndex((text) => text.includes(words));
  expect(at('演奏会（早い日）')).toBeLessThan(at('即売会（遅い日）'));
  await expect(page.getByRole('navigation').getByRole('link', { name: /^審査（\d+件）$/ })).toBeVisible();
  await expectSound(page);

  const early_card = cards.filter({ hasText: '演奏会（早い日）' });
  await early_card.getByRole('button', { name: '不許可にする' }).click();
  await early_card.getByRole('button', { name: /^不許可を決定する/ }).click();
  await expect(early_card.getByText('理由を入力してください')).toBeVisible();
  await early_card.getByLabel('定型文').selectOption('施設の管理上支障があるため。');
  await expectSound(page);
  await early_card.getByLabel('不許可の理由').fill('施設の管理上支障があるため。（舞台の点検）');
  await early_card.getByRole('button', { name: /^不許可を決定する/ }).click();
  await expect(early_card).toHaveCount(0);

  const late_card = cards.filter({ hasText: '即売会（遅い日）' });
  await late_card.getByRole('button', { name: '許可する（1件）' }).click();
  await expect(page.getByText(/許可しました。支払いを待っています/)).toBeVisible();
  await expect(late_card).toHaveCount(0);

  await page.goto(address(`/ja/staff/applications/${later_id}`));
  await expect(page.getByRole('row', { name: /支払い待ち/ })).toBeVisible();
  await expect(page.getByRole('region', { name: /^使用許可 星教許可第\d+号$/ })).toBeVisible();
  const reason = await inBrowserOf(browser, 'resident2', (own) => own.evaluate(async (id) => {
    const application = await (await fetch(`/api/v1/applications/${id}`)).json();
    return application.bookings[0].reason as string;
  }, refused_id));
  expect(reason).toBe('施設の管理上支障があるため。（舞台の点検）');
});

test('a permit of the large hall is revoked by the post that decides it: drafted at the booking, and it stands until then', async ({ page, browser }) => {
  const date = await freeDay('kirara', 'large_hall', 66);
  const application_id = await appliedFor(browser, 'resident2', wish(date, 'morning', '取消しの練習', 100));
  await decideByRoute(browser, application_id, 'permit');
  await asDesk(page, `/?facility=kirara&date=${date}`);
  await page.getByRole('gridcell', { name: /取消しの練習/ }).click();
  const panel = page.getByRole('complementary');
  await panel.getByRole('button', { name: '許可を取り消す' }).click();
  await panel.getByLabel('町の都合', { exact: true }).check();
  await panel.locator('#revoke-reason').fill('舞台の故障のため');
  await panel.getByRole('button', { name: '許可を取り消す' }).click();
  await expect(panel.getByText('取消しを起案しました。決裁が終わるまで予約は変わりません。')).toBeVisible();
  await expectSound(page);
  const state = () => page.evaluate(async (id) => {
    const { review } = await (await fetch(`/api/v1/staff/applications/${id}/review?matter=revocation`)).json();
    return review.application.bookings[0].state as string;
  }, application_id);
  expect(await state()).toBe('permitted_unpaid');
  await asApprover(browser, 'section1', async (section) => {
    await section.getByRole('article').filter({ hasText: '取消しの練習' }).getByRole('link', { name: /^審査票を開く/ }).click();
    await expect(section.getByRole('heading', { level: 1 })).toContainText('（許可の取消し）');
    await expect(section.getByText('取消しの理由')).toBeVisible();
    await expectSound(section);
    await section.getByRole('button', { name: /^決裁する/ }).click();
    await expect(section.getByRole('region', { name: /^許可の取消し 星教指令第\d+号$/ })).toBeVisible();
    await expectSound(section);
  });
  expect(await state()).toBe('revoked');
});

test('a draft with conditions goes through two posts; an opinion is asked, a draft sent back keeps its history', async ({ page, browser }) => {
  const date = await freeDay('kirara', 'large_hall', 60);
  const application_id = await appliedFor(browser, 'resident1', wish(date, 'morning', '定期演奏会'));
  await asDesk(page, '/reviews?list=to_draft');
  await page.getByRole('article').filter({ hasText: '定期演奏会' }).getByRole('link', { name: /^審査票を開く/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('審査票');
  await expectSound(page);
  await page.getByRole('checkbox', { name: /係員を必要な人数置く/ }).check();
  await page.getByLabel('そのほかの条件').fill('21時までに終えること');
  await page.getByLabel('決裁者への説明').fill('例年どおりの催しです');
  await page.getByRole('button', { name: '起案して決裁に回す' }).click();
  await expect(page.getByText('ここで止まっています')).toBeVisible();
  await expectSound(page);

  await asApprover(browser, 'director1', async (director) => {
    await director.getByRole('article').filter({ hasText: '定期演奏会' }).getByRole('link', { name: /^審査票を開く/ }).click();
    await director.getByRole('button', { name: '差し戻す' }).click();
    await expect(director.getByText('理由を入力してください')).toBeVisible();
    await director.getByLabel('ほかの職に合議する').selectOption('総務課長');
    await director.getByRole('button', { name: '合議を求める' }).click();
    await expect(director.getByText(/総務課長: まだ意見がありません/)).toBeVisible();
    await expectSound(director);
    await director.getByLabel('意見・理由').fill('支障ありません');
    await director.getByRole('button', { name: '承認する' }).click();
    await expect(director.locator('.route__step--done')).toContainText('文化センター館長');
  });
  await asApprover(browser, 'section1', async (section) => {
    await section.goto(address(`/ja/staff/reviews/${application_id}`));
    await section.getByRole('button', { name: '決裁する（許可）' }).click();
    await expect(section.getByText('合議の意見がまだ出ていません', { exact: false })).toBeVisible();
  });
  await asApprover(browser, 'general1', async (general) => {
    await general.goto(address(`/ja/staff/reviews/${application_id}`));
    await general.getByRole('button', { name: '同意する' }).click();
    await expect(general.getByText(/総務課長: 同意/)).toBeVisible();
  });
  await asApprover(browser, 'section1', async (section) => {
    await section.goto(address(`/ja/staff/reviews/${application_id}`));
    await section.getByRole('button', { name: '決裁する（許可）' }).click();
    await expect(section.getByRole('region', { name: /^条件付き使用許可 星教許可第\d+号$/ })).toBeVisible();
    await expectSound(section);
  });
  await inBrowserOf(browser, 'resident1', async (own) => {
    await own.goto(address(`/ja/applications/${application_id}`));
    const permit = own.getByRole('region', { name: /^条件付き使用許可/ });
    await expect(permit.getByText('21時までに終えること')).toBeVisible();
    await expect(own.getByText('例年どおりの催しです')).toHaveCount(0);
    await expectSound(own);
  });
});

test('a reduction of the large hall is decided by the post that may: drafted from the list, seen there, and told', async ({ page, browser }) => {
  test.setTimeout(240_000); // four people, each in a browser of their own
  const date = await freeDay('kirara', 'large_hall', 72);
  const asked = wish(date, 'morning', '敬老会', 80);
  const application_id = await appliedFor(browser, 'resident2', { ...asked, details: { ...asked.details, group_name: '長寿会', reduction_code: 'g7' } });
  await asDesk(page, '/reductions');
  const card = page.getByRole('article').filter({ hasText: '敬老会' });
  await card.getByRole('checkbox', { name: /構成員名簿/ }).check();
  await card.getByRole('button', { name: '減免を認める' }).click();
  await expect(card.getByText('減免の決定を起案し、決裁を待っています', { exact: false })).toBeVisible();
  await expect(card.getByRole('button')).toHaveCount(0); // nothing to press twice
  await expectSound(page);
  await page.reload();
  await expect(card.getByText('減免の決定を起案し、決裁を待っています', { exact: false })).toBeVisible();
  await page.goto(address(`/ja/staff/applications/${application_id}`));
  await expect(page.getByRole('region', { name: '減免' }).getByRole('link', { name: '審査票を開く' })).toBeVisible();
  await expectSound(page);

  await asApprover(browser, 'director1', async (director) => {
    await director.getByRole('article').filter({ hasText: '敬老会' }).getByRole('link', { name: /^審査票を開く/ }).click();
    await expect(director.getByRole('heading', { level: 1 })).toContainText('（減免）');
    await expect(director.getByText('G7 65歳以上が3分の2以上の団体')).toBeVisible();
    await expect(director.getByRole('button', { name: '否決する（減免しない）' })).toBeVisible();
    await expectSound(director);
    await director.getByLabel('意見・理由').fill('名簿を見ました');
    await director.getByLabel('ほかの職に合議する').selectOption('総務課長');
    await director.getByRole('button', { name: '合議を求める' }).click();
    await expect(director.getByText(/総務課長: まだ意見がありません/)).toBeVisible();
    await expect(director.getByLabel('意見・理由')).toHaveValue('名簿を見ました'); // not lost by asking
    await asApprover(browser, 'general1', async (general) => {
      await general.goto(address(`/ja/staff/reviews/${application_id}?matter=reduction`));
      await general.getByRole('button', { name: '同意する' }).click();
      await expect(general.getByText(/総務課長: 同意/)).toBeVisible();
    });
    await director.reload();
    await director.getByRole('button', { name: '決裁する（減免）' }).click();
    await expect(director.getByRole('region', { name: /^減免の決定 星教減還第\d+号$/ })).toBeVisible();
    await expectSound(director);
  });
  await inBrowserOf(browser, 'resident2', async (own) => {
    await own.goto(address(`/ja/applications/${application_id}`));
    await expect(own.getByText(/減免「G7 .*」が認められました/)).toBeVisible();
    await expectSound(own);
  });
});

test('the holder of a post names a deputy for a period, and ends it', async ({ browser }) => {
  await asApprover(browser, 'superintendent1', async (page) => {
    await page.getByRole('link', { name: '職と代決' }).first().click();
    const post = page.getByRole('region', { name: '教育長' });
    await post.getByRole('button', { name: '指定する' }).click();
    await expect(post.getByText('代決者を選んでください')).toBeVisible();
    await expectSound(page);
    await post.getByRole('combobox').selectOption({ label: '総務課長（原）' });
    const today = new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10);
    await post.getByLabel('初日').fill(today);
    await post.getByLabel('最終日').fill(today);
    await post.getByRole('button', { name: '指定する' }).click();
    await expect(page.getByText('総務課長（原）さんを代決者に指定しました')).toBeVisible();
    await post.getByRole('button', { name: /^終わらせる/ }).click();
    await expect(page.getByText('総務課長（原）さんの代決を終わらせました')).toBeVisible();
    await expect(page.getByRole('region', { name: '文化センター館長' }).getByRole('button')).toHaveCount(0);
  });
});

test('some bookings of an application are permitted, the others stay for later', async ({ page, browser }) => {
  const date = await freeDay('kirara', 'small_hall', 55);
  const application_id = await appliedFor(browser, 'resident1', {
    uses: [{ space: 'small_hall', date, band: 'morning' }, { space: 'small_hall', date, band: 'evening' }],
    details: { activity: 'performance', purpose: '二回公演', people: 30, is_commercial: true } });
  await asDesk(page, `/reviews?application=${application_id}`);
  const card = page.getByRole('article').filter({ hasText: '二回公演' });
  await card.getByRole('checkbox', { name: /18:00〜22:00/ }).uncheck();
  await card.getByRole('button', { name: '許可する（1件）' }).click();
  await expect(page.getByText(/一部を決定しました/)).toBeVisible();
  await page.goto(address(`/ja/staff/applications/${application_id}`));
  await expect(page.getByRole('row', { name: /9:00〜12:00.*支払い待ち/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /18:00〜22:00.*審査中/ })).toBeVisible();
  await expectSound(page);
});
