// Why a slot cannot be booked, in words.
import type { Slot } from '../shared/api/hiroba';
import { dateAndClock } from '../shared/format';
import { t } from '../shared/i18n/text';

export function whyNot(slot: Slot): string {
  if (slot.opens_at_ms !== undefined) return t('resident.slot.opens', { at: dateAndClock(slot.opens_at_ms) });
  if (slot.reason !== undefined) return t(`resident.slot.${slot.reason}`);
  return t(slot.state === 'taken' ? 'resident.slot.already_taken' : 'resident.slot.not_bookable');
}
