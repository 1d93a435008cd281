// Why a slot or a day cannot be booked, in words.
import type { Slot } from '../../shared/api/hiroba';
import { dateAndClock } from '../../shared/format';
import { t } from '../../shared/i18n/text';

type Refused = Pick<Slot, 'reason' | 'opens_at_ms'>;

function reasonWords({ reason, opens_at_ms }: Refused): string | undefined {
  if (opens_at_ms !== undefined) return t('resident.slot.opens', { at: dateAndClock(opens_at_ms) });
  return reason === undefined ? undefined : t(`resident.slot.${reason}`);
}

export function whyNot(slot: Pick<Slot, 'state' | 'reason' | 'opens_at_ms'>): string {
  return reasonWords(slot) ?? t(slot.state === 'taken' ? 'resident.slot.already_taken' : 'resident.slot.not_bookable');
}

/** Of a day of the month; undefined where its mark says it all. */
export function whyNotThatDay(day: Refused): string | undefined {
  return reasonWords(day);
}
