// The desk, acting behind the scenes through the same API as its pages.
import type { Browser } from '@playwright/test';
import { send } from './book';
import { logIn } from './person';

/** Sends one request as that person of the staff, in a browser of its own that is closed again. */
async function asStaff<T>(browser: Browser, login_name: string, method: string, path: string, body?: unknown): Promise<T> {
  const context = await browser.newContext({ locale: 'ja-JP' });
  const page = await context.newPage();
  await logIn(page, login_name, '/ja/staff/');
  const answer = await send<T>(page, method, path, body);
  await context.close();
  return answer;
}

export function asDesk<T>(browser: Browser, method: string, path: string, body?: unknown): Promise<T> {
  return asStaff<T>(browser, 'desk1', method, path, body);
}

interface File { review: { state: string; step: number; steps: { post: { code: string } }[]; application: { version: number } } }
const holders: Record<string, string> = { director: 'director1', section_head: 'section1', superintendent: 'superintendent1' };

/** Drafted by the desk and approved by every post of its route, behind the scenes. */
export async function decideByRoute(browser: Browser, application_id: string, proposal: 'permit' | 'refuse', reason?: string): Promise<void> {
  const root = `/api/v1/staff/applications/${application_id}`;
  let { review } = await asDesk<File>(browser, 'GET', `${root}/review`);
  ({ review } = await asDesk<File>(browser, 'POST', `${root}/draft`, { version: review.application.version, proposal, ...(reason === undefined ? {} : { reason }) }));
  while (review.state === 'in_approval') {
    const holder = holders[review.steps[review.step - 1]?.post.code ?? ''] ?? '';
    ({ review } = await asStaff<File>(browser, holder, 'POST', `${root}/approval`, { version: review.application.version, act: 'approve' }));
  }
}
