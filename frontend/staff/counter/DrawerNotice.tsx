// Cash needs a drawer of one's own: said before anything is typed, with the way there.
import { listDrawers } from '../../shared/api/counter';
import { useRemote } from '../../shared/app/remote';
import { to } from '../../shared/app/router';
import { Banner } from '../../shared/components/Banner';
import { t } from '../../shared/i18n/text';
import { takesFor } from './own_drawer';

export function DrawerNotice({ facility }: { facility: string }) {
  const { remote } = useRemote(listDrawers, []);
  if (remote.state !== 'ready') return null;
  const standing = takesFor(remote.value, facility);
  if (standing === 'takes') return null;
  return (
    <Banner kind="warning" title={t(`refusal.${standing}`)}>
      <p><a href={to('/drawer')}>{t('staff.drawer.go')}</a></p>
    </Banner>
  );
}
