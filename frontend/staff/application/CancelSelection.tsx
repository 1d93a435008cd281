// Giving back some bookings or all: this one, this and the following, everything; the refund is told before.
import { useState } from 'preact/hooks';
import type { Application } from '../../shared/api/hiroba';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { Waiting } from '../../shared/components/Waiting';
import { dividedWords, paidFirst } from '../../shared/fee/divided_refund';
import { yen } from '../../shared/format';
import { t } from '../../shared/i18n/text';
import { ticketsOf } from '../../shared/tickets/paying';
import { useApplicationTickets } from '../../shared/tickets/use_application_tickets';
import { deskTicketsWords } from '../panel/tickets_back';
import type { Action } from '../parts/use_action';
import { cancellable, following, refundOf } from './selection';

interface Properties {
  application: Application;
  chosen: ReadonlySet<string>;
  action: Action;
  onChosen(chosen: ReadonlySet<string>): void;
  onCancel(): void;
}

export function CancelSelection({ application, chosen, action, onChosen, onCancel }: Properties) {
  const [asked, setAsked] = useState(false);
  const { bookings } = application;
  const possible = cancellable(bookings);
  if (possible.length === 0) return null;
  const everything = new Set(possible.map(({ booking_id }) => booking_id));
  const sure = asked && chosen.size > 0;
  return (
    <div class="selection" role="group" aria-label={t('staff.cancel.title')}>
      <div class="actions">
        {possible.length > 1 && (
          <>
            <button type="button" class="button button--small button--secondary" onClick={() => onChosen(everything)}>{t('staff.selection.all')}</button>
            <button type="button" class="button button--small button--secondary" disabled={chosen.size === 0}
              onClick={() => onChosen(following(bookings, chosen))}>{t('staff.selection.following')}</button>
            <button type="button" class="button button--small button--secondary" disabled={chosen.size === 0}
              onClick={() => onChosen(new Set())}>{t('staff.selection.none')}</button>
          </>
        )}
        <button type="button" class="button button--small button--danger" disabled={chosen.size === 0} onClick={() => setAsked(true)}>
          {t('staff.cancel.chosen', { count: chosen.size })}
        </button>
      </div>
      {sure && <Sure application={application} chosen={chosen} action={action} onYes={onCancel} onNo={() => setAsked(false)} />}
    </div>
  );
}

interface SureProperties { application: Application; chosen: ReadonlySet<string>; action: Action; onYes(): void; onNo(): void }

/** With what becomes of money and of tickets. */
function Sure({ application, chosen, action, onYes, onNo }: SureProperties) {
  const { remote, reload } = useApplicationTickets(application);
  if (remote.state === 'loading') return <Waiting />;
  if (remote.state === 'failed') return <FailureNotice failure={remote.failure} onRetry={() => void reload()} />;
  const refund = refundOf(application.bookings, chosen);
  const set_off = paidFirst(application.bookings, [...chosen], refund);
  return (
    <div class="question" role="group" aria-label={t('staff.cancel.title')}>
      <p>
        {t('staff.cancel.question_count', { count: chosen.size })} {t('staff.cancel.refund_sum', { amount: yen(refund) })}
        {' '}{dividedWords({ yen: refund, set_off_yen: set_off, pay_out_yen: refund - set_off })}
        {' '}{deskTicketsWords(ticketsOf(remote.value.paying, [...chosen]))}
      </p>
      <div class="actions">
        <button type="button" class="button button--small button--danger" aria-busy={action.busy} onClick={onYes}>{t('staff.cancel.do')}</button>
        <button type="button" class="button button--small button--secondary" onClick={onNo}>{t('staff.question.no')}</button>
      </div>
    </div>
  );
}
