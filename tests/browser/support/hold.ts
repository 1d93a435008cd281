// Somebody else, holding a time behind the scenes.
import type { Browser } from '@playwright/test';
import { send, type Use } from './book';
import { asResident } from './person';

/** Holds the time as another resident, in a browser of their own that is closed again; the hold stays. */
export async function holdAs(browser: Browser, login_name: string, wanted: Use): Promise<void> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await asResident(page, login_name);
  await send(page, 'POST', '/api/v1/applications', { uses: [wanted], fitting: 'all' });
  await context.close();
}
