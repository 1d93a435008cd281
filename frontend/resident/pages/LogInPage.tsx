// Logging in on the way to something: says what comes next, and goes there.
import { useEffect } from 'preact/hooks';
import type { PageProperties } from '../page';
import { session } from '../../shared/api/hiroba';
import { safePlace } from '../../shared/app/route';
import { navigate, usePlace } from '../../shared/app/router';
import { LogInForm } from '../../shared/components/LogInForm';
import { t } from '../../shared/i18n/text';
import { useStore } from '../../shared/store';

export function LogInPage(_: PageProperties) {
  const { query } = usePlace();
  const account = useStore(session)?.account;
  const next = safePlace(query.get('next'));
  const goOn = () => navigate(next, { replace: true });
  useEffect(() => {
    if (account?.role === 'resident') goOn();
  }, [account]);
  return (
    <LogInForm title={t('common.log_in')} onLoggedIn={goOn}
      reason={next === '/' ? undefined : t('resident.log_in.reason')}
      objection={({ account: found }) => (found?.role === 'resident' ? undefined : t('resident.log_in.not_a_resident'))}>
      <p class="note">{t('resident.log_in.help')}</p>
    </LogInForm>
  );
}
