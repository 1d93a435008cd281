// What several uses would cost, asked anew whenever something about them is changed; what is typed is never waited for.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Failure } from '../api/answer';
import type { Fee } from '../api/hiroba';
import { quoteUse, type QuoteRequest } from '../api/quote';

export type QuotedUse = { fee: Fee } | { failure: Failure };
export interface LiveFees {
  /** In the order of the requests; those of an earlier question while a new one is under way; empty before the first answer. */
  quoted: readonly QuotedUse[];
  /** A newer question is under way: what is shown belongs to what was typed before. */
  updating: boolean;
}

const pause_ms = 350;

async function quoted(request: QuoteRequest): Promise<QuotedUse> {
  const answer = await quoteUse(request);
  return answer.ok ? { fee: answer.value.fee } : { failure: answer.failure };
}

export function useLiveFees(requests: readonly QuoteRequest[]): LiveFees {
  const question = JSON.stringify(requests);
  const [answered, setAnswered] = useState<{ question: string; quoted: readonly QuotedUse[] }>({ question: '', quoted: [] });
  const asked_once = useRef(false);
  useEffect(() => {
    if (requests.length === 0) return;
    let outdated = false;
    const timer = setTimeout(() => void Promise.all(requests.map(quoted)).then((answers) => {
      if (!outdated) setAnswered({ question, quoted: answers });
    }), asked_once.current ? pause_ms : 0);
    asked_once.current = true;
    return () => {
      outdated = true;
      clearTimeout(timer);
    };
  }, [question]);
  return { quoted: answered.quoted.length === requests.length ? answered.quoted : [], updating: answered.question !== question };
}

/** The fees, when every use has one. */
export function feesOf(quotes: readonly QuotedUse[]): Fee[] | undefined {
  const fees = quotes.flatMap((quote) => ('fee' in quote ? [quote.fee] : []));
  return quotes.length > 0 && fees.length === quotes.length ? fees : undefined;
}
