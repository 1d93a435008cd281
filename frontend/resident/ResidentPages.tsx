// The resident's pages by address, and what stands around each.
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { matchPattern, type Parameters } from '../shared/app/route';
import { usePlace } from '../shared/app/router';
import { Frame } from '../shared/components/Frame';
import { t } from '../shared/i18n/text';
import { fetchPagesAhead, lazyPage } from './LazyPage';
import { DayPage } from './pages/DayPage';
import { HomePage } from './pages/HomePage';
import { LogInPage } from './pages/LogInPage';
import { MonthPage } from './pages/MonthPage';
import { NotFoundPage } from './pages/NotFoundPage';
import { SearchPage } from './pages/SearchPage';
import { UnfinishedNotice } from './UnfinishedNotice';

export interface PageProperties { parameters: Parameters }

const fetch_ahead_after_ms = 2_000;

const pages: readonly { pattern: string; Page: ComponentType<PageProperties> }[] = [
  { pattern: '/', Page: HomePage },
  { pattern: '/search', Page: SearchPage },
  { pattern: '/spaces/{space}', Page: MonthPage },
  { pattern: '/facilities/{facility}/days/{date}', Page: DayPage },
  { pattern: '/login', Page: LogInPage },
  { pattern: '/bookings', Page: lazyPage('MyBookingsPage') },
  { pattern: '/bookings/{booking_id}', Page: lazyPage('BookingPage') },
  { pattern: '/bookings/{booking_id}/details', Page: lazyPage('DetailsPage') },
  { pattern: '/bookings/{booking_id}/check', Page: lazyPage('CheckPage') },
  { pattern: '/bookings/{booking_id}/payment', Page: lazyPage('PaymentPage') },
  { pattern: '/bookings/{booking_id}/cancel', Page: lazyPage('CancelPage') },
];

function find(path: string): { Page: ComponentType<PageProperties>; parameters: Parameters } {
  for (const { pattern, Page } of pages) {
    const parameters = matchPattern(pattern, path);
    if (parameters) return { Page, parameters };
  }
  return { Page: NotFoundPage, parameters: {} };
}

export function ResidentPages() {
  const { path } = usePlace();
  useEffect(() => {
    const timer = setTimeout(fetchPagesAhead, fetch_ahead_after_ms);
    return () => clearTimeout(timer);
  }, []);
  const { Page, parameters } = find(path);
  const navigation = [
    { target: '/', text: t('resident.nav.search'), current: path === '/' || path === '/search' },
    { target: '/bookings', text: t('resident.nav.bookings'), current: path === '/bookings' },
  ];
  return (
    <Frame service={t('common.service')} navigation={navigation} log_in_target="/login"
      notices={<UnfinishedNotice />}>
      <Page key={path} parameters={parameters} />
    </Frame>
  );
}
