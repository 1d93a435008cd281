// People: each in a browser of their own.
import { expect, type Page } from '@playwright/test';
import { address, password } from './town';

type Language = 'ja' | 'en';

const log_in = { ja: 'ログイン', en: 'Log in' };

export async function logIn(page: Page, login_name: string, path: string, language: Language = 'ja', secret: string = password): Promise<void> {
  await page.goto(address(path));
  await page.locator('#login_name').fill(login_name);
  await page.locator('#password').fill(secret);
  await page.getByRole('button', { name: log_in[language] }).click();
  await expect(page.locator('#login_name')).toHaveCount(0);
}

/** Gives back what earlier tests left open, so that no limit on holds is met by accident; what is permitted stays. */
export async function giveEverythingBack(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const session = await (await fetch('/api/v1/session')).json();
    const { applications } = await (await fetch('/api/v1/applications')).json();
    for (const { application_id, state } of applications) {
      if (state === 'permitted' || state === 'over') continue;
      await fetch(`/api/v1/applications/${application_id}/cancellation`, {
        method: 'POST', headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': session.csrf_token }, body: '{}' });
    }
    const { waiting } = await (await fetch('/api/v1/waiting')).json();
    for (const { waiting_id, state } of waiting) {
      if (state !== 'waiting' && state !== 'offered') continue;
      await fetch(`/api/v1/waiting/${waiting_id}/withdrawal`, { method: 'POST', headers: { 'X-CSRF-Token': session.csrf_token } });
    }
  });
}

export async function asResident(page: Page, login_name: string, language: Language = 'ja'): Promise<void> {
  await logIn(page, login_name, `/${language}/login`, language);
  await giveEverythingBack(page);
}
