// One refund: what is given back, how it stands, what the desk can do, and what happened to it.
import { useState } from 'preact/hooks';
import { loadRefund, type RefundFile } from '../../shared/api/staff';
import { usePageTitle } from '../../shared/app/page_title';
import { useRemote } from '../../shared/app/remote';
import { to } from '../../shared/app/router';
import { Banner } from '../../shared/components/Banner';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { Heading } from '../../shared/components/Heading';
import { Icon } from '../../shared/components/Icon';
import { SummaryList } from '../../shared/components/SummaryList';
import { Waiting } from '../../shared/components/Waiting';
import { deadline, shortDate, yen } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { RefundActs } from './RefundActs';
import { RefundHistory } from './RefundHistory';
import { refundedPlace } from './refunded_place';

export function RefundPage({ refund_id }: { refund_id: string }) {
  const { remote, reload, put } = useRemote(() => loadRefund(refund_id), [refund_id]);
  const [recorded, setRecorded] = useState(false);
  usePageTitle(t('staff.refund.title'));

  function changed(file: RefundFile): void {
    put(file);
    setRecorded(true);
  }

  return (
    <>
      <p><a class="back-link" href={to('/refunds')}><Icon name="back" />{t('staff.refund.back')}</a></p>
      <Heading>{t('staff.refund.title')}</Heading>
      <div role="status">{recorded && <Banner kind="success" title={t('staff.refund.done')} />}</div>
      {remote.state === 'loading' && <Waiting />}
      {remote.state === 'failed' && <FailureNotice failure={remote.failure} onRetry={() => void reload()} />}
      {remote.state === 'ready' && (
        <>
          <Facts file={remote.value} />
          <RefundActs file={remote.value} onChanged={changed} onStale={() => void reload()} />
          {remote.value.history.length > 0 && <RefundHistory history={remote.value.history} />}
        </>
      )}
    </>
  );
}

function Facts({ file }: { file: RefundFile }) {
  const { refund, holder, number, needs_second, provider, provider_ref, payer_until_ms, fault, paid_out } = file;
  return (
    <>
      {needs_second && (refund.state === 'due' || refund.state === 'awaiting_second') && <Banner kind="info" title={t('staff.refund.second')} />}
      <SummaryList rows={[
        { name: t('staff.panel.number'), value: <a href={to(refundedPlace(refund))}>{number ?? t('staff.none')}</a> },
        { name: t('staff.refund.holder'), value: holder },
        { name: t('staff.refunds.amount'), value: yen(refund.yen) },
        { name: t('staff.refunds.ground'), value: `${t(`staff.refunds.ground_${refund.ground}`)} ${townText(refund.article)}` },
        { name: t('staff.refunds.state'), value: t(`staff.refunds.state_${refund.state}`) },
        { name: t('staff.refund.provider'), value: provider ?? t('staff.refund.provider_none') },
        ...(provider_ref === null ? [] : [{ name: t('staff.refund.provider_ref'), value: provider_ref }]),
        ...(fault === null ? [] : [{ name: t('staff.refund.fault'), value: fault }]),
        ...(payer_until_ms === null ? [] : [{ name: t('staff.refund.payer_until'), value: deadline(payer_until_ms) }]),
        ...(paid_out === null ? [] : [{ name: t('staff.refund.paid_out'), value: `${shortDate(paid_out.on)} ${paid_out.reference}` }]),
      ]} />
    </>
  );
}
