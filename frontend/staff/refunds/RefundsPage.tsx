// What the town has to give back, to whom and why.
import { listRefundsDue, type RefundFile } from '../../shared/api/staff';
import { usePageTitle } from '../../shared/app/page_title';
import { useRemote } from '../../shared/app/remote';
import { to } from '../../shared/app/router';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { Heading } from '../../shared/components/Heading';
import { Hidden } from '../../shared/components/Hidden';
import { Icon } from '../../shared/components/Icon';
import { Waiting } from '../../shared/components/Waiting';
import { yen } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { instantText } from '../parts/place_text';
import { refundedPlace } from './refunded_place';

export function RefundsPage() {
  const { remote, reload } = useRemote(listRefundsDue, []);
  usePageTitle(t('staff.refunds.title'));
  return (
    <>
      <Heading>{t('staff.refunds.title')}</Heading>
      {remote.state === 'loading' && <Waiting />}
      {remote.state === 'failed' && <FailureNotice failure={remote.failure} onRetry={() => void reload()} />}
      {remote.state === 'ready' && <List refunds={remote.value} />}
    </>
  );
}

function List({ refunds }: { refunds: readonly RefundFile[] }) {
  if (refunds.length === 0) return <p>{t('staff.refunds.none')}</p>;
  const total_yen = refunds.reduce((sum, { refund }) => sum + refund.yen, 0);
  return (
    <>
      <p class="actions screen-only">
        <button type="button" class="button button--small button--secondary" onClick={() => window.print()}><Icon name="print" />{t('staff.board.print')}</button>
      </p>
      <div class="table-frame" role="region" aria-label={t('staff.refunds.title')} tabIndex={0}>
        <table class="list list--cards">
          <thead>
            <tr>
              <th scope="col">{t('staff.refunds.since')}</th>
              <th scope="col">{t('staff.panel.number')}</th>
              <th scope="col">{t('staff.panel.holder')}</th>
              <th scope="col">{t('staff.refunds.ground')}</th>
              <th scope="col">{t('staff.refunds.cause')}</th>
              <th scope="col">{t('staff.refunds.article')}</th>
              <th scope="col" class="number">{t('staff.refunds.percent')}</th>
              <th scope="col" class="number">{t('staff.refunds.amount')}</th>
              <th scope="col">{t('staff.refunds.state')}</th>
            </tr>
          </thead>
          <tbody>
            {refunds.map(({ holder, number, refund }) => (
              <tr key={refund.refund_id}>
                <td class="list__time" data-label={t('staff.refunds.since')}>{instantText(refund.created_at_ms)}</td>
                <th scope="row" class="list__time"><a href={to(refundedPlace(refund))}>{number ?? t('staff.none')}</a></th>
                <td data-label={t('staff.panel.holder')}>{holder}</td>
                <td data-label={t('staff.refunds.ground')}>{t(`staff.refunds.ground_${refund.ground}`)}</td>
                <td data-label={t('staff.refunds.cause')}><span>{t(`staff.refunds.cause_${refund.cause}`)}{refund.reason && <small> {refund.reason}</small>}</span></td>
                <td data-label={t('staff.refunds.article')}>{townText(refund.article) || t('staff.none')}</td>
                <td class="number" data-label={t('staff.refunds.percent')}>{refund.percent}%</td>
                <td class="number" data-label={t('staff.refunds.amount')}>{yen(refund.yen)}</td>
                <td data-label={t('staff.refunds.state')}><a href={to(`/refunds/${refund.refund_id}`)}>{t(`staff.refunds.state_${refund.state}`)}<Hidden>{t('staff.list.open_what', { title: number ?? holder })}</Hidden></a></td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" colSpan={7}>{t('staff.refunds.total', { count: refunds.length })}</th>
              <td class="number">{yen(total_yen)}</td>
              <td />
            </tr>
          </tfoot>
        </table>
      </div>
    </>
  );
}
