// Books and pays as a resident does, with the form filled in behind the scenes and the payment made on the provider's page.
import { expect, type Page } from '@playwright/test';

export interface Wish {
  hold: { space: string; date: string; band?: string; start?: string; end?: string };
  details: { purpose: string; people: number; group_name?: string; admission_or_commercial: boolean };
}

async function send<T>(page: Page, method: string, path: string, body?: unknown): Promise<T> {
  const answer = await page.evaluate(async ({ method, path, body }) => {
    const session = await (await fetch('/api/v1/session')).json();
    const response = await fetch(path, {
      method,
      headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': session.csrf_token, 'Idempotency-Key': crypto.randomUUID() },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { ok: response.ok, json: await response.json() };
  }, { method, path, body });
  if (!answer.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer.json)}`);
  return answer.json as T;
}

export async function hold(page: Page, wish: Wish): Promise<string> {
  const { booking_id } = await send<{ booking_id: string }>(page, 'POST', '/api/v1/bookings', wish.hold);
  await send(page, 'PUT', `/api/v1/bookings/${booking_id}/details`, wish.details);
  return booking_id;
}

export async function startPaying(page: Page, booking_id: string): Promise<void> {
  await send(page, 'POST', `/api/v1/bookings/${booking_id}/payment-attempts`, { language: 'ja' });
  await expect.poll(async () => {
    const response = await page.request.get(new URL(`/api/v1/bookings/${booking_id}`, page.url()).href);
    return ((await response.json()) as { attempt: { redirect_url: string | null } }).attempt.redirect_url;
  }).not.toBeNull();
}

export async function pay(page: Page, booking_id: string): Promise<void> {
  const start = page.url();
  const response = await page.request.get(new URL(`/api/v1/bookings/${booking_id}`, start).href);
  const { attempt } = (await response.json()) as { attempt: { redirect_url: string } };
  await page.goto(attempt.redirect_url);
  await page.getByLabel('カード番号', { exact: true }).fill('4242424242424242');
  await page.getByRole('button', { name: '支払う' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('予約が完了しました');
}
