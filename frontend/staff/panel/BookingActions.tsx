// The buttons for one booking; what takes something from somebody asks once more and tells the refund before.
import { useState } from 'preact/hooks';
import { cancelApplication } from '../../shared/api/applications';
import { serverNow, type Facility } from '../../shared/api/hiroba';
import { loadApplicationTickets } from '../../shared/api/tickets';
import { decideRefund, loadStaffBooking, recordAttendance, reinstateBooking, revokeBooking, type DecidedRefund, type StaffBooking } from '../../shared/api/staff';
import type { Answer } from '../../shared/api/answer';
import { useRemote } from '../../shared/app/remote';
import { navigate } from '../../shared/app/router';
import { Banner } from '../../shared/components/Banner';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { Waiting } from '../../shared/components/Waiting';
import { dividedWords, paidFirst } from '../../shared/fee/divided_refund';
import { whatIsKept } from '../../shared/fee/what_is_kept';
import { yen } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { ticketsOf } from '../../shared/tickets/paying';
import { clockAt, dateAt } from '../../shared/time/civil';
import { useAction, type Action } from '../parts/use_action';
import { CauseForm } from './CauseForm';
import { attendanceEvents, deskActions, type DeskAction } from './booking_actions';
import { deskTicketsWords } from './tickets_back';

interface Properties { known: StaffBooking; facility: Facility; onChanged(value: StaffBooking): void }

const main_actions: ReadonlySet<DeskAction> = new Set(['check_in', 'end_use', 'decide']);
const asks_first: ReadonlySet<DeskAction> = new Set(['cancel', 'revoke', 'refund', 'reinstate']);
const revocation_causes = ['town', 'disaster', 'rain', 'user'] as const;
const refund_causes = ['town', 'disaster', 'rain'] as const;

/** The cancellation answers with the application; the panel shows the booking with its history. */
async function cancelOne({ booking }: StaffBooking): Promise<Answer<StaffBooking>> {
  const answer = await cancelApplication(booking.application_id, [booking.booking_id]);
  if (!answer.ok) return answer;
  const file = await loadStaffBooking(booking.booking_id);
  return file.ok ? { ...file, status: answer.status } : file;
}

export function BookingActions({ known, facility, onChanged }: Properties) {
  const { booking } = known;
  const [asked, setAsked] = useState<DeskAction | undefined>(undefined);
  const [drafted, setDrafted] = useState(false);
  const [refund, setRefund] = useState<DecidedRefund['decided'] | undefined>(undefined);
  const action = useAction();
  const now_ms = serverNow();
  const possible = deskActions({ booking, check_in: facility.check_in, today: dateAt(now_ms), clock: clockAt(now_ms) });

  async function send(request: () => Promise<Answer<StaffBooking & Partial<Pick<DecidedRefund, 'decided'>>>>): Promise<void> {
    const changed = await action.run(request);
    if (!changed) return;
    setRefund(changed.decided);
    setDrafted(asked === 'revoke');
    setAsked(undefined);
    onChanged(changed);
  }

  function start(chosen: DeskAction): void {
    action.clear();
    const event = attendanceEvents[chosen];
    if (event) return void send(() => recordAttendance(booking.booking_id, event));
    if (chosen === 'decide') return navigate(`/reviews?application=${booking.application_id}`);
    if (chosen === 'change') return navigate(`/applications/${booking.application_id}/change?booking=${booking.booking_id}`);
    setAsked(asks_first.has(chosen) ? chosen : undefined);
  }

  return (
    <div class="panel__actions">
      {action.failure && <FailureNotice failure={action.failure} />}
      {action.accepted && <Banner kind="info" title={t(drafted ? 'staff.revoke.drafted' : 'staff.cancel.closing')} announce />}
      {refund && <RefundDecided {...refund} />}
      {asked === undefined && (
        <div class="actions">
          {possible.map((each) => (
            <button key={each} type="button" aria-busy={action.busy} onClick={() => start(each)}
              class={`button button--small${main_actions.has(each) ? '' : ' button--secondary'}`}>
              {t(`staff.action.${each}`)}
            </button>
          ))}
        </div>
      )}
      {asked === 'cancel' && <CancelQuestion known={known} action={action} onYes={() => void send(() => cancelOne(known))} onNo={() => setAsked(undefined)} />}
      {asked === 'revoke' && (
        <CauseForm id="revoke" danger booking_id={booking.booking_id} title={t('staff.revoke.title')} question={t('staff.revoke.question')}
          causes={revocation_causes} yes={t('staff.action.revoke')} action={action}
          onYes={(cause, reason) => void send(() => revokeBooking(booking.booking_id, { cause, reason }))} onNo={() => setAsked(undefined)} />
      )}
      {asked === 'refund' && (
        <CauseForm id="refund" booking_id={booking.booking_id} title={t('staff.refund.title')} question={t('staff.refund.question')}
          causes={refund_causes} yes={t('staff.action.refund')} action={action}
          onYes={(cause, reason) => void send(() => decideRefund(booking.booking_id, { cause, reason }))} onNo={() => setAsked(undefined)} />
      )}
      {asked === 'reinstate' && (
        <Question text={t('staff.reinstate.question')} yes={t('staff.action.reinstate')} action={action}
          onYes={() => void send(() => reinstateBooking(booking.booking_id))} onNo={() => setAsked(undefined)} />
      )}
    </div>
  );
}

/** How much, and what of it pays what is owed besides; nothing where only tickets came back. */
function RefundDecided({ yen: amount, set_off_yen, pay_out_yen }: DecidedRefund['decided']) {
  if (amount === 0) return null;
  const divided = dividedWords({ yen: amount, set_off_yen, pay_out_yen });
  return <Banner kind="success" title={t('staff.refund.decided', { amount: yen(amount) })} announce>{divided !== undefined && <p>{divided}</p>}</Banner>;
}

interface QuestionProperties { text: string; yes: string; danger?: boolean; action: Action; onYes(): void; onNo(): void }

function Question({ text, yes, danger = false, action, onYes, onNo }: QuestionProperties) {
  return (
    <div class="question" role="group" aria-label={text}>
      <p>{text}</p>
      <div class="actions">
        <button type="button" class={`button button--small${danger ? ' button--danger' : ''}`} aria-busy={action.busy} onClick={onYes}>{yes}</button>
        <button type="button" class="button button--small button--secondary" onClick={onNo}>{t('staff.question.no')}</button>
      </div>
    </div>
  );
}

function CancelQuestion({ known: { booking, application }, action, onYes, onNo }: { known: StaffBooking; action: Action; onYes(): void; onNo(): void }) {
  const { remote, reload } = useRemote(() => loadApplicationTickets(booking.application_id), [booking.application_id, booking.booking_id]);
  if (remote.state === 'loading') return <Waiting />;
  if (remote.state === 'failed') return <FailureNotice failure={remote.failure} onRetry={() => void reload()} />;
  const of_tickets = deskTicketsWords(ticketsOf(remote.value.paying, [booking.booking_id]));
  const refund = booking.refund;
  const kept = refund ? whatIsKept(refund) : 'nothing';
  const told = refund && kept !== 'nothing'
    ? t(kept === 'part' ? 'staff.cancel.refund_part' : 'staff.cancel.refund', {
      percent: refund.percent, fee: yen(refund.fee_yen), kept: yen(refund.kept_yen), amount: yen(refund.yen), article: townText(refund.article),
    })
    : of_tickets === undefined ? t('staff.cancel.nothing_paid') : undefined;
  const set_off = paidFirst(application.bookings, [booking.booking_id], refund?.yen ?? 0);
  const divided = dividedWords({ yen: refund?.yen ?? 0, set_off_yen: set_off, pay_out_yen: (refund?.yen ?? 0) - set_off });
  return <Question danger text={[t('staff.cancel.question'), told, divided, of_tickets].filter((each) => each !== undefined).join(' ')} yes={t('staff.cancel.do')} action={action} onYes={onYes} onNo={onNo} />;
}
