// A wish in words: the band with its hours, the hours, or the nights.
import type { Space, Use } from '../../shared/api/hiroba';
import { shortDate, timeRange } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';

export function wishTimeText(space: Space, use: Pick<Use, 'band' | 'start' | 'end' | 'nights'>): string {
  const band = space.bands.find(({ code }) => code === use.band);
  if (band) return `${townText(band.name)} ${timeRange(band.start, band.end)}`;
  if (use.nights !== undefined) return t('staff.use.night_count', { nights: use.nights });
  return use.start && use.end ? timeRange(use.start, use.end) : '';
}

export function wishText(space: Space, use: Use): string {
  return `${shortDate(use.date)} ${wishTimeText(space, use)}`;
}
