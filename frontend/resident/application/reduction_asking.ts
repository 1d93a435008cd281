// 減免の申請: whether the applicant can ask for a reduction of what is applied for already.
import type { Application, Town } from '../../shared/api/hiroba';
import { askable } from '../../shared/terms/reductions';
import { timeOf } from '../../shared/time/civil';

export type Asking = 'open' | 'waiting' | 'in_the_form' | 'over' | 'none_offered';

/** `in_the_form`: while it is held the form asks; `waiting`: one waits for its decision already. */
export function askingFor({ state, bookings, reduction, user_class }: Pick<Application, 'state' | 'bookings' | 'reduction' | 'user_class'>,
  town: Pick<Town, 'reductions'>, now_ms: number): Asking {
  if (askable(town, user_class).length === 0) return 'none_offered';
  if (state === 'held') return 'in_the_form';
  const reducible = bookings.some(({ date, start, state: of_booking }) => timeOf(date, start) > now_ms
    && (of_booking === 'under_review' || of_booking === 'permitted_unpaid' || of_booking === 'permitted'));
  if (!reducible) return 'over';
  return reduction?.state === 'waiting' ? 'waiting' : 'open';
}
