// What uses would cost: one for whoever asks, several together for who is logged in.
import { ask } from './ask';
import type { Answer } from './answer';
import { client, safe, withToken } from './hiroba';
import type { components } from './schema.gen';

export type QuoteRequest = components['schemas']['QuoteRequest'];
export type Quote = components['schemas']['Quote'];
export type QuotesRequest = components['schemas']['QuotesRequest'];
export type Quotes = components['schemas']['Quotes'];

/** Asking holds nothing, so it may be repeated. */
export function quoteUse(body: QuoteRequest): Promise<Answer<Quote>> {
  return ask(() => client.POST('/api/v1/quote', { body }), safe);
}

export function quoteTogether(body: QuotesRequest): Promise<Answer<Quotes>> {
  return withToken<Quotes>((token) => ask(() => client.POST('/api/v1/quotes', { params: { header: { 'X-CSRF-Token': token } }, body }), safe));
}
