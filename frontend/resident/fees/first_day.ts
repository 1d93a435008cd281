// The day that an estimate begins with: the first one that can be booked.
import type { Answer } from '../../shared/api/answer';
import { loadMonth, serverNow, type MonthAvailability, type Space, type UserClass } from '../../shared/api/hiroba';
import { useRemote } from '../../shared/app/remote';
import { firstDayToPrice } from '../../shared/fee/estimate';
import { addMonths, dateAt, monthOf } from '../../shared/time/civil';

/** Empty while it is not known; today where the month cannot be had. */
export function useFirstDay(space: Space, user_class: UserClass): string {
  const today = dateAt(serverNow());
  const { remote } = useRemote(() => loadThisMonthAndNext(space.code, today, user_class), [space.code, user_class]);
  if (remote.state === 'loading') return '';
  return firstDayToPrice(remote.state === 'ready' ? remote.value : [], today);
}

/** At the end of a month nothing may be left of it. */
async function loadThisMonthAndNext(space: string, today: string, user_class: UserClass): Promise<Answer<MonthAvailability['days']>> {
  const month = monthOf(today);
  const answers = await Promise.all([loadMonth(space, month, user_class), loadMonth(space, addMonths(month, 1), user_class)]);
  const days: MonthAvailability['days'] = [];
  for (const answer of answers) {
    if (!answer.ok) return answer;
    days.push(...answer.value.days);
  }
  return { ok: true, status: 200, value: days };
}
