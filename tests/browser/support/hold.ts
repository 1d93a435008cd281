// Somebody else, holding a time behind the scenes.
import { expect, type Browser } from '@playwright/test';
import { asResident } from './person';

export interface Wanted { space: string; date: string; band: string }

/** Holds the time as another resident, in a browser of their own that is closed again; the hold stays. */
export async function holdAs(browser: Browser, login_name: string, wanted: Wanted): Promise<void> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await asResident(page, login_name);
  const status = await page.evaluate(async (body) => {
    const session = await (await fetch('/api/v1/session')).json();
    const response = await fetch('/api/v1/bookings', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': session.csrf_token,
        'Idempotency-Key': crypto.randomUUID() },
      body: JSON.stringify(body),
    });
    return response.status;
  }, wanted);
  expect(status, 'the other resident holds the time').toBe(201);
  await context.close();
}
