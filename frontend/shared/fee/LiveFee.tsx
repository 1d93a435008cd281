// The fee as it is being worked out: it stands while a newer one is asked for, and says so when it cannot be had.
import type { Failure } from '../api/answer';
import { sentenceFor } from '../api/wording';
import { yen } from '../format';
import { t } from '../i18n/text';
import { sumOf } from './fee_groups';
import { FeeTable } from './FeeTable';
import { feesOf, type LiveFees } from './live_fees';

interface Properties {
  live: LiveFees;
  /** What each use is, in its order. */
  titles: readonly string[];
  /** What it would be if the reduction that is asked for were granted. */
  reduced_yen?: number | undefined;
}

export function LiveFee({ live: { quoted, updating }, titles, reduced_yen }: Properties) {
  const fees = feesOf(quoted);
  const failures = quoted.flatMap((quote, index) => ('failure' in quote ? [{ title: titles[index] ?? '', failure: quote.failure }] : []));
  return (
    <section class="live-fee" aria-labelledby="live-fee-title" aria-busy={updating}>
      <h2 id="live-fee-title">{t('shared.fee.now')}</h2>
      <p class="live-fee__total" role="status">
        {fees ? <strong>{yen(sumOf(fees))}</strong> : <span>{t(quoted.length === 0 ? 'shared.fee.asking' : 'shared.fee.unknown')}</span>}
        {updating && fees && <small>{t('shared.fee.updating')}</small>}
      </p>
      {reduced_yen !== undefined && fees && reduced_yen < sumOf(fees) && <p>{t('shared.fee.if_reduced', { amount: yen(reduced_yen) })}</p>}
      {failures.map(({ title, failure }) => <NoFee key={title} title={titles.length > 1 ? title : undefined} failure={failure} />)}
      {fees?.map((fee, index) => (
        <details class="more" key={titles[index]}>
          <summary>{titles.length > 1 ? t('shared.fee.why_of', { title: titles[index] ?? '', amount: yen(fee.total_yen) }) : t('shared.fee.why')}</summary>
          <FeeTable fee={fee} />
        </details>
      ))}
    </section>
  );
}

function NoFee({ title, failure }: { title: string | undefined; failure: Failure }) {
  return <p class="field__error">{title && `${title}: `}{sentenceFor(failure)} <span class="note">{t('shared.fee.go_on')}</span></p>;
}
