// What changes added to paid permits, and was not paid by its day.
import { listOverduePayments, type OverduePayment } from '../../shared/api/staff';
import { usePageTitle } from '../../shared/app/page_title';
import { useRemote } from '../../shared/app/remote';
import { to } from '../../shared/app/router';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { Heading } from '../../shared/components/Heading';
import { Waiting } from '../../shared/components/Waiting';
import { deadline, yen } from '../../shared/format';
import { t } from '../../shared/i18n/text';

export function OverduePage() {
  const { remote, reload } = useRemote(listOverduePayments, []);
  usePageTitle(t('staff.overdue.title'));
  return (
    <>
      <Heading>{t('staff.overdue.title')}</Heading>
      <p>{t('staff.overdue.help')}</p>
      {remote.state === 'loading' && <Waiting />}
      {remote.state === 'failed' && <FailureNotice failure={remote.failure} onRetry={() => void reload()} />}
      {remote.state === 'ready' && <List overdue={remote.value} />}
    </>
  );
}

function List({ overdue }: { overdue: readonly OverduePayment[] }) {
  if (overdue.length === 0) return <p>{t('staff.overdue.none')}</p>;
  const total_yen = overdue.reduce((sum, payment) => sum + payment.yen, 0);
  return (
    <div class="table-frame" role="region" aria-label={t('staff.overdue.title')} tabIndex={0}>
      <table class="list">
        <thead>
          <tr>
            <th scope="col">{t('staff.overdue.due')}</th>
            <th scope="col">{t('staff.panel.number')}</th>
            <th scope="col">{t('staff.panel.holder')}</th>
            <th scope="col" class="number">{t('staff.overdue.amount')}</th>
          </tr>
        </thead>
        <tbody>
          {overdue.map((payment) => (
            <tr key={payment.application_id}>
              <td class="list__time">{deadline(payment.payment_due_at_ms)}</td>
              <th scope="row" class="list__time"><a href={to(`/applications/${payment.application_id}`)}>{payment.number ?? t('staff.none')}</a></th>
              <td>{payment.holder}</td>
              <td class="number">{yen(payment.yen)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={3}>{t('staff.overdue.total', { count: overdue.length })}</th>
            <td class="number">{yen(total_yen)}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  );
}
