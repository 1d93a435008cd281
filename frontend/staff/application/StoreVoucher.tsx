// A number for a convenience store is out: until when, and the way to cancel it before the money is taken otherwise.
import { useEffect } from 'preact/hooks';
import type { Application } from '../../shared/api/hiroba';
import { withdrawPayment } from '../../shared/api/applications';
import { Banner } from '../../shared/components/Banner';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { deadline } from '../../shared/format';
import { t } from '../../shared/i18n/text';
import { useAction } from '../parts/use_action';

interface Properties { application: Application; onLater(): void }

const ask_again_ms = 3_000;

export function StoreVoucher({ application, onLater }: Properties) {
  const action = useAction();
  const { attempt } = application;
  const withdrawing = attempt?.voucher != null && attempt.state === 'cancel_requested';
  useEffect(() => {
    if (!withdrawing) return;
    const timer = setInterval(onLater, ask_again_ms);
    return () => clearInterval(timer);
  }, [withdrawing]);
  if (attempt?.voucher == null) return null;
  if (withdrawing) return <Banner kind="info" title={t('staff.application.withdrawing')} announce />;
  if (attempt.state !== 'awaiting_user') return null;

  async function withdraw(attempt_id: string): Promise<void> {
    if (await action.run(() => withdrawPayment(attempt_id))) onLater();
  }

  return (
    <Banner kind="info" title={t('staff.application.voucher', { until: deadline(attempt.voucher.expires_at_ms) })}>
      <p>{t('staff.application.voucher_help')}</p>
      {action.failure && <FailureNotice failure={action.failure} />}
      <p>
        <button class="button button--secondary button--small" type="button" aria-busy={action.busy}
          onClick={() => void withdraw(attempt.attempt_id)}>{t('staff.application.withdraw')}</button>
      </p>
    </Banner>
  );
}
