// The desk's pages.
import { usePlace } from '../shared/app/router';
import { Frame } from '../shared/components/Frame';
import { RoleGate } from '../shared/components/RoleGate';
import { t } from '../shared/i18n/text';
import { BoardPage } from './BoardPage';

export function StaffPages() {
  const { path } = usePlace();
  return (
    <Frame service={t('staff.service')} wide navigation={[{ target: '/', text: t('staff.board.title'), current: path === '/' }]}>
      <RoleGate role="desk" title={t('staff.service')}><BoardPage /></RoleGate>
    </Frame>
  );
}
