// 許可 or 不許可, of the whole application or of some of its bookings; a refusal never without its reason (行政手続法第8条).
import { useState } from 'preact/hooks';
import type { Application } from '../../shared/api/hiroba';
import { decide } from '../../shared/api/staff';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { t } from '../../shared/i18n/text';
import { useTown } from '../../shared/town';
import { toggled } from '../application/BookingsTable';
import { CheckBox } from '../parts/CheckBox';
import { spaceText, timesText } from '../parts/place_text';
import { ReasonField } from '../parts/ReasonField';
import { refusalReasons } from '../parts/standard_reasons';
import { useAction } from '../parts/use_action';
import { underReview } from './review_list';

interface Properties { application: Application; onDecided(application: Application): void }

export function DecisionForm({ application, onDecided }: Properties) {
  const { town } = useTown();
  const waiting = underReview(application);
  const [left_out, setLeftOut] = useState<ReadonlySet<string>>(new Set());
  const [refusing, setRefusing] = useState(false);
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const action = useAction();
  const chosen = waiting.filter(({ booking_id }) => !left_out.has(booking_id)).map(({ booking_id }) => booking_id);
  const id = `decision-${application.application_id}`;

  async function send(decision: 'permit' | 'refuse'): Promise<void> {
    const which = chosen.length === waiting.length ? {} : { booking_ids: chosen };
    const why = decision === 'refuse' ? { reason: reason.trim() } : {};
    const decided = await action.run(() => decide(application.application_id, { decision, version: application.version, ...which, ...why }));
    if (!decided) return;
    setRefusing(false);
    setReason('');
    setLeftOut(new Set());
    onDecided(decided);
  }

  function refuse(event: Event): void {
    event.preventDefault();
    setMissing(reason.trim() === '');
    if (reason.trim() === '') document.getElementById(id)?.focus();
    else void send('refuse');
  }

  return (
    <div class="decision" role="group" aria-label={t('staff.decision.title')}>
      {waiting.length > 1 && (
        <ul class="checks checks--column">
          {waiting.map((booking) => (
            <li key={booking.booking_id}>
              <CheckBox id={`${id}-${booking.booking_id}`} checked={!left_out.has(booking.booking_id)}
                onChecked={() => setLeftOut(toggled(left_out, booking.booking_id))}>
                {spaceText(town, booking.space)} {timesText(booking)}
              </CheckBox>
            </li>
          ))}
        </ul>
      )}
      {action.failure && <FailureNotice failure={action.failure} />}
      {!refusing && (
        <div class="actions">
          <button type="button" class="button button--small" disabled={chosen.length === 0} aria-busy={action.busy} onClick={() => void send('permit')}>
            {t('staff.decision.permit', { count: chosen.length })}
          </button>
          <button type="button" class="button button--small button--secondary" disabled={chosen.length === 0} onClick={() => setRefusing(true)}>
            {t('staff.decision.refuse_open')}
          </button>
        </div>
      )}
      {refusing && (
        <form class="question" onSubmit={refuse} noValidate aria-label={t('staff.decision.refuse_open')}>
          <ReasonField id={id} label={t('staff.decision.reason')} value={reason} standard={refusalReasons()} onValue={setReason}
            help={t('staff.decision.reason_help')} error={missing ? t('staff.reason.missing') : undefined} />
          <div class="actions">
            <button type="submit" class="button button--small button--danger" aria-busy={action.busy}>{t('staff.decision.refuse', { count: chosen.length })}</button>
            <button type="button" class="button button--small button--secondary" onClick={() => setRefusing(false)}>{t('staff.question.no')}</button>
          </div>
        </form>
      )}
    </div>
  );
}
