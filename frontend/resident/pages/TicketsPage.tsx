// My books of tickets: number, how many are left and until when, and what the others were used for.
import type { PageProperties } from '../page';
import type { Town } from '../../shared/api/hiroba';
import { listOwnTicketBooks, type TicketBookFile } from '../../shared/api/tickets';
import { usePageTitle } from '../../shared/app/page_title';
import { useRemote } from '../../shared/app/remote';
import { to } from '../../shared/app/router';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { Heading } from '../../shared/components/Heading';
import { Icon } from '../../shared/components/Icon';
import { SummaryList } from '../../shared/components/SummaryList';
import { Waiting } from '../../shared/components/Waiting';
import { longDate, yen } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { coverWords, leftWords, validWords } from '../../shared/tickets/ticket_words';
import { UsesOfBook } from '../../shared/tickets/UsesOfBook';
import { findFacility, useTown } from '../../shared/town';
import { RequireLogIn } from '../account/RequireLogIn';

export function TicketsPage(_: PageProperties) {
  usePageTitle(t('resident.tickets.title'));
  return (
    <>
      <p><a class="back-link" href={to('/applications')}><Icon name="back" />{t('resident.applications.title')}</a></p>
      <Heading>{t('resident.tickets.title')}</Heading>
      <RequireLogIn><Books /></RequireLogIn>
    </>
  );
}

function Books() {
  const { remote, reload } = useRemote(listOwnTicketBooks, []);
  const { town, failure } = useTown();
  if (failure) return <FailureNotice failure={failure} />;
  if (remote.state === 'failed') return <FailureNotice failure={remote.failure} onRetry={() => void reload()} />;
  if (remote.state === 'loading' || !town) return <Waiting />;
  return (
    <>
      <p class="lead">{t('resident.tickets.lead')}</p>
      {remote.value.length === 0 && <p>{t('resident.tickets.none')}</p>}
      {remote.value.map((file) => <Book key={file.book.book_id} file={file} town={town} />)}
    </>
  );
}

function Book({ file: { book, terms, uses }, town }: { file: TicketBookFile; town: Town }) {
  const facility = findFacility(town, book.facility);
  const id = `book-${book.book_id}`;
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{townText(book.name)}</h2>
      <SummaryList rows={[
        { name: t('shared.tickets.number'), value: book.number },
        { name: t('shared.tickets.left_name'), value: <strong>{leftWords(book)}</strong> },
        { name: t('shared.tickets.valid'), value: validWords(book) },
        { name: t('shared.tickets.facility'), value: facility ? townText(facility.name) : book.facility },
        { name: t('shared.tickets.for_what'), value: coverWords(terms) },
        { name: t('shared.tickets.sold'), value: t('shared.tickets.sold_for', { date: longDate(book.sold_on), price: yen(book.price_yen) }) },
      ]} />
      <h3>{t('shared.tickets.uses')}</h3>
      <UsesOfBook uses={uses} town={town} />
    </section>
  );
}
