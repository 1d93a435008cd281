// 回数券: books of tickets, what they pay for, and selling them.
import { ask } from './ask';
import type { Answer } from './answer';
import { changing, client, keepClock, safe, withKey, withToken, type Application } from './hiroba';
import type { components } from './schema.gen';

type Schemas = components['schemas'];
export type TicketBook = Schemas['TicketBook'];
export type TicketBookFile = Schemas['TicketBookFile'];
export type TicketTerms = Schemas['TicketTerms'];
export type TicketUseLine = Schemas['TicketUseLine'];
export type TicketOffer = Schemas['TicketOffer'];
export type TicketOnSale = Schemas['TicketOnSale'];
export type TicketSelling = Schemas['TicketBookSelling'];
export type SoldTicketBook = Schemas['SoldTicketBook'];
export type ApplicationTickets = Schemas['ApplicationTickets'];

const csrf = (token: string) => ({ 'X-CSRF-Token': token });

export async function listOwnTicketBooks(): Promise<Answer<TicketBookFile[]>> {
  const answer = await ask(() => client.GET('/api/v1/ticket-books'), safe);
  return answer.ok ? { ...answer, value: answer.value.books } : answer;
}

export function loadApplicationTickets(application_id: string): Promise<Answer<ApplicationTickets>> {
  return ask(() => client.GET('/api/v1/applications/{application_id}/tickets', { params: { path: { application_id } } }), safe);
}

/** A repeat about the application as it stands uses nothing more. */
export async function useTickets(application: Application, booking_id: string, book_id: string, tickets: number): Promise<Answer<Application>> {
  const { application_id, version } = application;
  return keepClock(await withKey<Application>(`tickets.${application_id}.${version}.${booking_id}.${book_id}.${tickets}`, (header) => ask(
    () => client.POST('/api/v1/applications/{application_id}/ticket-uses',
      { params: { path: { application_id }, header }, body: { booking_id, book_id, tickets } }), changing)));
}

export async function listTicketsOnSale(): Promise<Answer<TicketOnSale[]>> {
  const answer = await ask(() => client.GET('/api/v1/staff/tickets'), safe);
  return answer.ok ? { ...answer, value: answer.value.tickets } : answer;
}

export async function searchTicketBooks(q: string): Promise<Answer<TicketBook[]>> {
  const answer = await ask(() => client.GET('/api/v1/staff/ticket-books', { params: { query: { q } } }), safe);
  return answer.ok ? { ...answer, value: answer.value.books } : answer;
}

/** `sale` tells two sales of the same book to the same buyer apart. */
export function sellTicketBook(sale: string, body: TicketSelling): Promise<Answer<SoldTicketBook>> {
  return withKey<SoldTicketBook>(`sell.${sale}.${JSON.stringify(body)}`, (header) => ask(
    () => client.POST('/api/v1/staff/ticket-books', { params: { header }, body }), changing));
}

export function loadTicketBook(book_id: string): Promise<Answer<TicketBookFile>> {
  return ask(() => client.GET('/api/v1/staff/ticket-books/{book_id}', { params: { path: { book_id } } }), safe);
}

/** A repeat while as many are left uses nothing more. */
export function useForVisit({ book_id, left }: TicketBook, tickets: number): Promise<Answer<TicketBookFile>> {
  return withKey<TicketBookFile>(`visit.${book_id}.${left}.${tickets}`, (header) => ask(
    () => client.POST('/api/v1/staff/ticket-books/{book_id}/visits', { params: { path: { book_id }, header }, body: { tickets } }), changing));
}

export function refundTicketBook(book_id: string, reason: string): Promise<Answer<TicketBookFile>> {
  return withToken<TicketBookFile>((token) => ask(() => client.POST('/api/v1/staff/ticket-books/{book_id}/refunds',
    { params: { path: { book_id }, header: csrf(token) }, body: { reason } }), changing));
}

export function undoTicketUse(use_id: string, reason: string): Promise<Answer<TicketBookFile>> {
  return withToken<TicketBookFile>((token) => ask(() => client.POST('/api/v1/staff/ticket-uses/{use_id}/undoing',
    { params: { path: { use_id }, header: csrf(token) }, body: { reason } }), changing));
}
