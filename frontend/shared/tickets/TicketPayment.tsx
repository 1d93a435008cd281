// 回数券で支払う: which of the applicant's books can pay for which booking, and what tickets pay for already.
import { useState } from 'preact/hooks';
import type { Failure } from '../api/answer';
import type { Application, Town } from '../api/hiroba';
import { useTickets, type TicketOffer, type TicketUseLine } from '../api/tickets';
import { sentenceOfCode } from '../api/wording';
import { FailureNotice } from '../components/FailureNotice';
import { yen } from '../format';
import { t, townText } from '../i18n/text';
import { useTown } from '../town';
import { countAndWorth, validWords } from './ticket_words';
import { useApplicationTickets } from './use_application_tickets';
import { whatFor } from './UsesOfBook';

interface Properties { application: Application; onApplication(application: Application): void }

export function TicketPayment(properties: Properties) {
  const { application } = properties;
  const { remote } = useApplicationTickets(application);
  const { town } = useTown();
  if (remote.state !== 'ready' || !town) return null;
  const { uses, offers } = remote.value;
  const paying = uses.filter(({ returned_for }) => returned_for === null);
  if (paying.length + offers.length === 0) return null;
  return (
    <section aria-labelledby="tickets-title">
      <h2 id="tickets-title">{t('shared.tickets.pay_title')}</h2>
      {paying.length > 0 && <Paid uses={paying} town={town} />}
      {offers.length > 0 && <p>{t('shared.tickets.pay_help')}</p>}
      <ul class="cards">
        {offers.map((offer) => <Offer key={`${offer.booking_id}.${offer.book.book_id}`} offer={offer} town={town} {...properties} />)}
      </ul>
    </section>
  );
}

function Paid({ uses, town }: { uses: readonly TicketUseLine[]; town: Town }) {
  return (
    <ul class="plain-list">
      {uses.map((use) => (
        <li key={use.use_id}>{whatFor(town, use)}: <strong>{countAndWorth(use)}</strong></li>
      ))}
    </ul>
  );
}

function Offer({ offer, application, onApplication, town }: Properties & { offer: TicketOffer; town: Town }) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | undefined>(undefined);
  const { book, needed, refusal, amount_yen } = offer;
  const booking = application.bookings.find(({ booking_id }) => booking_id === offer.booking_id);
  const what = booking === undefined ? '' : whatFor(town, {
    use_id: '', book_id: book.book_id, tickets: needed, amount_yen, used_on: booking.date, returned_for: null, returned_at_ms: null, return_reason: null,
    booking: { booking_id: booking.booking_id, application_id: application.application_id, number: null, space: booking.space, date: booking.date, start: booking.start, end: booking.end },
  });
  // Where fewer are left than the use needs, those that are left pay for a part.
  const count = refusal === 'too_few_tickets' ? book.left : needed;
  const possible = refusal === null || refusal === 'too_few_tickets';

  async function pay(): Promise<void> {
    if (busy) return;
    setBusy(true);
    setFailure(undefined);
    const answer = await useTickets(application, offer.booking_id, book.book_id, count);
    setBusy(false);
    if (answer.ok) onApplication(answer.value);
    else setFailure(answer.failure);
  }

  return (
    <li class="card">
      <h3 class="card__title">{what}</h3>
      <p>{townText(book.name)}<br />{t('shared.tickets.book', { number: book.number, left: book.left })} {validWords(book)}</p>
      {failure && <FailureNotice failure={failure} />}
      {!possible && <p>{sentenceOfCode(refusal, {})}</p>}
      {refusal === 'too_few_tickets' && <p>{t('shared.tickets.part_only', { needed, left: book.left })}</p>}
      {possible && (
        <p class="card__actions">
          <button type="button" class="button button--secondary" aria-busy={busy} onClick={() => void pay()}>
            {refusal === null ? t('shared.tickets.pay_whole', { count, amount: yen(amount_yen) }) : t('shared.tickets.pay_part', { count })}
          </button>
        </p>
      )}
    </li>
  );
}
