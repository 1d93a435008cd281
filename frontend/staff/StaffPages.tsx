// The desk's pages by address.
import { session } from '../shared/api/hiroba';
import type { DeskCounters } from '../shared/api/staff';
import { matchPattern } from '../shared/app/route';
import { usePlace } from '../shared/app/router';
import { Frame, type NavigationItem } from '../shared/components/Frame';
import { Heading } from '../shared/components/Heading';
import { RoleGate } from '../shared/components/RoleGate';
import { t } from '../shared/i18n/text';
import { useStore } from '../shared/store';
import { ApplicationPage } from './application/ApplicationPage';
import { ChangePage } from './application/ChangePage';
import { BoardPage } from './board/BoardPage';
import { BookPage } from './book/BookPage';
import { ClosurePage } from './closures/ClosurePage';
import { ClosuresPage } from './closures/ClosuresPage';
import { NewClosurePage } from './closures/NewClosurePage';
import { OpeningsPage } from './closures/OpeningsPage';
import { DrawerPage } from './counter/DrawerPage';
import { TicketBookPage } from './tickets/TicketBookPage';
import { TicketsPage } from './tickets/TicketsPage';
import { useCounters } from './parts/counters';
import { OverduePage } from './people/OverduePage';
import { SuspensionsPage } from './people/SuspensionsPage';
import { WaitingPage } from './people/WaitingPage';
import { PostsPage } from './posts/PostsPage';
import { ReviewPage } from './reviews/ReviewPage';
import { ReductionsPage } from './reductions/ReductionsPage';
import { CasePage } from './cases/CasePage';
import { CasesPage } from './cases/CasesPage';
import { RefundPage } from './refunds/RefundPage';
import { RefundsPage } from './refunds/RefundsPage';
import { ReviewsPage } from './reviews/ReviewsPage';
import { SeriesPage } from './series/SeriesPage';

function NoSuchPage() {
  return <><Heading>{t('common.no_such_page')}</Heading><p>{t('common.no_such_page_help')}</p></>;
}

function Page({ path, visit }: { path: string; visit: number }) {
  const application_id = matchPattern('/applications/{id}', path)?.['id'];
  const changed_id = matchPattern('/applications/{id}/change', path)?.['id'];
  const review_id = matchPattern('/reviews/{id}', path)?.['id'];
  const case_id = matchPattern('/cases/{id}', path)?.['id'];
  const refund_id = matchPattern('/refunds/{id}', path)?.['id'];
  const book_id = matchPattern('/tickets/{id}', path)?.['id'];
  const closure_id = matchPattern('/closures/{id}', path)?.['id'];
  switch (path) {
    case '/': return <BoardPage />;
    // A visit of its own starts an empty form; a change of the address inside the page does not.
    case '/book': return <BookPage key={visit} />;
    case '/series': return <SeriesPage key={visit} />;
    case '/reviews': return <ReviewsPage />;
    case '/posts': return <PostsPage />;
    case '/closures': return <ClosuresPage />;
    case '/closures/new': return <NewClosurePage key={visit} />;
    case '/openings': return <OpeningsPage />;
    case '/suspensions': return <SuspensionsPage />;
    case '/waiting': return <WaitingPage />;
    case '/reductions': return <ReductionsPage />;
    case '/refunds': return <RefundsPage />;
    case '/overdue-payments': return <OverduePage />;
    case '/cases': return <CasesPage />;
    case '/drawer': return <DrawerPage />;
    case '/tickets': return <TicketsPage key={visit} />;
  }
  if (review_id !== undefined) return <ReviewPage application_id={review_id} />;
  if (case_id !== undefined) return <CasePage key={case_id} case_id={case_id} />;
  if (refund_id !== undefined) return <RefundPage key={refund_id} refund_id={refund_id} />;
  if (book_id !== undefined) return <TicketBookPage key={book_id} book_id={book_id} />;
  if (application_id !== undefined) return <ApplicationPage application_id={application_id} />;
  if (changed_id !== undefined) return <ChangePage application_id={changed_id} />;
  return closure_id === undefined ? <NoSuchPage /> : <ClosurePage closure_id={closure_id} />;
}

function navigationFor(path: string, { reviews, reductions, kept, payment_cases }: DeskCounters): NavigationItem[] {
  const item = (target: string, text: string, current = path === target) => ({ target, text, current });
  return [
    item('/', t('staff.board.title')),
    item('/book', t('staff.book.title')),
    item('/series', t('staff.series.title')),
    item('/reviews', t('staff.nav.reviews', { count: reviews }), path.startsWith('/reviews') || path === '/posts'),
    item('/reductions', t('staff.nav.reductions', { count: reductions })),
    item('/closures', t('staff.nav.closures', { count: kept }), path.startsWith('/closures') || path === '/openings'),
    item('/waiting', t('staff.waiting.title')),
    item('/drawer', t('staff.drawer.title')),
    item('/tickets', t('staff.tickets.title'), path.startsWith('/tickets')),
    item('/refunds', t('staff.refunds.title'), path.startsWith('/refunds')),
    item('/overdue-payments', t('staff.overdue.title')),
    item('/cases', t('staff.nav.cases', { count: payment_cases }), path.startsWith('/cases')),
    item('/suspensions', t('staff.suspensions.title')),
  ];
}

/** Who only approves has no board: the first page is what comes to their post. */
function ApproverPage({ path }: { path: string }) {
  const review_id = matchPattern('/reviews/{id}', path)?.['id'];
  if (review_id !== undefined) return <ReviewPage application_id={review_id} />;
  switch (path) {
    case '/':
    case '/reviews': return <ReviewsPage />;
    case '/posts': return <PostsPage />;
  }
  return <NoSuchPage />;
}

function approverNavigation(path: string): NavigationItem[] {
  return [
    { target: '/reviews', text: t('staff.reviews.title'), current: path === '/' || path.startsWith('/reviews') },
    { target: '/posts', text: t('staff.posts.title'), current: path === '/posts' },
  ];
}

export function StaffPages() {
  const { path, key } = usePlace();
  const role = useStore(session)?.account?.role;
  const counters = useCounters(role === 'desk');
  const navigation = role === 'desk' ? navigationFor(path, counters) : role === 'approver' ? approverNavigation(path) : [];
  return (
    <Frame service={t('staff.service')} wide navigation={navigation}>
      <RoleGate roles={['desk', 'approver']} title={t('staff.service')}>
        {role === 'approver' ? <ApproverPage path={path} /> : <Page path={path} visit={key} />}
      </RoleGate>
    </Frame>
  );
}
