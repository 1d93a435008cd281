// The town hoshimigawa as the tests use it, and what they ask the public API before they begin.

export const password = 'hoshimigawa-demo';

export function address(path: string): string {
  const base = process.env['BASE_URL'];
  if (!base) throw new Error('BASE_URL is not set');
  return base + path;
}

export interface FreeSlot { date: string; start: string; end: string; band?: string }

interface Slot extends FreeSlot { state: string; price_yen?: number }
interface Day { spaces: { space: string; slots: Slot[] }[] }

async function ask<T>(path: string): Promise<T> {
  const response = await fetch(address(path));
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return (await response.json()) as T;
}

export function dayAfterToday(days: number): string {
  return new Date(Date.now() + 9 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);
}

/** The first days, from a few days on, on which every slot of the space is free. */
export async function freeDays(facility: string, space: string, from_days: number, count: 2): Promise<[string, string]>;
export async function freeDays(facility: string, space: string, from_days: number, count: number): Promise<string[]>;
export async function freeDays(facility: string, space: string, from_days: number, count: number): Promise<string[]> {
  const found: string[] = [];
  for (let days = from_days; days < from_days + 40 && found.length < count; days += 1) {
    const date = dayAfterToday(days);
    const day = await ask<Day>(`/api/v1/availability/day?facility=${facility}&date=${date}`);
    const slots = day.spaces.find((entry) => entry.space === space)?.slots ?? [];
    if (slots.length > 0 && slots.every((slot) => slot.state === 'free')) found.push(date);
  }
  if (found.length < count) throw new Error(`no free day for ${space}`);
  return found;
}

export async function freeDay(facility: string, space: string, from_days: number): Promise<string> {
  const [date] = await freeDays(facility, space, from_days, 1);
  return date ?? '';
}

export async function priceOf(facility: string, space: string, date: string, band: string): Promise<number> {
  const day = await ask<Day>(`/api/v1/availability/day?facility=${facility}&date=${date}`);
  const slot = day.spaces.find((entry) => entry.space === space)?.slots.find((candidate) => candidate.band === band);
  if (slot?.price_yen === undefined) throw new Error(`${space} ${band} has no price`);
  return slot.price_yen;
}

/** `1,234円` */
export function yen(amount: number): string {
  return `${String(amount).replace(/\B(?=(\d{3})+$)/g, ',')}円`;
}
