// The line is down or the server is busy: says so on every page, and that nothing typed is lost.
import { traffic } from '../api/traffic';
import { t } from '../i18n/text';
import { useStore } from '../store';
import { Banner } from './Banner';

export function TrafficBanner() {
  const state = useStore(traffic);
  return (
    <div class="traffic" aria-live="polite">
      {state.kind === 'no_connection' && (
        <Banner kind="warning" title={t('common.no_connection')}><p>{t('common.no_connection_help')}</p></Banner>
      )}
      {state.kind === 'busy' && (
        <Banner kind="warning" title={t('common.busy')}>
          <p>{t('common.busy_help', { seconds: state.wait_seconds })}</p>
        </Banner>
      )}
    </div>
  );
}
