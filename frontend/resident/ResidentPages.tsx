// The resident's pages by address, and what stands around each.
import type { ComponentType } from 'preact';
import { matchPattern, type Parameters } from '../shared/app/route';
import { usePlace } from '../shared/app/router';
import { Frame } from '../shared/components/Frame';
import { t } from '../shared/i18n/text';
import { BookingPage } from './pages/BookingPage';
import { CancelPage } from './pages/CancelPage';
import { CheckPage } from './pages/CheckPage';
import { DayPage } from './pages/DayPage';
import { DetailsPage } from './pages/DetailsPage';
import { HomePage } from './pages/HomePage';
import { LogInPage } from './pages/LogInPage';
import { MonthPage } from './pages/MonthPage';
import { MyBookingsPage } from './pages/MyBookingsPage';
import { NotFoundPage } from './pages/NotFoundPage';
import { PaymentPage } from './pages/PaymentPage';
import { SearchPage } from './pages/SearchPage';
import { UnfinishedNotice } from './UnfinishedNotice';

export interface PageProperties { parameters: Parameters }

const pages: readonly { pattern: string; Page: ComponentType<PageProperties> }[] = [
  { pattern: '/', Page: HomePage },
  { pattern: '/search', Page: SearchPage },
  { pattern: '/spaces/{space}', Page: MonthPage },
  { pattern: '/facilities/{facility}/days/{date}', Page: DayPage },
  { pattern: '/login', Page: LogInPage },
  { pattern: '/bookings', Page: MyBookingsPage },
  { pattern: '/bookings/{booking_id}', Page: BookingPage },
  { pattern: '/bookings/{booking_id}/details', Page: DetailsPage },
  { pattern: '/bookings/{booking_id}/check', Page: CheckPage },
  { pattern: '/bookings/{booking_id}/payment', Page: PaymentPage },
  { pattern: '/bookings/{booking_id}/cancel', Page: CancelPage },
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
