// Books and pays as a resident does, with the form filled in behind the scenes and the payment made on the provider's page.
import { expect, type Page } from '@playwright/test';

export interface Use {
  space: string;
  date: string;
  band?: string;
  start?: string;
  end?: string;
  nights?: number;
  equipment?: { code: string; quantity: number }[];
}

export interface Wish {
  uses: Use[];
  details: { activity?: string; purpose: string; people: number; group_name?: string; is_commercial: boolean; reduction_code?: string };
}

export async function send<T>(page: Page, method: string, path: string, body?: unknown): Promise<T> {
  const answer = await page.evaluate(async ({ method, path, body }) => {
    const session = await (await fetch('/api/v1/session')).json();
    const response = await fetch(path, {
      method,
      headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': session.csrf_token, 'Idempotency-Key': crypto.randomUUID() },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { ok: response.ok, json: text === '' ? null : JSON.parse(text) };
  }, { method, path, body });
  if (!answer.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer.json)}`);
  return answer.json as T;
}

export async function hold(page: Page, wish: Wish): Promise<string> {
  const { application } = await send<{ application: { application_id: string } }>(page, 'POST', '/api/v1/applications',
    { uses: wish.uses, fitting: 'all' });
  await send(page, 'PUT', `/api/v1/applications/${application.application_id}/details`, wish.details);
  return application.application_id;
}

interface Standing { attempt: { redirect_url: string | null } | null }

async function standing(page: Page, application_id: string): Promise<Standing> {
  const response = await page.request.get(new URL(`/api/v1/applications/${application_id}`, page.url()).href);
  return (await response.json()) as Standing;
}

export async function startPaying(page: Page, application_id: string): Promise<void> {
  await send(page, 'POST', `/api/v1/applications/${application_id}/payment-attempts`, { language: 'ja' });
  await expect.poll(async () => (await standing(page, application_id)).attempt?.redirect_url ?? null).not.toBeNull();
}

/** On the provider's page, with the card that is always good. */
export async function payThere(page: Page): Promise<void> {
  await page.getByLabel('カード番号', { exact: true }).fill('4242424242424242');
  await page.getByRole('button', { name: '支払う' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('予約が完了しました');
}

export async function pay(page: Page, application_id: string): Promise<void> {
  const { attempt } = await standing(page, application_id);
  await page.goto(attempt?.redirect_url ?? 'about:blank');
  await payThere(page);
}

/** Books, pays and stands on the page of the application. */
export async function bookAndPay(page: Page, wish: Wish): Promise<string> {
  const application_id = await hold(page, wish);
  await startPaying(page, application_id);
  await pay(page, application_id);
  return application_id;
}
