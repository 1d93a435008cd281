// Free cells picked on the board become uses: bands that touch join to their composite, half hours to one stretch.
import type { Band, Space, Use } from '../../shared/api/hiroba';
import { minuteOf, timeAt } from '../../shared/time/civil';
import { column_minutes, type Stretch } from './board_layout';

/** What one cell stands for: a band, a step of the hourly grid, or the night that begins on the day. */
export interface Pick extends Stretch { space: string; band: string | undefined; night: boolean }

function stretchOfBand(band: Band): Stretch {
  return { from_minute: minuteOf(band.start), to_minute: minuteOf(band.end) };
}

const length = ({ from_minute, to_minute }: Stretch) => to_minute - from_minute;

/** The shortest band around the minute; in a gap the next one. */
function bandAt(bands: readonly Band[], minute: number): Band | undefined {
  const single = bands.filter((band) => !bands.some((other) => isInside(other, band)));
  const around = single.filter((band) => minuteOf(band.start) < minute + column_minutes && minute < minuteOf(band.end));
  const next = single.filter((band) => minute <= minuteOf(band.start)).sort((a, b) => minuteOf(a.start) - minuteOf(b.start));
  return around.sort((a, b) => length(stretchOfBand(a)) - length(stretchOfBand(b)))[0] ?? next[0] ?? single[single.length - 1];
}

function isInside(inner: Band, outer: Band): boolean {
  return inner.code !== outer.code && minuteOf(outer.start) <= minuteOf(inner.start) && minuteOf(inner.end) <= minuteOf(outer.end);
}

function stepAround(space: Space, minute: number): Stretch {
  const step = space.hours?.step_minutes ?? column_minutes;
  const opens = minuteOf(space.opens);
  const from_minute = opens + Math.floor((minute - opens) / step) * step;
  return { from_minute, to_minute: from_minute + Math.max(step, column_minutes) };
}

export function pickAt(space: Space, minute: number): Pick | undefined {
  if (space.use === 'by_night') {
    const check_in = minuteOf(space.nights?.check_in ?? '15:00');
    return { space: space.code, band: undefined, night: true, from_minute: check_in, to_minute: minuteOf('24:00') };
  }
  if (space.use === 'by_hour') return { space: space.code, band: undefined, night: false, ...stepAround(space, minute) };
  const band = bandAt(space.bands, minute);
  return band && { space: space.code, band: band.code, night: false, ...stretchOfBand(band) };
}

export function isPicked(picks: readonly Pick[], space: string, minute: number): boolean {
  return picks.some((pick) => pick.space === space && pick.from_minute < minute + column_minutes && minute < pick.to_minute);
}

/** Picks what the cell stands for, or gives it back. */
export function togglePick(picks: readonly Pick[], space: Space, minute: number): Pick[] {
  const pick = pickAt(space, minute);
  if (!pick) return [...picks];
  const same = (other: Pick) => other.space === pick.space && other.from_minute === pick.from_minute && other.band === pick.band;
  return picks.some(same) ? picks.filter((other) => !same(other)) : [...picks, pick];
}

function runsOf(picks: readonly Pick[], space: Space): Stretch[] {
  const runs: Stretch[] = [];
  const gap_allowed = (a: Stretch, b: Stretch) => space.bands.some((band) => {
    const outer = stretchOfBand(band);
    return outer.from_minute <= a.from_minute && b.to_minute <= outer.to_minute;
  });
  for (const { from_minute, to_minute } of [...picks].sort((a, b) => a.from_minute - b.from_minute)) {
    const last = runs[runs.length - 1];
    const joins = last && (from_minute <= last.to_minute || gap_allowed(last, { from_minute, to_minute }));
    if (joins && isUnbroken(picks, space, last.from_minute, to_minute)) last.to_minute = Math.max(last.to_minute, to_minute);
    else runs.push({ from_minute, to_minute });
  }
  return runs;
}

/** Every single band inside the stretch is picked: morning and evening alone do not make a whole day. */
function isUnbroken(picks: readonly Pick[], space: Space, from_minute: number, to_minute: number): boolean {
  const inside = space.bands.filter((band) => {
    const { from_minute: from, to_minute: to } = stretchOfBand(band);
    return from_minute <= from && to <= to_minute && !space.bands.some((other) => isInside(other, band));
  });
  return inside.every((band) => picks.some((pick) => pick.band === band.code));
}

function usesOfSpace(space: Space, picks: readonly Pick[], date: string): Use[] {
  if (picks.length === 0) return [];
  if (space.use === 'by_night') return [{ space: space.code, date, nights: 1 }];
  return runsOf(picks, space).flatMap(({ from_minute, to_minute }): Use[] => {
    const whole = { space: space.code, date };
    if (space.use === 'by_hour') return [{ ...whole, start: timeAt(from_minute), end: timeAt(to_minute) }];
    const band = space.bands.find(({ start, end }) => minuteOf(start) === from_minute && minuteOf(end) === to_minute);
    if (band) return [{ ...whole, band: band.code }];
    return picks.filter((pick) => from_minute <= pick.from_minute && pick.to_minute <= to_minute)
      .flatMap((pick) => (pick.band === undefined ? [] : [{ ...whole, band: pick.band }]));
  });
}

/** In the order of the spaces on the board. */
export function usesOf(picks: readonly Pick[], spaces: readonly Space[], date: string): Use[] {
  return spaces.flatMap((space) => usesOfSpace(space, picks.filter((pick) => pick.space === space.code), date));
}
