// The desk, acting behind the scenes through the same API as its pages.
import type { Browser } from '@playwright/test';
import { send } from './book';
import { logIn } from './person';

/** Sends one request as desk1, in a browser of its own that is closed again. */
export async function asDesk<T>(browser: Browser, method: string, path: string, body?: unknown): Promise<T> {
  const context = await browser.newContext({ locale: 'ja-JP' });
  const page = await context.newPage();
  await logIn(page, 'desk1', '/ja/staff/');
  const answer = await send<T>(page, method, path, body);
  await context.close();
  return answer;
}
