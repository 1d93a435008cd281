// Whether a place is cooled or heated on that day, and what that costs: the town's own answer, never worked out here.
import { useEffect, useState } from 'preact/hooks';
import type { Fee } from '../api/hiroba';
import { hasCode } from '../api/wording';
import { quoteUse, type QuoteRequest } from '../api/quote';
import type { FeeLine } from '../fee/fee_groups';
import { howMany } from '../fee/line_words';
import { yen } from '../format';
import { t, townText } from '../i18n/text';

export type Climate = { season: 'unknown' } | { season: 'none' } | { season: 'offered'; lines: readonly FeeLine[] };

/** The lines that the climate adds: those of a fee with it which the fee without it has not. */
export function climateLines(with_it: Fee, without_it: Fee): FeeLine[] {
  const known = without_it.lines.filter(({ component }) => component === 'additional').map((line) => JSON.stringify(line));
  return with_it.lines.filter((line) => line.component === 'additional' && line.yen !== 0 && !known.includes(JSON.stringify(line)));
}

/** The rate and what it comes to for this use. */
export function climateWords(line: FeeLine): string {
  const values = { what: townText(line.label), amount: yen(line.yen) };
  const count = howMany(line);
  return count === undefined ? t('shared.terms.climate_price', values) : t('shared.terms.climate_price_counted', { ...values, count });
}

async function ask(use: QuoteRequest): Promise<Climate> {
  const [with_it, without_it] = await Promise.all([quoteUse({ ...use, wants_climate: true }), quoteUse({ ...use, wants_climate: false })]);
  if (!with_it.ok) return hasCode(with_it.failure, 'climate_not_offered') ? { season: 'none' } : { season: 'unknown' };
  return { season: 'offered', lines: without_it.ok ? climateLines(with_it.value.fee, without_it.value.fee) : [] };
}

/** Of the use as it is; undefined: the place has neither. */
export function useClimate(use: QuoteRequest | undefined): Climate {
  const [climate, setClimate] = useState<Climate>({ season: 'unknown' });
  const question = JSON.stringify(use);
  useEffect(() => {
    if (use === undefined) return setClimate({ season: 'none' });
    let outdated = false;
    void ask(use).then((answer) => {
      if (!outdated) setClimate(answer);
    });
    return () => {
      outdated = true;
    };
  }, [question]);
  return climate;
}
