// One use of an application as it stands: the state of its permit, its money, what can be done with it.
import type { Booking } from '../../shared/api/hiroba';
import type { ApplicationTickets } from '../../shared/api/tickets';
import { whatIsKept } from '../../shared/fee/what_is_kept';
import { paidByTickets, ticketsOf, type PayingTickets } from '../../shared/tickets/paying';
import { termsWords } from '../../shared/terms/terms_words';
import { to } from '../../shared/app/router';
import { Hidden } from '../../shared/components/Hidden';
import { StateTag, Tag } from '../../shared/components/Tag';
import { longDate, yen } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { dateAndTimeWords, equipmentWords, timeWords } from '../use_words';
import { reasonOf } from './ended_hold';
import { isEndedHold, payment_looks, paymentState } from './states';
import { ticketsBackWords } from './tickets_back';
import { spaceOf, type ApplicationView } from './WithApplication';

function BookingTags({ view, booking, tickets }: Properties) {
  const payment = tickets && paymentState(booking, view.application, paidByTickets(tickets.uses, booking.booking_id));
  return <p class="tags"><StateTag state={booking.state} />{payment && <Tag {...payment_looks[payment]} />}</p>;
}

/** What giving it back now would mean, for money and for tickets. */
export function refundWords(booking: Booking, paying: readonly PayingTickets[]): string | undefined {
  if (booking.refund === null) return undefined;
  const tickets = ticketsBackWords(ticketsOf(paying, [booking.booking_id]));
  const money = moneyBackWords(booking.refund);
  if (money === undefined) return tickets ?? t('resident.refund.nothing_paid');
  return tickets === undefined ? money : `${money} ${tickets}`;
}

function moneyBackWords(refund: NonNullable<Booking['refund']>): string | undefined {
  const kept = whatIsKept(refund);
  if (kept === 'nothing') return undefined;
  return t(kept === 'part' ? 'resident.refund.now_part' : 'resident.refund.now', {
    days: refund.days_before, fee: yen(refund.fee_yen), kept: yen(refund.kept_yen), percent: refund.percent, amount: yen(refund.yen),
    article: townText(refund.article),
  });
}

function Reason({ view: { application, facility }, booking }: { view: ApplicationView; booking: Booking }) {
  const reason = reasonOf(application, booking);
  if (reason === undefined) return null;
  const ended = isEndedHold(application, booking);
  const word = booking.state === 'refused' ? 'resident.reason.refused' : ended ? 'resident.reason.hold_ended' : 'resident.reason.revoked';
  return (
    <div class="reason">
      <p><strong>{t(word)}</strong></p>
      <p>{reason}</p>
      <p class="note">{t(ended ? 'resident.reason.call' : 'resident.reason.appeal', { phone: facility.phone })}</p>
    </div>
  );
}

function Actions({ view: { application, facility }, booking }: { view: ApplicationView; booking: Booking }) {
  const root = `/applications/${application.application_id}`;
  const of = <Hidden>{t('resident.search.of_space', { space: dateAndTimeWords(spaceOf(facility, booking), booking) })}</Hidden>;
  if (!booking.changeable && booking.refund === null) return null;
  return (
    <p class="card__actions">
      {booking.changeable && (
        <a class="button button--small button--secondary" href={to(`${root}/change?booking=${booking.booking_id}`)}>
          {t('resident.application.change')}{of}
        </a>
      )}
      {booking.refund !== null && (
        <a class="button button--small button--secondary" href={to(`${root}/cancel?booking=${booking.booking_id}`)}>
          {t('resident.application.cancel')}{of}
        </a>
      )}
    </p>
  );
}

/** `tickets`: nothing while they are not known yet, when nothing is said of money, nor of what giving it back means. */
interface Properties { view: ApplicationView; booking: Booking; tickets: ApplicationTickets | undefined }

export function BookingCard({ view, booking, tickets }: Properties) {
  const { facility } = view;
  const space = spaceOf(facility, booking);
  const refund = tickets && refundWords(booking, tickets.paying);
  return (
    <li class="card">
      <BookingTags view={view} booking={booking} tickets={tickets} />
      <h3 class="card__title">{longDate(booking.date)} {timeWords(space, booking)}</h3>
      <p>{townText(space.name)}</p>
      {termsWords(space, booking) && <p>{termsWords(space, booking)}</p>}
      {booking.equipment.length > 0 && <p>{equipmentWords(facility, booking.equipment)}</p>}
      <p>{yen(booking.fee.total_yen)}</p>
      <Reason view={view} booking={booking} />
      {refund !== undefined && <p class="note">{refund}</p>}
      <Actions view={view} booking={booking} />
    </li>
  );
}
