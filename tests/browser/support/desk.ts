// The desk: its people, its bookings behind the scenes, and the days on which nobody has been yet.
import type { Browser, Page } from '@playwright/test';
import { bookAndPay, hold, send, type Use, type Wish } from './book';
import { asResident, logIn } from './person';
import { dayAfterToday } from './town';

type Language = 'ja' | 'en';

export async function asDesk(page: Page, path: string, language: Language = 'ja'): Promise<void> {
  await logIn(page, 'desk1', `/${language}/staff${path}`, language);
}

export interface DeskBooking { application_id: string; number: string; booking_ids: string[] }

interface Held { application: { application_id: string; number: string; bookings: { booking_id: string }[] } }

/** Books as the desk does, behind the scenes; without `login_name` for official use. The page must be logged in as the desk. */
export async function bookAsDesk(page: Page, uses: Use[], login_name?: string, purpose = '打合せ', people = 4): Promise<DeskBooking> {
  const whom = login_name === undefined ? { kind: 'official' } : { kind: 'ordinary', account_id: await accountOf(page, login_name) };
  const { application } = await send<Held>(page, 'POST', '/api/v1/staff/applications',
    { ...whom, uses, fitting: 'all', details: { purpose, people, is_commercial: false } });
  return { application_id: application.application_id, number: application.number,
    booking_ids: application.bookings.map(({ booking_id }) => booking_id) };
}

async function accountOf(page: Page, login_name: string): Promise<string> {
  const { residents } = await send<{ residents: { account_id: string; login_name: string }[] }>(page, 'GET',
    `/api/v1/staff/residents?q=${login_name}`);
  const found = residents.find((resident) => resident.login_name === login_name);
  if (!found) throw new Error(`no resident ${login_name}`);
  return found.account_id;
}

/** As a resident in a browser of their own. */
export async function inBrowserOf<T>(browser: Browser, login_name: string, act: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext({ locale: 'ja-JP', timezoneId: 'Asia/Tokyo' });
  const page = await context.newPage();
  try {
    await asResident(page, login_name);
    return await act(page);
  } finally {
    await context.close();
  }
}

/** A booking that its resident has applied for and paid. */
export function paidBooking(browser: Browser, login_name: string, wish: Wish): Promise<string> {
  return inBrowserOf(browser, login_name, (page) => bookAndPay(page, wish));
}

/** An application that waits for a decision of the desk. */
export function appliedFor(browser: Browser, login_name: string, wish: Wish): Promise<string> {
  return inBrowserOf(browser, login_name, async (page) => {
    const application_id = await hold(page, wish);
    await send(page, 'POST', `/api/v1/applications/${application_id}/submission`);
    return application_id;
  });
}

/** The whole hour of today that is running now, in the town's time; it ends in the future. */
export function runningHour(): { date: string; start: string; end: string } {
  const hour = new Date(Date.now() + 9 * 3_600_000).getUTCHours();
  const text = (value: number) => `${String(value).padStart(2, '0')}:00`;
  return { date: dayAfterToday(0), start: text(hour), end: text(hour + 1) };
}

/** In the first of the spaces that nobody has in the running hour. */
export async function bookNow(page: Page, spaces: readonly string[], login_name: string | undefined, purpose: string): Promise<DeskBooking> {
  const refusals: string[] = [];
  for (const space of spaces) {
    try {
      return await bookAsDesk(page, [{ space, ...runningHour() }], login_name, purpose);
    } catch (refused) {
      refusals.push(String(refused));
    }
  }
  throw new Error(refusals.join('\n'));
}

/** Open today all day long, whatever day it is. Answers the opening's number. */
export async function openToday(page: Page, facility: string): Promise<string> {
  const today = dayAfterToday(0);
  const { opening_id } = await send<{ opening_id: string }>(page, 'POST', '/api/v1/staff/extra-openings',
    { facility, first: today, last: today, start: '00:00', end: '24:00', reason: { ja: '試験開館', en: 'Trial opening' } });
  return opening_id;
}

/** So that what an earlier run left behind meets nobody. */
export async function liftEverySuspension(page: Page): Promise<void> {
  const { suspensions } = await send<{ suspensions: { suspension_id: string; lifted: boolean }[] }>(page, 'GET', '/api/v1/staff/suspensions');
  for (const { suspension_id, lifted } of suspensions) {
    if (!lifted) await send(page, 'POST', `/api/v1/staff/suspensions/${suspension_id}/lifting`);
  }
}
