// Books of tickets of Minatomori's sports park, sold behind the scenes.
import type { Page } from '@playwright/test';
import { send } from './book';
import { logIn } from './person';
import { address, dayAfterToday } from './town';

export const minatomori_password = 'minatomori-demo';

/** A book of eleven one-hour tickets for the tennis courts; the page is the desk's, and holds its drawer. Answers the book's number. */
export async function sellBook(clerk: Page, login_name: string): Promise<string> {
  await logIn(clerk, 'desk1', '/ja/staff/', 'ja', minatomori_password);
  await send(clerk, 'POST', '/api/v1/staff/drawers/park_gate/shifts', { float_yen: 10_000 });
  const { residents } = await send<{ residents: { account_id: string }[] }>(clerk, 'GET', `/api/v1/staff/residents?q=${login_name}`);
  const { file } = await send<{ file: { book: { book_id: string } } }>(clerk, 'POST', '/api/v1/staff/ticket-books',
    { facility: 'sports_park', ticket: 'court_hours', method: 'cash', given_yen: 2_100, account_id: residents[0]?.account_id });
  return file.book.book_id;
}

interface Day { spaces: { space: string; slots: { start: string; state: string }[] }[] }

/** The next days on which court 3 can be had from nine to eleven. */
export async function courtDays(count: number): Promise<string[]> {
  const found: string[] = [];
  for (let days = 2; days < 28 && found.length < count; days += 1) {
    const date = dayAfterToday(days);
    const { spaces } = (await (await fetch(address(`/api/v1/availability/day?facility=sports_park&date=${date}`))).json()) as Day;
    const slots = spaces.find(({ space }) => space === 'court_3')?.slots ?? [];
    const free = (start: string) => slots.some((slot) => slot.start === start && slot.state === 'free');
    if (['09:00', '09:30', '10:00', '10:30'].every(free)) found.push(date);
  }
  return found;
}
