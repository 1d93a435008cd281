// One booking beside the board: what it is, what is owed, what can be done, what has happened.
import { useEffect, useRef } from 'preact/hooks';
import type { BoardBooking, Facility, Town } from '../../shared/api/hiroba';
import { loadStaffBooking, type StaffBooking } from '../../shared/api/staff';
import { useRemote } from '../../shared/app/remote';
import { to } from '../../shared/app/router';
import { Banner } from '../../shared/components/Banner';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { SummaryList, type SummaryRow } from '../../shared/components/SummaryList';
import { StateTag } from '../../shared/components/Tag';
import { Waiting } from '../../shared/components/Waiting';
import { deadline, yen } from '../../shared/format';
import { t } from '../../shared/i18n/text';
import { paidByTickets } from '../../shared/tickets/paying';
import { useApplicationTickets } from '../../shared/tickets/use_application_tickets';
import { useTown } from '../../shared/town';
import { titleOf } from '../board/BoardCellView';
import { KindTag } from '../parts/KindTag';
import { feeText } from '../parts/fee_text';
import { equipmentText, spaceText, timesText } from '../parts/place_text';
import { StaffDocuments } from '../documents/StaffDocuments';
import { BookingActions } from './BookingActions';
import { BookingHistory } from './BookingHistory';
import { asOnBoard } from './as_on_board';
import { owedAtDesk } from './booking_actions';

interface Properties {
  booking_id: string;
  /** As the board has it; a booking that is over is not on the board any more. */
  listed: BoardBooking | undefined;
  facility: Facility;
  /** Of the board: a newer one may tell something new about the booking. */
  version: number;
  /** It stands in the way of a closure and waits for a decision. */
  in_closure: boolean;
  onClose(): void;
  onChanged(): void;
}

export function BookingPanel({ booking_id, listed, facility, version, in_closure, onClose, onChanged }: Properties) {
  const { town } = useTown();
  const heading = useRef<HTMLHeadingElement>(null);
  const opener = useRef<Element | null>(null);
  const { remote, reload, put } = useRemote(() => loadStaffBooking(booking_id), [booking_id]);
  useEffect(() => {
    opener.current ??= document.activeElement;
    heading.current?.focus();
  }, [booking_id]);
  const version_shown = useRef(version);
  useEffect(() => {
    if (version_shown.current === version) return;
    version_shown.current = version;
    void reload();
  }, [version]);

  function close(): void {
    onClose();
    if (opener.current instanceof HTMLElement) opener.current.focus();
  }

  function changed(value: StaffBooking): void {
    put(value);
    onChanged();
  }

  const known = remote.state === 'ready' ? remote.value : undefined;
  const booking = known ? asOnBoard(known) : listed;
  return (
    <aside class="panel" aria-labelledby="panel-title" onKeyDown={(event) => { if (event.key === 'Escape') close(); }}>
      <div class="panel__head">
        <h2 id="panel-title" ref={heading} tabIndex={-1}>{booking ? titleOf(booking) : t('staff.panel.title')}</h2>
        <button type="button" class="button button--small button--secondary" onClick={close}>{t('staff.panel.close')}</button>
      </div>
      {booking && <p class="panel__tags"><StateTag state={booking.state} /><KindTag kind={booking.kind} /></p>}
      {known && <Owed known={known} />}
      {in_closure && <Banner kind="warning" title={t('staff.panel.in_closure')} />}
      {booking && <SummaryList rows={rowsOf(booking, town, known)} />}
      {remote.state === 'loading' && <Waiting />}
      {remote.state === 'failed' && <FailureNotice failure={remote.failure} onRetry={() => void reload()} />}
      {known && (
        <>
          {known.application.change_request !== null && (
            <Banner kind="info" title={t('staff.asked_change.waits')}>
              <p><a href={to(`/reviews/${known.application.application_id}?matter=change`)}>{t('staff.asked_change.look')}</a></p>
            </Banner>
          )}
          <BookingActions key={known.booking.state} known={known} facility={facility} onChanged={changed} />
          <StaffDocuments application_id={known.application.application_id} version={known.application.version} level={3} />
          <p><a href={to(`/applications/${known.application.application_id}`)}>{t('staff.panel.open_application')}</a></p>
          <BookingHistory history={known.history} />
        </>
      )}
    </aside>
  );
}

function Owed({ known: { application, booking } }: { known: StaffBooking }) {
  const owed_yen = owedAtDesk(application, booking);
  if (owed_yen === 0) return null;
  return (
    <Banner kind="warning" title={t('staff.panel.unpaid', { amount: yen(owed_yen) })}>
      {application.payment_due_at_ms !== null && <p>{t('staff.panel.due', { at: deadline(application.payment_due_at_ms) })}</p>}
    </Banner>
  );
}

function rowsOf(booking: BoardBooking, town: Town | undefined, known: StaffBooking | undefined): SummaryRow[] {
  const none = t('staff.none');
  const borrowed = equipmentText(town, booking.facility, booking.equipment);
  const uses = known?.application.bookings.length ?? 1;
  return [
    { name: t('staff.panel.number'), value: booking.number ?? none },
    { name: t('staff.board.space'), value: spaceText(town, booking.space) },
    { name: t('staff.panel.time'), value: timesText(booking) },
    ...(uses > 1 ? [{ name: t('staff.panel.uses'), value: t('staff.panel.uses_count', { count: uses }) }] : []),
    { name: t('staff.panel.holder'), value: booking.holder },
    { name: t('staff.panel.group'), value: booking.group_name || none },
    { name: t('staff.panel.purpose'), value: booking.purpose || none },
    { name: t('staff.panel.people'), value: booking.people === null ? none : t('staff.panel.people_count', { people: booking.people }) },
    ...(borrowed ? [{ name: t('staff.panel.equipment'), value: borrowed }] : []),
    ...(known ? [{ name: t('staff.panel.fee'), value: <Fee known={known} /> }] : []),
    ...(known?.booking.reason ? [{ name: t('staff.panel.reason'), value: known.booking.reason }] : []),
  ];
}

function Fee({ known: { application, booking } }: { known: StaffBooking }) {
  const { remote } = useApplicationTickets(application);
  return <>{feeText(booking, remote.state === 'ready' ? paidByTickets(remote.value.uses, booking.booking_id) : undefined)}</>;
}
