// What a use would cost, for whoever asks.
import { ask } from './ask';
import type { Answer } from './answer';
import { client, safe } from './hiroba';
import type { components } from './schema.gen';

export type QuoteRequest = components['schemas']['QuoteRequest'];
export type Quote = components['schemas']['Quote'];

/** Asking holds nothing, so it may be repeated. */
export function quoteUse(body: QuoteRequest): Promise<Answer<Quote>> {
  return ask(() => client.POST('/api/v1/quote', { body }), safe);
}
