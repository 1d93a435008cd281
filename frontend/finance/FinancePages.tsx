// The finance desk's pages by address.
import { matchPattern } from '../shared/app/route';
import { usePlace } from '../shared/app/router';
import { Frame } from '../shared/components/Frame';
import { Heading } from '../shared/components/Heading';
import { RoleGate } from '../shared/components/RoleGate';
import { t } from '../shared/i18n/text';
import { CollectionsPage } from './CollectionsPage';
import { ShiftPage, ShiftsPage } from './ShiftsPage';
import { TrialBalancePage } from './TrialBalancePage';

function Page({ path }: { path: string }) {
  if (path === '/') return <CollectionsPage />;
  const shift_id = matchPattern('/shifts/{id}', path)?.['id'];
  if (path === '/shifts') return <ShiftsPage />;
  if (shift_id !== undefined) return <ShiftPage shift_id={shift_id} />;
  if (path === '/trial-balance') return <TrialBalancePage />;
  return <><Heading>{t('common.no_such_page')}</Heading><p>{t('common.no_such_page_help')}</p></>;
}

export function FinancePages() {
  const { path } = usePlace();
  const navigation = [
    { target: '/', text: t('finance.collections.title'), current: path === '/' },
    { target: '/shifts', text: t('finance.shifts.title'), current: path.startsWith('/shifts') },
    { target: '/trial-balance', text: t('finance.balance.title'), current: path === '/trial-balance' },
  ];
  return (
    <Frame service={t('finance.service')} wide navigation={navigation}>
      <RoleGate roles={['finance']} title={t('finance.service')}><Page path={path} /></RoleGate>
    </Frame>
  );
}
