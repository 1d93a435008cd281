// The way from a taken slot to its waiting list.
import type { Use } from '../../shared/api/hiroba';
import { to } from '../../shared/app/router';
import { Hidden } from '../../shared/components/Hidden';
import { t } from '../../shared/i18n/text';
import { queryOfUse } from '../basket/use_place';

export function WaitLink({ use, of }: { use: Use; of: string }) {
  const query = queryOfUse(use);
  query.set('date', use.date);
  return (
    <a class="slot__wait" href={to(`/waiting/new?${query}`)}>
      {t('resident.slot.wait')}<Hidden>{t('resident.search.of_space', { space: of })}</Hidden>
    </a>
  );
}
