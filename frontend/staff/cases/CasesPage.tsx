// What about money a rule cannot decide, and what is proposed.
import { listPaymentCases, type PaymentCase } from '../../shared/api/payment_cases';
import { usePageTitle } from '../../shared/app/page_title';
import { useRemote } from '../../shared/app/remote';
import { to } from '../../shared/app/router';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { Heading } from '../../shared/components/Heading';
import { Hidden } from '../../shared/components/Hidden';
import { Waiting } from '../../shared/components/Waiting';
import { yen } from '../../shared/format';
import { t } from '../../shared/i18n/text';
import { instantText } from '../parts/place_text';

export function CasesPage() {
  const { remote, reload } = useRemote(listPaymentCases, []);
  usePageTitle(t('staff.cases.title'));
  return (
    <>
      <Heading>{t('staff.cases.title')}</Heading>
      {remote.state === 'loading' && <Waiting />}
      {remote.state === 'failed' && <FailureNotice failure={remote.failure} onRetry={() => void reload()} />}
      {remote.state === 'ready' && <List cases={remote.value} />}
    </>
  );
}

function List({ cases }: { cases: readonly PaymentCase[] }) {
  if (cases.length === 0) return <p>{t('staff.cases.none')}</p>;
  return (
    <div class="table-frame" role="region" aria-label={t('staff.cases.title')} tabIndex={0}>
      <table class="list list--cards">
        <thead>
          <tr>
            <th scope="col">{t('staff.cases.kind')}</th>
            <th scope="col">{t('staff.panel.number')}</th>
            <th scope="col">{t('staff.panel.holder')}</th>
            <th scope="col" class="number">{t('staff.cases.amount')}</th>
            <th scope="col">{t('staff.cases.opened')}</th>
            <th scope="col">{t('staff.cases.proposal')}</th>
          </tr>
        </thead>
        <tbody>
          {cases.map((one) => (
            <tr key={one.case_id}>
              <th scope="row"><a href={to(`/cases/${one.case_id}`)}>{t(`staff.cases.kind_${one.kind}`)}<Hidden>{t('staff.list.open_what', { title: one.number ?? one.holder })}</Hidden></a></th>
              <td class="list__time" data-label={t('staff.panel.number')}>{one.number ?? t('staff.none')}</td>
              <td data-label={t('staff.panel.holder')}>{one.holder}</td>
              <td class="number" data-label={t('staff.cases.amount')}>{yen(one.yen)}</td>
              <td class="list__time" data-label={t('staff.cases.opened')}>{instantText(one.opened_at_ms)}</td>
              <td data-label={t('staff.cases.proposal')}>{one.actions[0] === undefined ? t('staff.none') : t(`staff.cases.action_${one.actions[0]}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
