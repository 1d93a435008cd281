// A closure or an opening in words.
import type { Town } from '../../shared/api/hiroba';
import { shortDate, timeRange } from '../../shared/format';
import { t } from '../../shared/i18n/text';
import { facilityText, placeText } from '../parts/place_text';

interface Where { facility: string | null; space: string | null }
interface When { first: string; last: string; start: string; end: string }

export function closurePlaceText(town: Town | undefined, { facility, space }: Where): string {
  if (facility === null) return t('staff.closure.reach_town');
  return space === null ? facilityText(town, facility) : placeText(town, facility, space);
}

export function closurePeriodText({ first, last, start, end }: When): string {
  const days = first === last ? shortDate(first) : t('staff.use.nights', { from: shortDate(first), to: shortDate(last) });
  return start === '00:00' && end === '24:00' ? t('staff.closure.days_whole', { days }) : t('staff.closure.days_part', { days, time: timeRange(start, end) });
}
