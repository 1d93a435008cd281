// How fresh the board is. A board that is out of date says so, loudly.
import { useEffect, useState } from 'preact/hooks';
import { serverNow } from '../../shared/api/hiroba';
import { Banner } from '../../shared/components/Banner';
import { Icon } from '../../shared/components/Icon';
import { t } from '../../shared/i18n/text';
import type { Connection } from '../../shared/live/watch_day';
import { clockWithSecondsAt } from '../../shared/time/civil';
import { ageText } from './data_age';

const tick_ms = 1_000;

export function Freshness({ connection, confirmed_at_ms }: { connection: Connection; confirmed_at_ms: number }) {
  const [, tick] = useState(0);
  const lost = connection === 'lost';
  useEffect(() => {
    if (!lost) return;
    const timer = setInterval(() => tick((count) => count + 1), tick_ms);
    return () => clearInterval(timer);
  }, [lost]);
  const at = clockWithSecondsAt(confirmed_at_ms);
  return (
    <div class="board-freshness" data-connection={connection}>
      <p>
        <Icon name={lost ? 'warning' : 'live'} />
        <span>{t('staff.board.updated', { at })}</span>
        {!lost && <span class="board-freshness__way">{t(`staff.connection.${connection}`)}</span>}
      </p>
      <div role="alert">
        {lost && (
          <Banner kind="error" title={t('staff.connection.lost')}>
            <p aria-hidden="true">{t('staff.connection.age', { age: ageText(confirmed_at_ms, serverNow()) })}</p>
          </Banner>
        )}
      </div>
    </div>
  );
}
