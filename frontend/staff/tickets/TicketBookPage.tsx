// One book: what is left of it, visits, what it paid for, taking back a mistake, undoing the sale, refunding what is left.
import { useState } from 'preact/hooks';
import { undoPayment } from '../../shared/api/counter';
import type { Answer } from '../../shared/api/answer';
import { serverNow, type Town } from '../../shared/api/hiroba';
import { loadTicketBook, refundTicketBook, undoTicketUse, useForVisit, type TicketBookFile } from '../../shared/api/tickets';
import { usePageTitle } from '../../shared/app/page_title';
import { useRemote } from '../../shared/app/remote';
import { to } from '../../shared/app/router';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { TextField } from '../../shared/components/Field';
import { Heading } from '../../shared/components/Heading';
import { Icon } from '../../shared/components/Icon';
import { SummaryList } from '../../shared/components/SummaryList';
import { Waiting } from '../../shared/components/Waiting';
import { longDate, yen } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { clockAt, dateAt } from '../../shared/time/civil';
import { coverWords, leftWords, validWords } from '../../shared/tickets/ticket_words';
import { UsesOfBook } from '../../shared/tickets/UsesOfBook';
import { useTown } from '../../shared/town';
import { StaffDocuments } from '../documents/StaffDocuments';
import { Disclosure } from '../parts/Disclosure';
import { facilityText } from '../parts/place_text';
import { ReasonField } from '../parts/ReasonField';
import { useAction } from '../parts/use_action';
import { canRefund, canTakeBack, canUndo } from './book_actions';

export function TicketBookPage({ book_id }: { book_id: string }) {
  const { remote, reload } = useRemote(() => loadTicketBook(book_id), [book_id]);
  const { town, failure } = useTown();
  usePageTitle(t('staff.tickets.book'));
  return (
    <>
      <p><a class="back-link" href={to('/tickets')}><Icon name="back" />{t('staff.tickets.back')}</a></p>
      <Heading>{t('staff.tickets.book')}</Heading>
      {failure && <FailureNotice failure={failure} />}
      {remote.state === 'failed' && <FailureNotice failure={remote.failure} onRetry={() => void reload()} />}
      {(remote.state === 'loading' || !town) && !failure && <Waiting />}
      {remote.state === 'ready' && town && <Book file={remote.value} town={town} onChange={() => void reload()} />}
    </>
  );
}

interface Properties { file: TicketBookFile; town: Town; onChange(): void }

function Book({ file, town, onChange }: Properties) {
  const { book, terms, uses, payments, refunds } = file;
  const now_ms = serverNow();
  const today = dateAt(now_ms);
  const now = `${today} ${clockAt(now_ms)}`;
  const paid = payments.filter(({ undone }) => !undone);
  const refundable = canRefund(book, terms, today);
  const undoable = canUndo(book, today);
  return (
    <>
      <SummaryList rows={[
        { name: t('shared.tickets.number'), value: book.number },
        { name: t('staff.tickets.holder'), value: book.by_name ? t('staff.tickets.holder_by_name', { name: book.holder }) : book.holder },
        { name: t('staff.tickets.which'), value: townText(book.name) },
        { name: t('shared.tickets.facility'), value: facilityText(town, book.facility) },
        { name: t('shared.tickets.left_name'), value: <strong>{leftWords(book)}</strong> },
        { name: t('shared.tickets.valid'), value: validWords(book) },
        { name: t('shared.tickets.for_what'), value: coverWords(terms) },
        { name: t('shared.tickets.sold'), value: t('shared.tickets.sold_for', { date: longDate(book.sold_on), price: yen(book.price_yen) }) },
        ...refunds.map(({ refund_id, yen: amount }) => ({ name: t('staff.tickets.refund'), value: <a key={refund_id} href={to(`/refunds/${refund_id}`)}>{yen(amount)}</a> })),
      ]} />
      {book.is_sold && book.left > 0 && terms.covers === 'visit' && <VisitForm file={file} onChange={onChange} />}
      <h2>{t('shared.tickets.uses')}</h2>
      <UsesOfBook uses={uses} town={town} more={(use) => canTakeBack(use, { today, now }) && (
        <WithReason id={`take-back-${use.use_id}`} summary={t('staff.tickets.take_back')} button={t('staff.tickets.do_take_back')}
          send={(reason) => undoTicketUse(use.use_id, reason)} onDone={onChange} />
      )} />
      {(refundable || undoable) && <h2>{t('staff.tickets.acts')}</h2>}
      {refundable && <WithReason id="refund-book" summary={t('staff.tickets.refund_left')} button={t('staff.tickets.do_refund')}
        tells={t('staff.tickets.refund_tells', { left: book.left, percent: terms.refund_percent ?? 0 })}
        send={(reason) => refundTicketBook(book.book_id, reason)} onDone={onChange} />}
      {undoable && paid.map(({ payment_id, method, amount_yen }) => (
        <WithReason key={payment_id} id={`undo-${payment_id}`} summary={t('staff.tickets.undo_sale')} button={t('staff.tickets.do_undo_sale')}
          tells={method === 'cash' ? t('staff.tickets.undo_tells', { price: yen(amount_yen) }) : undefined}
          send={(reason) => undoPayment(payment_id, reason)} onDone={onChange} />
      ))}
      <StaffDocuments application_id={book.book_id} version={payments.length + paid.length} level={2} />
    </>
  );
}

function VisitForm({ file: { book }, onChange }: { file: TicketBookFile; onChange(): void }) {
  const [count, setCount] = useState('1');
  const [wrong, setWrong] = useState(false);
  const action = useAction();

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    const tickets = Number(count.normalize('NFKC'));
    const is_wrong = !Number.isInteger(tickets) || tickets < 1 || tickets > book.left;
    setWrong(is_wrong);
    if (is_wrong) return document.getElementById('visit-tickets')?.focus();
    if (await action.run(() => useForVisit(book, tickets))) onChange();
  }

  return (
    <section aria-labelledby="visit-title">
      <h2 id="visit-title">{t('staff.tickets.visit')}</h2>
      <form class="form" onSubmit={(event) => void submit(event)} noValidate>
        {action.failure && <FailureNotice failure={action.failure} />}
        <TextField id="visit-tickets" label={t('staff.tickets.visit_count')} inputMode="numeric" width="short" required
          value={count} onValue={setCount} error={wrong ? t('staff.tickets.visit_wrong', { left: book.left }) : undefined} />
        <p class="actions"><button type="submit" class="button" aria-busy={action.busy}>{t('staff.tickets.do_visit')}</button></p>
      </form>
    </section>
  );
}

/** `tells`: what it leads to, before it is pressed. */
interface WithReasonProperties { id: string; summary: string; button: string; tells?: string | undefined; send(reason: string): Promise<Answer<unknown>>; onDone(): void }

const reasons = ['wrong_book', 'wrong_booking', 'moved_away'] as const;

function WithReason({ id, summary, button, tells, send, onDone }: WithReasonProperties) {
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const action = useAction();

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    setMissing(reason.trim() === '');
    if (reason.trim() === '') return document.getElementById(id)?.focus();
    if (await action.run(() => send(reason.trim()))) onDone();
  }

  return (
    <Disclosure summary={summary}>
      <form class="form" onSubmit={(event) => void submit(event)} noValidate>
        {action.failure && <FailureNotice failure={action.failure} />}
        {tells && <p>{tells}</p>}
        <ReasonField id={id} label={t('staff.tickets.reason')} value={reason} standard={reasons.map((each) => t(`staff.tickets.reason_${each}`))}
          onValue={setReason} error={missing ? t('staff.tickets.reason_missing') : undefined} />
        <p class="actions"><button type="submit" class="button button--small" aria-busy={action.busy}>{button}</button></p>
      </form>
    </Disclosure>
  );
}
