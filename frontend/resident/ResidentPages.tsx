// The resident's pages by address, and what stands around each.
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { session } from '../shared/api/hiroba';
import { matchPattern, type Parameters } from '../shared/app/route';
import { usePlace } from '../shared/app/router';
import { Frame } from '../shared/components/Frame';
import { t } from '../shared/i18n/text';
import { useStore } from '../shared/store';
import { unread } from './account/unread';
import { groupOf, lazyPage, lazyPart } from './LazyPage';
import type { PageProperties } from './page';
import { HomePage } from './pages/HomePage';
import { NotFoundPage } from './pages/NotFoundPage';

const fetch_ahead_after_ms = 2_000;
const looking = groupOf(() => import('./looking_pages'));
const mine = groupOf(() => import('./application_pages'));
const UnfinishedNotice = lazyPart(mine, 'UnfinishedNotice');

const pages: readonly { pattern: string; Page: ComponentType<PageProperties> }[] = [
  { pattern: '/', Page: HomePage },
  { pattern: '/search', Page: lazyPage(looking, 'SearchPage') },
  { pattern: '/facilities/{facility}', Page: lazyPage(looking, 'FacilityPage') },
  { pattern: '/facilities/{facility}/fees', Page: lazyPage(looking, 'FeesPage') },
  { pattern: '/facilities/{facility}/days/{date}', Page: lazyPage(looking, 'DayPage') },
  { pattern: '/spaces/{space}', Page: lazyPage(looking, 'MonthPage') },
  { pattern: '/spaces/{space}/week', Page: lazyPage(looking, 'WeekPage') },
  { pattern: '/login', Page: lazyPage(looking, 'LogInPage') },
  { pattern: '/basket', Page: lazyPage(mine, 'BasketPage') },
  { pattern: '/series', Page: lazyPage(mine, 'SeriesPage') },
  { pattern: '/waiting/new', Page: lazyPage(mine, 'WaitingPage') },
  { pattern: '/applications', Page: lazyPage(mine, 'MyPage') },
  { pattern: '/reductions', Page: lazyPage(mine, 'MyReductionsPage') },
  { pattern: '/tickets', Page: lazyPage(mine, 'TicketsPage') },
  { pattern: '/applications/{application_id}', Page: lazyPage(mine, 'ApplicationPage') },
  { pattern: '/applications/{application_id}/details', Page: lazyPage(mine, 'DetailsPage') },
  { pattern: '/applications/{application_id}/check', Page: lazyPage(mine, 'CheckPage') },
  { pattern: '/applications/{application_id}/payment', Page: lazyPage(mine, 'PaymentPage') },
  { pattern: '/applications/{application_id}/cancel', Page: lazyPage(mine, 'CancelPage') },
  { pattern: '/applications/{application_id}/change', Page: lazyPage(mine, 'ChangePage') },
  { pattern: '/applications/{application_id}/reduction', Page: lazyPage(mine, 'ReductionPage') },
];

function find(path: string): { Page: ComponentType<PageProperties>; parameters: Parameters } {
  for (const { pattern, Page } of pages) {
    const parameters = matchPattern(pattern, path);
    if (parameters) return { Page, parameters };
  }
  return { Page: NotFoundPage, parameters: {} };
}

/** The rest comes while the person is still looking at the first page; without a connection it comes when it is needed. */
function fetchAhead(): void {
  Promise.all([looking.fetch(), mine.fetch()]).catch(() => undefined);
}

export function ResidentPages() {
  const { path } = usePlace();
  const is_resident = useStore(session)?.account?.role === 'resident';
  const news = useStore(unread);
  useEffect(() => {
    const timer = setTimeout(fetchAhead, fetch_ahead_after_ms);
    return () => clearTimeout(timer);
  }, []);
  const { Page, parameters } = find(path);
  const navigation = [
    { target: '/', text: t('resident.nav.search'), current: path === '/' || path === '/search' },
    { target: '/applications', text: t('resident.nav.applications', { news }), current: path === '/applications' },
  ];
  return (
    <Frame service={t('common.service')} navigation={navigation} log_in_target="/login"
      notices={is_resident && <UnfinishedNotice />}>
      <Page key={path} parameters={parameters} />
    </Frame>
  );
}
