// 料金の試算: a use that nobody holds, as far as it is chosen.
import type { Space, Use } from '../api/hiroba';
import { isDate, minuteOf, timeAt } from '../time/civil';

export interface EstimateForm { space: string; date: string; band: string; start: string; end: string; nights: string }

interface MarkedDay { date: string; mark: 'free' | 'few' | 'full' | 'closed' | 'outside' }

/** The first day that can be booked; where there is none among the days given, the first that is not closed, else today. */
export function firstDayToPrice(days: readonly MarkedDay[], today: string): string {
  const ahead = days.filter(({ date }) => date >= today);
  const first = ahead.find(({ mark }) => mark === 'free' || mark === 'few') ?? ahead.find(({ mark }) => mark !== 'closed');
  return first?.date ?? today;
}

/** The first band of a place used by band, its shortest use by the hour from its opening, one night. */
export function startingWith(space: Space, date: string): EstimateForm {
  const shortest = space.hours?.minimum_minutes ?? 60;
  return { space: space.code, date, band: space.bands[0]?.code ?? '', start: space.opens, end: timeAt(minuteOf(space.opens) + shortest), nights: '1' };
}

/** The times of day at which a use by the hour can begin or end. */
export function marksOf(space: Space): string[] {
  const step = space.hours?.step_minutes ?? 60;
  const [opens, closes] = [minuteOf(space.opens), minuteOf(space.closes)];
  return Array.from({ length: Math.floor((closes - opens) / step) + 1 }, (_, count) => timeAt(opens + count * step));
}

/** Undefined while it is no use yet. */
export function estimatedUse(space: Space, { date, band, start, end, nights }: EstimateForm): Use | undefined {
  if (!isDate(date)) return undefined;
  if (space.use === 'by_night') return { space: space.code, date, nights: Number(nights) };
  if (space.use === 'by_band') return space.bands.some(({ code }) => code === band) ? { space: space.code, date, band } : undefined;
  return minuteOf(start) < minuteOf(end) ? { space: space.code, date, start, end } : undefined;
}
