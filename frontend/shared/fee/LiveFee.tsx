// The fee as it is being worked out: it stands while a newer one is asked for, and says so when it cannot be had.
import type { Failure } from '../api/answer';
import { sentenceFor } from '../api/wording';
import { yen } from '../format';
import { t } from '../i18n/text';
import { alikeFees, sumOf, type AlikeFees } from './fee_groups';
import { FeeTable } from './FeeTable';
import { feesOf, type LiveFees } from './live_fees';

interface Properties {
  live: LiveFees;
  /** What each use is, in its order. */
  titles: readonly string[];
}

export function LiveFee({ live: { quoted, updating, granted_yen }, titles }: Properties) {
  const fees = feesOf(quoted);
  const failures = quoted.flatMap((quote, index) => ('failure' in quote ? [{ title: titles[index] ?? '', failure: quote.failure }] : []));
  return (
    <section class="live-fee" aria-labelledby="live-fee-title" aria-busy={updating}>
      <h2 id="live-fee-title">{t('shared.fee.now')}</h2>
      <p class="live-fee__total" role="status">
        {fees ? <strong>{yen(sumOf(fees))}</strong> : <span>{t(updating && quoted.length === 0 ? 'shared.fee.asking' : 'shared.fee.unknown')}</span>}
        {updating && fees && <small>{t('shared.fee.updating')}</small>}
      </p>
      {granted_yen !== undefined && fees && granted_yen < sumOf(fees) && <p>{t('shared.fee.if_reduced', { amount: yen(granted_yen) })}</p>}
      {failures.map(({ title, failure }) => <NoFee key={title} title={titles.length > 1 ? title : undefined} failure={failure} />)}
      {fees && alikeFees(fees, titles).map((alike) => <Why key={alike.titles.join()} alike={alike} alone={titles.length === 1} />)}
    </section>
  );
}

function Why({ alike: { fee, titles: [title = '', ...others] }, alone }: { alike: AlikeFees; alone: boolean }) {
  const amount = yen(fee.total_yen);
  return (
    <details class="more">
      <summary>{alone ? t('shared.fee.why') : others.length === 0 ? t('shared.fee.why_of', { title, amount })
        : t('shared.fee.why_of_several', { title, others: others.length, amount })}</summary>
      <FeeTable fee={fee} />
    </details>
  );
}

function NoFee({ title, failure }: { title: string | undefined; failure: Failure }) {
  return <p class="field__error">{title && `${title}: `}{sentenceFor(failure)} <span class="note">{t('shared.fee.go_on')}</span></p>;
}
