// A use as the address of the day page says it, so that a chosen time can be led to, reloaded and sent on.
import type { Use } from '../../shared/api/hiroba';
import { quantitiesOf, quantitiesText, readQuantities, wishesOf } from '../../shared/terms/equipment_wish';

const time_pattern = /^([01][0-9]|2[0-4]):[0-5][0-9]$/;

/** The day page of a facility, with the use chosen. */
export function placeOfUse(facility: string, use: Use): string {
  return `/facilities/${facility}/days/${use.date}?${queryOfUse(use)}`;
}

export function queryOfUse(use: Use): URLSearchParams {
  const query = new URLSearchParams({ space: use.space });
  if (use.band !== undefined) query.set('band', use.band);
  else if (use.nights !== undefined) query.set('nights', String(use.nights));
  else if (use.start !== undefined && use.end !== undefined) {
    query.set('start', use.start);
    query.set('end', use.end);
  }
  const equipment = quantitiesText(quantitiesOf(use.equipment ?? []));
  if (equipment) query.set('equipment', equipment);
  return query;
}

/** The use that an address speaks of; undefined when it names no time. */
export function useOfQuery(space: string, date: string, query: URLSearchParams): Use | undefined {
  const equipment = wishesOf(readQuantities(query.get('equipment')));
  const common = { space, date, ...(equipment.length > 0 ? { equipment } : {}) };
  const band = query.get('band') ?? '';
  if (/^[a-z0-9_]{1,40}$/.test(band)) return { ...common, band };
  const nights = Number(query.get('nights') ?? '0');
  if (Number.isInteger(nights) && nights >= 1 && nights <= 60) return { ...common, nights };
  const start = query.get('start') ?? '';
  const end = query.get('end') ?? '';
  return time_pattern.test(start) && time_pattern.test(end) ? { ...common, start, end } : undefined;
}
