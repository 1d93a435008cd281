// 回数券: looking a book up, and selling one.
import { useState } from 'preact/hooks';
import { listTicketsOnSale, searchTicketBooks, type SoldTicketBook, type TicketBook } from '../../shared/api/tickets';
import { usePageTitle } from '../../shared/app/page_title';
import { useRemote } from '../../shared/app/remote';
import { to } from '../../shared/app/router';
import { Banner } from '../../shared/components/Banner';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { TextField } from '../../shared/components/Field';
import { Heading } from '../../shared/components/Heading';
import { Waiting } from '../../shared/components/Waiting';
import { yen } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { leftWords, validWords } from '../../shared/tickets/ticket_words';
import { useAction } from '../parts/use_action';
import { SellForm } from './SellForm';

export function TicketsPage() {
  const [sold, setSold] = useState<SoldTicketBook | undefined>(undefined);
  const [sales, setSales] = useState(0);
  usePageTitle(t('staff.tickets.title'));
  return (
    <>
      <Heading>{t('staff.tickets.title')}</Heading>
      {sold && <Sold key={sold.file.book.book_id} sold={sold} />}
      <Search />
      <Selling key={sales} onSold={(done) => {
        setSold(done);
        setSales(sales + 1);
      }} />
    </>
  );
}

function Sold({ sold: { file, change_yen, receipt_document_id } }: { sold: SoldTicketBook }) {
  const { book } = file;
  return (
    <Banner kind="success" title={t('staff.tickets.sold', { number: book.number, holder: book.holder })} announce>
      {change_yen !== null && <p class="take-change">{t('staff.take.change')} <strong>{yen(change_yen)}</strong></p>}
      <p class="actions">
        {receipt_document_id !== null && (
          <a class="button button--small" href={`/api/v1/documents/${receipt_document_id}.pdf`}>{t('staff.take.receipt')}</a>
        )}
        <a class="button button--small button--secondary" href={to(`/tickets/${book.book_id}`)}>{t('staff.tickets.look')}</a>
      </p>
    </Banner>
  );
}

function Search() {
  const [words, setWords] = useState('');
  const [found, setFound] = useState<TicketBook[] | undefined>(undefined);
  const action = useAction();

  async function search(event: Event): Promise<void> {
    event.preventDefault();
    if (words.trim() === '') return document.getElementById('tickets-find')?.focus();
    const books = await action.run(() => searchTicketBooks(words.trim()));
    if (books) setFound(books);
  }

  return (
    <section aria-labelledby="tickets-find-title">
      <h2 id="tickets-find-title">{t('staff.tickets.find')}</h2>
      <form class="form" role="search" onSubmit={(event) => void search(event)}>
        {action.failure && <FailureNotice failure={action.failure} />}
        <TextField id="tickets-find" label={t('staff.tickets.find_label')} maxLength={100} value={words} onValue={setWords} />
        <p class="actions"><button type="submit" class="button button--secondary" aria-busy={action.busy}>{t('staff.tickets.do_find')}</button></p>
      </form>
      <p role="status">{found && t('staff.tickets.found', { count: found.length })}</p>
      {found && found.length > 0 && (
        <ul class="cards">
          {found.map((book) => (
            <li class="card" key={book.book_id}>
              <h3 class="card__title"><a href={to(`/tickets/${book.book_id}`)}>{book.number} {book.holder}</a></h3>
              <p>{townText(book.name)}<br />{leftWords(book)} {validWords(book)}</p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Selling({ onSold }: { onSold(sold: SoldTicketBook): void }) {
  const { remote, reload } = useRemote(listTicketsOnSale, []);
  return (
    <section aria-labelledby="tickets-sell-title">
      <h2 id="tickets-sell-title">{t('staff.tickets.sell')}</h2>
      {remote.state === 'loading' && <Waiting />}
      {remote.state === 'failed' && <FailureNotice failure={remote.failure} onRetry={() => void reload()} />}
      {remote.state === 'ready' && (remote.value.length === 0 ? <p>{t('staff.tickets.none_on_sale')}</p> : <SellForm tickets={remote.value} onSold={onSold} />)}
    </section>
  );
}
