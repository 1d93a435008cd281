// What uses would cost while they are still being chosen: one for anybody, several of one application with the reductions
// of the person or group.
import type { Failure } from '../api/answer';
import type { Fee } from '../api/hiroba';
import { quoteTogether, quoteUse, type QuoteRequest, type Quotes, type QuotesRequest } from '../api/quote';
import { useLive } from './live';

export type QuotedUse = { fee: Fee } | { failure: Failure };
export interface LiveFees {
  /** In the order of the uses; empty before the first answer. */
  quoted: readonly QuotedUse[];
  updating: boolean;
  /** The total if the reduction that is asked for is granted, when that is to be decided. */
  granted_yen?: number | undefined;
}

async function quotedAlone(request: QuoteRequest): Promise<QuotedUse[]> {
  const answer = await quoteUse(request);
  return [answer.ok ? { fee: answer.value.fee } : { failure: answer.failure }];
}

/** Of one use that nobody holds, for whoever asks. */
export function useLiveFee(request: QuoteRequest | undefined): LiveFees {
  const { answer = [], updating } = useLive(request && JSON.stringify(request), () => quotedAlone(request as QuoteRequest));
  return { quoted: answer, updating };
}

/** Each use with its fee, or why it has none. */
export function quotedUses({ uses }: Quotes): QuotedUse[] {
  return uses.map(({ fee, code, facts }): QuotedUse => (fee !== null ? { fee }
    : { failure: { kind: 'refusal', status: 422, code: code ?? 'internal_error', facts, fields: [], request_id: '' } }));
}

async function quotedTogether(request: QuotesRequest): Promise<{ quoted: QuotedUse[]; granted_yen: number | undefined }> {
  const answer = await quoteTogether(request);
  if (!answer.ok) return { quoted: request.uses.map(() => ({ failure: answer.failure })), granted_yen: undefined };
  return { quoted: quotedUses(answer.value), granted_yen: answer.value.total_if_granted_yen ?? undefined };
}

/** Of uses that are applied for together; those of an earlier question with other uses are not shown. */
export function useLiveQuotes(request: QuotesRequest | undefined): LiveFees {
  const question = request === undefined || request.uses.length === 0 ? undefined : JSON.stringify(request);
  const { answer, updating } = useLive(question, () => quotedTogether(request as QuotesRequest));
  const fits = answer !== undefined && answer.quoted.length === request?.uses.length;
  return { quoted: fits ? answer.quoted : [], updating, granted_yen: fits ? answer.granted_yen : undefined };
}

/** The fees, when every use has one. */
export function feesOf(quotes: readonly QuotedUse[]): Fee[] | undefined {
  const fees = quotes.flatMap((quote) => ('fee' in quote ? [quote.fee] : []));
  return quotes.length > 0 && fees.length === quotes.length ? fees : undefined;
}
