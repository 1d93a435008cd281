// 処分: what the town decided, with number, date, conditions, reason and notice of appeal. Who decided is told to staff only.
import type { Application } from '../api/hiroba';
import { longDate } from '../format';
import { t, townText } from '../i18n/text';
import { SummaryList, type SummaryRow } from './SummaryList';

type Decision = Application['decisions'][number];

function rowsOf(decision: Decision): SummaryRow[] {
  const { conditions, reason, appeal, decided_by, post, as_deputy, outside_number } = decision;
  return [
    { name: t('common.decision.date'), value: longDate(decision.decided_on) },
    { name: t('common.decision.authority'), value: townText(decision.authority) },
    ...(conditions.length > 0 ? [{ name: t('common.decision.conditions'), value: <ol>{conditions.map((text) => <li key={text.ja}>{townText(text)}</li>)}</ol> }] : []),
    ...(reason === null ? [] : [{ name: t('common.decision.reason'), value: reason }]),
    ...(decided_by === null ? [] : [{ name: t('common.decision.decided_by'),
      value: [post && townText(post), decided_by, as_deputy ? t('common.decision.as_deputy') : ''].filter(Boolean).join(' ') }]),
    ...(outside_number === null ? [] : [{ name: t('common.decision.outside_number'), value: outside_number }]),
    ...(appeal === null ? [] : [{ name: t('common.decision.appeal'), value: townText(appeal) }]),
  ];
}

export function DecisionList({ decisions }: { decisions: readonly Decision[] }) {
  if (decisions.length === 0) return null;
  return (
    <>
      <h2>{t('common.decision.title')}</h2>
      {[...decisions].reverse().map((decision) => (
        <section key={decision.decision_id} class="decision-made" aria-label={`${t(`common.decision.${decision.kind}`)} ${decision.number}`}>
          <h3>{t(`common.decision.${decision.kind}`)} {decision.number}</h3>
          <SummaryList rows={rowsOf(decision)} />
        </section>
      ))}
    </>
  );
}
