// A change that staff decide: applied for on the phone, seen while it is examined, withdrawn, drafted and decided.
import { expect, test, type Browser, type Page } from '@playwright/test';
import { desk } from '../playwright.config';
import { bookAndPay } from '../support/book';
import { expectReadableWhenLarge, expectSound } from '../support/checks';
import { inBrowserOf } from '../support/desk';
import { press, type } from '../support/keyboard';
import { asResident, logIn } from '../support/person';
import { address, freeDay } from '../support/town';

const facility = 'kirara';

function meeting(date: string, purpose: string) {
  return { uses: [{ space: 'small_meeting', date, band: 'morning' }], details: { activity: 'meeting', purpose, people: 6, is_commercial: false } };
}

/** On the page of the application: to the large hall on the same day, as far as the meaning of it. */
async function lookAtLargeHall(page: Page): Promise<void> {
  await press(page, page.getByRole('link', { name: /^変更する/ }));
  await page.locator('#space').selectOption('large_hall');
  await press(page, page.getByRole('button', { name: '変更の内容を確かめる' }));
  await expect(page.getByText('この変更は職員の審査が必要です。ここから申請できます')).toBeVisible();
}

async function onDesk(browser: Browser, login_name: string, act: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ locale: 'ja-JP', timezoneId: 'Asia/Tokyo', ...desk, isMobile: false, hasTouch: false });
  const page = await context.newPage();
  await logIn(page, login_name, '/ja/staff/');
  await act(page);
  await context.close();
}

test('a change is applied for by keyboard, seen beside what stands, and withdrawn', async ({ page }) => {
  const date = await freeDay(facility, 'large_hall', 80);
  await asResident(page, 'resident1');
  await bookAndPay(page, meeting(date, '変更の練習'));
  await lookAtLargeHall(page);
  await expect(page.getByText(/^差額 .*お支払いください$/)).toBeVisible();
  await expectSound(page);
  await type(page, page.getByLabel('変更の理由など'), '人数が増えたため');
  await press(page, page.getByRole('button', { name: 'この変更を申請する' }));
  await expect(page.getByText('変更を申請しました。職員が審査します')).toBeVisible();
  const asked = page.getByRole('region', { name: '申請中の変更' });
  await expect(asked).toContainText('大ホール');
  await expect(asked).toContainText('人数が増えたため');
  await expectSound(page);
  await expectReadableWhenLarge(page);
  await page.goto(page.url().split('?')[0] ?? '');
  await expect(page.getByText('変更を審査しています')).toBeVisible();
  await press(page, page.getByRole('button', { name: '申請を取り下げる' }));
  await expectSound(page);
  await press(page, page.getByRole('button', { name: '申請を取り下げる' }));
  await expect(asked).toHaveCount(0);
  await expect(page.getByText('変更の申請を取り下げました')).toHaveCount(1); // in the history
});

test('what was applied for is drafted at the desk, decided in its post, and told', async ({ browser }) => {
  test.setTimeout(240_000);
  const date = await freeDay(facility, 'large_hall', 86);
  const application_id = await inBrowserOf(browser, 'resident2', async (page) => {
    const id = await bookAndPay(page, meeting(date, '発表会の打合せ'));
    await lookAtLargeHall(page);
    await page.getByRole('button', { name: 'この変更を申請する' }).click();
    await expect(page.getByText('変更を申請しました。職員が審査します')).toBeVisible();
    return id;
  });
  await onDesk(browser, 'desk1', async (page) => {
    await page.goto(address(`/ja/staff/?facility=${facility}&date=${date}`));
    await page.getByRole('gridcell', { name: /発表会の打合せ/ }).click();
    await page.getByRole('complementary').getByRole('link', { name: '変更の審査を開く' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText('（変更）');
    await expect(page.getByRole('table', { name: '申請された変更' })).toContainText('大ホール');
    await expectSound(page);
    await page.getByRole('button', { name: '変更を許可しない' }).click();
    await page.getByRole('button', { name: '不許可の案を起案する' }).click();
    await expect(page.getByText('理由を入力してください')).toBeVisible();
    await expectSound(page);
    await page.getByRole('button', { name: 'やめる' }).click();
    await page.getByLabel('決裁者への説明').fill('空いています');
    await page.getByRole('button', { name: '許可の案を起案する' }).click();
    await expect(page.getByText('ここで止まっています')).toBeVisible();
    await expectSound(page);
  });
  for (const login_name of ['director1', 'section1']) {
    await onDesk(browser, login_name, async (page) => {
      await page.goto(address(`/ja/staff/reviews/${application_id}?matter=change`));
      const approve = page.getByRole('button', { name: /^(承認する|決裁する（変更を許可する）)$/ });
      await expect(page.getByRole('table', { name: '申請された変更' })).toBeVisible();
      await expectSound(page);
      if (await approve.count() > 0) {
        await approve.click();
        await expect(approve).toHaveCount(0);
      }
    });
  }
  await inBrowserOf(browser, 'resident2', async (page) => {
    await page.goto(address(`/ja/applications/${application_id}`));
    await expect(page.getByRole('region', { name: /^変更許可 星教許可第\d+号$/ })).toBeVisible();
    await expect(page.locator('.card').first()).toContainText('大ホール');
    await expectSound(page);
  });
});

test('the desk drafts the change of a permit whose changes posts decide, and is told so', async ({ browser }) => {
  const date = await freeDay(facility, 'large_hall', 92);
  const application_id = await inBrowserOf(browser, 'resident1', (page) => bookAndPay(page, meeting(date, '窓口での変更')));
  await onDesk(browser, 'desk1', async (page) => {
    await page.goto(address(`/ja/staff/applications/${application_id}/change`));
    await page.locator('#change-space').selectOption('large_hall');
    await page.getByRole('button', { name: /確かめる/ }).click();
    await expect(page.getByRole('heading', { level: 2, name: /まだ変更していません/ })).toBeVisible();
    await page.locator('.preview').getByRole('button').click();
    await expect(page.getByText('変更を起案しました。決裁が終わるまで、予約はそのままです。')).toBeVisible();
    await expectSound(page);
    await page.getByRole('link', { name: '変更の審査を開く' }).click();
    await expect(page.getByRole('table', { name: '窓口で申し出のあった変更' })).toBeVisible();
    await page.getByRole('button', { name: '起案を引き戻す' }).click();
    await expectSound(page);
  });
});
