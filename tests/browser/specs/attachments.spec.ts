// Papers attached to an application: a photo from the phone, with the keyboard, refused with a reason, read at the desk.
import { readFile } from 'node:fs/promises';
import { expect, test, type Page } from '@playwright/test';
import { hold, type Wish } from '../support/book';
import { expectSound, listenForComplaints } from '../support/checks';
import { asDesk } from '../support/desk';
import { photo, print } from '../support/files';
import { press, tabTo } from '../support/keyboard';
import { desk } from '../playwright.config';
import { asResident } from '../support/person';
import { address, freeDay } from '../support/town';

const facility = 'kirara';

async function held(page: Page): Promise<string> {
  const date = await freeDay(facility, 'small_meeting', 40);
  await asResident(page, 'resident1');
  const uses: Wish['uses'] = [{ space: 'small_meeting', date, band: 'morning' }];
  return hold(page, { uses, details: { activity: 'meeting', purpose: '展示の打合せ', people: 6, group_name: '', is_commercial: false } });
}

const papers = (page: Page) => page.getByRole('region', { name: '添付書類' });

test('a photo of a document from the phone is attached, seen again on the check page, and removed with the keyboard', async ({ page }) => {
  const complaints = listenForComplaints(page);
  const application_id = await held(page);
  await page.goto(address(`/ja/applications/${application_id}/details`));
  await expect(papers(page).getByText('障害者手帳・マイナンバーカード・保険証の写しは、付けないでください')).toBeVisible();
  await expectSound(page);

  await papers(page).getByLabel('ファイルや写真を選ぶ').setInputFiles([await photo(page, '間取り図の写真.jpg'), await photo(page, '看板.png', 'image/png')]);
  await expect(papers(page).getByText('2個のファイルを付けました。')).toBeVisible();
  await expect(papers(page).getByRole('link', { name: '間取り図の写真.jpg' })).toBeVisible();
  await expectSound(page);

  await page.goto(address(`/ja/applications/${application_id}/check`));
  await expect(papers(page).getByRole('link')).toHaveCount(2);
  await expect(papers(page).getByLabel('ファイルや写真を選ぶ')).toHaveCount(0);
  await expectSound(page);

  await page.goto(address(`/ja/applications/${application_id}/details`));
  await press(page, papers(page).getByRole('button', { name: /^削除.*看板/ }));
  const sure = papers(page).getByRole('button', { name: /^本当に削除する.*看板/ });
  await expect(sure).toBeFocused();
  await expectSound(page);
  await page.keyboard.press('Enter');
  await expect(papers(page).getByRole('link')).toHaveCount(1);
  await expect(papers(page).getByRole('heading', { name: '添付書類' })).toBeFocused();
  await tabTo(page, papers(page).getByLabel('ファイルや写真を選ぶ'));
  expect(complaints).toEqual([]);
});

test('what cannot be attached says why, and what was typed stays', async ({ page }) => {
  const application_id = await held(page);
  await page.goto(address(`/ja/applications/${application_id}/details`));
  await page.getByLabel(/利用目的/).fill('書きかけの目的');
  const choose = papers(page).getByLabel('ファイルや写真を選ぶ');
  const refused: [string, Buffer, RegExp][] = [
    ['IMG_0001.HEIC', Buffer.from('whatever'), /HEIC.*JPEGに変換/],
    ['大きい.pdf', Buffer.alloc(10 * 1024 * 1024 + 1), /大きすぎます。10 MB までです/],
    ['ページ.pdf', Buffer.from('<!doctype html><script>alert(1)</script>'), /PDF・JPEG・PNG にしてください/],
    ['空.pdf', Buffer.alloc(0), /中身がありません/],
    ['途中.jpg', (await photo(page, 'a.jpg')).buffer.subarray(0, 500), /途中で切れています/],
  ];
  await choose.setInputFiles(refused.map(([name, buffer]) => ({ name, mimeType: 'application/pdf', buffer })));
  for (const [name, , why] of refused) await expect(papers(page).getByRole('alert').filter({ hasText: `「${name}」` })).toHaveText(why);
  await expect(papers(page).getByRole('link')).toHaveCount(0);
  await expectSound(page);
  await expect(page.getByLabel(/利用目的/)).toHaveValue('書きかけの目的');
});

test('the desk reads what was attached, and can add a scan; the resident finds both', async ({ page, browser }) => {
  const application_id = await held(page);
  await page.goto(address(`/ja/applications/${application_id}`));
  const plan = await photo(page, '図面.jpg');
  await papers(page).getByLabel('ファイルや写真を選ぶ').setInputFiles(plan);
  await expect(papers(page).getByRole('link', { name: '図面.jpg' })).toBeVisible();

  const context = await browser.newContext({ ...desk, isMobile: false, hasTouch: false, locale: 'ja-JP', acceptDownloads: true });
  const counter = await context.newPage();
  await asDesk(counter, `/applications/${application_id}`);
  const downloading = counter.waitForEvent('download');
  await papers(counter).getByRole('link', { name: '図面.jpg' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('図面.jpg');
  expect(await readFile(await download.path())).toEqual(plan.buffer);
  await papers(counter).getByLabel('ファイルや写真を選ぶ').setInputFiles(await print(counter, '申請書の控え.pdf'));
  await expect(papers(counter).getByRole('link', { name: '申請書の控え.pdf' })).toBeVisible();
  await expectSound(counter);
  await context.close();

  await page.reload();
  await expect(papers(page).getByRole('link')).toHaveCount(2);
  await page.goto(address(`/en/applications/${application_id}`));
  await expect(page.getByRole('region', { name: 'Attached papers' }).getByText('Never attach a disability certificate')).toBeVisible();
  await expectSound(page);
});
