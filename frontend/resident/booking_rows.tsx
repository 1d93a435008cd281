// Place and time of a booking as rows of a summary.
import { longDate, timeRange, yen } from '../shared/format';
import { t, townText } from '../shared/i18n/text';
import type { SummaryRow } from '../shared/components/SummaryList';
import type { BookingView } from './WithBooking';

export function placeRows({ booking, facility, space }: BookingView): SummaryRow[] {
  const band = space.bands.find((candidate) => candidate.code === booking.band);
  const time = timeRange(booking.start, booking.end);
  return [
    { name: t('resident.row.space'), value: <>{townText(space.name)}<br /><small>{townText(facility.name)}</small></> },
    { name: t('resident.row.date'), value: longDate(booking.date) },
    { name: t('resident.row.time'), value: band ? `${townText(band.name)} ${time}` : time },
  ];
}

export function feeRow({ booking }: BookingView): SummaryRow {
  return { name: t('resident.row.fee'), value: yen(booking.fee.total_yen) };
}

export function detailsRows({ booking }: BookingView, change?: string): SummaryRow[] {
  const details = booking.details;
  if (!details) return [];
  return [
    { name: t('resident.row.purpose'), value: details.purpose, change },
    { name: t('resident.row.people'), value: t('resident.people', { people: details.people }), change },
    { name: t('resident.row.group'), value: details.group_name || t('resident.row.group_none'), change },
    {
      name: t('resident.row.admission'),
      value: details.admission_or_commercial ? t('common.yes') : t('common.no'),
      change,
    },
  ];
}
