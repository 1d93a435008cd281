// The same space by month, by week, by day.
import type { Facility, Space } from '../../shared/api/hiroba';
import { to } from '../../shared/app/router';
import { t } from '../../shared/i18n/text';
import { monthOf } from '../../shared/time/civil';

type View = 'month' | 'week' | 'day';

export function ViewSwitch({ facility, space, date, current }: { facility: Facility; space: Space; date: string; current: View }) {
  const places: Record<View, string> = {
    month: `/spaces/${space.code}?month=${monthOf(date)}`,
    week: `/spaces/${space.code}/week?from=${date}`,
    day: `/facilities/${facility.code}/days/${date}?space=${space.code}`,
  };
  return (
    <nav aria-label={t('resident.view.title')}>
      <ul class="views">
        {(['month', 'week', 'day'] as const).map((view) => (
          <li key={view}>
            <a href={to(places[view])} aria-current={view === current ? 'page' : undefined}>{t(`resident.view.${view}`)}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
