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
import { useCounters } from './parts/counters';
import { RefundsPage } from './people/RefundsPage';
import { SuspensionsPage } from './people/SuspensionsPage';
import { WaitingPage } from './people/WaitingPage';
import { ReviewsPage } from './reviews/ReviewsPage';
import { SeriesPage } from './series/SeriesPage';

function NoSuchPage() {
  return <><Heading>{t('common.no_such_page')}</Heading><p>{t('common.no_such_page_help')}</p></>;
}

function Page({ path, visit }: { path: string; visit: number }) {
  const application_id = matchPattern('/applications/{id}', path)?.['id'];
  const changed_id = matchPattern('/applications/{id}/change', path)?.['id'];
  const closure_id = matchPattern('/closures/{id}', path)?.['id'];
  switch (path) {
    case '/': return <BoardPage />;
    // A visit of its own starts an empty form; a change of the address inside the page does not.
    case '/book': return <BookPage key={visit} />;
    case '/series': return <SeriesPage key={visit} />;
    case '/reviews': return <ReviewsPage />;
    case '/closures': return <ClosuresPage />;
    case '/closures/new': return <NewClosurePage key={visit} />;
    case '/openings': return <OpeningsPage />;
    case '/suspensions': return <SuspensionsPage />;
    case '/waiting': return <WaitingPage />;
    case '/refunds': return <RefundsPage />;
  }
  if (application_id !== undefined) return <ApplicationPage application_id={application_id} />;
  if (changed_id !== undefined) return <ChangePage application_id={changed_id} />;
  return closure_id === undefined ? <NoSuchPage /> : <ClosurePage closure_id={closure_id} />;
}

function navigationFor(path: string, { reviews, kept }: DeskCounters): NavigationItem[] {
  const item = (target: string, text: string, current = path === target) => ({ target, text, current });
  return [
    item('/', t('staff.board.title')),
    item('/book', t('staff.book.title')),
    item('/series', t('staff.series.title')),
    item('/reviews', t('staff.nav.reviews', { count: reviews })),
    item('/closures', t('staff.nav.closures', { count: kept }), path.startsWith('/closures') || path === '/openings'),
    item('/waiting', t('staff.waiting.title')),
    item('/refunds', t('staff.refunds.title')),
    item('/suspensions', t('staff.suspensions.title')),
  ];
}

export function StaffPages() {
  const { path, key } = usePlace();
  const of_the_desk = useStore(session)?.account?.role === 'desk';
  const counters = useCounters(of_the_desk);
  return (
    <Frame service={t('staff.service')} wide navigation={of_the_desk ? navigationFor(path, counters) : []}>
      <RoleGate role="desk" title={t('staff.service')}><Page path={path} visit={key} /></RoleGate>
    </Frame>
  );
}
