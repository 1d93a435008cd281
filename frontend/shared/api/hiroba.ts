// Every question the pages ask, by name. Shapes come from services/http/openapi.yaml.
import createClient from 'openapi-fetch';
import { createStore } from '../store';
import { ask } from './ask';
import type { Answer } from './answer';
import { keyOf, settle } from './intention';
import type { components, paths } from './schema.gen';

type Schemas = components['schemas'];
export type Town = Schemas['Town'];
export type Facility = Schemas['Facility'];
export type Space = Schemas['Space'];
export type Band = Schemas['Band'];
export type UserClass = Schemas['UserClass'];
export type MonthAvailability = Schemas['MonthAvailability'];
export type DayAvailability = Schemas['DayAvailability'];
export type Slot = Schemas['Slot'];
export type Session = Schemas['Session'];
export type Account = Schemas['Account'];
export type Application = Schemas['Application'];
export type ApplicationDetails = Schemas['ApplicationDetails'];
export type Booking = Schemas['Booking'];
export type BookingState = Schemas['BookingState'];
export type Equipment = Schemas['Equipment'];
export type EquipmentWish = Schemas['EquipmentWish'];
export type Fee = Schemas['Fee'];
export type PublicClosure = Schemas['PublicClosure'];
export type Refund = Schemas['Refund'];
export type Use = Schemas['Use'];
export type PaymentAttempt = Schemas['PaymentAttempt'];
export type StoreVoucher = Schemas['StoreVoucher'];
export type PaymentMethod = Schemas['PaymentMethod'];
export type Board = Schemas['Board'];
export type BoardBooking = Schemas['BoardBooking'];
export type CollectionList = Schemas['CollectionList'];
export type TrialBalance = Schemas['TrialBalance'];

export const client = createClient<paths>({ baseUrl: '', credentials: 'same-origin' });
/** `safe`: asking changes nothing on the server, so it may be repeated for ever. */
export const safe = { safe: true };
export const changing = { safe: false };

export const session = createStore<Session | undefined>(undefined);
let clock_offset_ms = 0;

/** The server's clock: deadlines are judged by it, not by the phone's. */
export function serverNow(): number {
  return Date.now() + clock_offset_ms;
}

function setClock(server_time_ms: number): void {
  clock_offset_ms = server_time_ms - Date.now();
}

function keepSession(answer: Answer<Session>): Answer<Session> {
  if (answer.ok) {
    setClock(answer.value.server_time_ms);
    session.set(answer.value);
  }
  return answer;
}

export async function loadSession(): Promise<Answer<Session>> {
  return keepSession(await ask(() => client.GET('/api/v1/session'), safe));
}

export async function logIn(login_name: string, password: string): Promise<Answer<Session>> {
  return keepSession(await ask(() => client.POST('/api/v1/session', { body: { login_name, password } }), changing));
}

// A token that went stale (another tab logged in again) is fetched anew once, without troubling the person.
export async function withToken<T>(send: (token: string) => Promise<Answer<T>>): Promise<Answer<T>> {
  const answer = await send(session.get()?.csrf_token ?? '');
  if (answer.ok || answer.failure.kind !== 'refusal' || answer.failure.code !== 'csrf_token_invalid') return answer;
  const renewed = await loadSession();
  return send(renewed.ok ? (renewed.value.csrf_token ?? '') : '');
}

export async function logOut(): Promise<Answer<unknown>> {
  const answer = await withToken<unknown>((token) => ask(
    () => client.DELETE('/api/v1/session', { params: { header: { 'X-CSRF-Token': token } } }), changing));
  await loadSession();
  return answer;
}

export function loadTown(): Promise<Answer<Town>> {
  return ask(() => client.GET('/api/v1/facilities'), safe);
}

export function loadMonth(space: string, month: string, user_class: UserClass): Promise<Answer<MonthAvailability>> {
  return ask(() => client.GET('/api/v1/availability/month', { params: { query: { space, month, user_class } } }), safe);
}

/** `since`: a version that is known; the answer may then hold only the spaces that changed (`changes_only`). */
export function loadDay(facility: string, date: string, user_class: UserClass, version: number,
  since?: number): Promise<Answer<DayAvailability>> {
  const query = { facility, date, user_class, ...(version > 0 ? { version } : {}), ...(since !== undefined ? { since } : {}) };
  return ask(() => client.GET('/api/v1/availability/day', { params: { query } }), safe);
}

/** Once, without patience: the caller asks again anyway and wants to know when the line is dead. */
export async function loadVersion(facility: string, date: string): Promise<number | undefined> {
  try {
    const { data } = await client.GET('/api/v1/availability/version', { params: { query: { facility, date } } });
    return data?.version;
  } catch {
    return undefined;
  }
}

/** Every answer about an application brings the server's clock. */
export function keepClock(answer: Answer<Application>): Answer<Application> {
  if (answer.ok) setClock(answer.value.server_time_ms);
  return answer;
}

/** What was too busy or broken may have done it all the same: its repeat carries the same key. */
function isDefinite<T>(answer: Answer<T>): boolean {
  if (answer.ok) return true;
  return answer.failure.kind === 'refusal' && answer.failure.status < 500 && answer.failure.status !== 429;
}

// A type, not an interface: it has to fit the index signature of the client's headers.
type KeyedHeader = { 'X-CSRF-Token': string; 'Idempotency-Key': string };

export function settleIfAnswered<T>(intention: string, answer: Answer<T>): Answer<T> {
  if (isDefinite(answer)) settle(intention);
  return answer;
}

/** Sends what must happen once, under the key of its intention, until the server has given a definite answer. */
export async function withKey<T>(intention: string, send: (header: KeyedHeader) => Promise<Answer<T>>): Promise<Answer<T>> {
  return settleIfAnswered(intention,
    await withToken<T>((token) => send({ 'X-CSRF-Token': token, 'Idempotency-Key': keyOf(intention) })));
}

export function loadBoard(facility: string, date: string): Promise<Answer<Board>> {
  return ask(() => client.GET('/api/v1/staff/board', { params: { query: { facility, date } } }), safe);
}

export function listCollections(from: string, to: string): Promise<Answer<CollectionList>> {
  return ask(() => client.GET('/api/v1/finance/collections', { params: { query: { from, to } } }), safe);
}

export function collectionsFile(from: string, to: string, encoding: 'utf-8' | 'cp932'): string {
  return `/api/v1/finance/collections.csv?${new URLSearchParams({ from, to, encoding })}`;
}

export function loadTrialBalance(): Promise<Answer<TrialBalance>> {
  return ask(() => client.GET('/api/v1/finance/trial-balance'), safe);
}
