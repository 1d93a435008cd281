// "この時間を 14:20 まで確保しています": a clock time, one warning, a way to extend.
import { useState } from 'preact/hooks';
import type { Failure } from '../../shared/api/answer';
import { extendHold } from '../../shared/api/applications';
import { serverNow, type Application } from '../../shared/api/hiroba';
import { sentenceFor } from '../../shared/api/wording';
import { Banner } from '../../shared/components/Banner';
import { deadline, endOf } from '../../shared/format';
import { t } from '../../shared/i18n/text';
import { dateAt } from '../../shared/time/civil';
import { useAlarm } from './use_alarm';

const warn_before_ms = 120_000;

interface Properties { application: Application; onApplication(application: Application): void; onExpired(): void }

/** An offer from the waiting list can be held for days. */
export function untilWords(at_ms: number): string {
  const { date, clock } = endOf(at_ms);
  return date === dateAt(serverNow()) ? clock : deadline(at_ms);
}

export function HoldBanner({ application, onApplication, onExpired }: Properties) {
  const expires_at_ms = application.hold_expires_at_ms ?? 0;
  const [warned, setWarned] = useState(false);
  const [failure, setFailure] = useState<Failure | undefined>(undefined);
  const [extended, setExtended] = useState(false);
  useAlarm(expires_at_ms - warn_before_ms, () => setWarned(true));
  useAlarm(expires_at_ms + 500, onExpired);

  async function extend(): Promise<void> {
    const answer = await extendHold(application.application_id);
    setFailure(answer.ok ? undefined : answer.failure);
    if (!answer.ok) return;
    setWarned(false);
    setExtended(true);
    onApplication(answer.value);
  }

  const near = warned && expires_at_ms - serverNow() <= warn_before_ms;
  const short = expires_at_ms - serverNow() < 3_600_000;
  return (
    <div class="hold">
      <Banner kind={near ? 'warning' : 'info'} title={t('resident.hold.until', { until: untilWords(expires_at_ms) })}
        announce={near || extended}>
        {near && <p>{t('resident.hold.soon')}</p>}
        {failure && <p class="field__error" role="alert">{sentenceFor(failure)}</p>}
        {short && (
          <p>
            <button type="button" class="button button--small button--secondary" onClick={() => void extend()}>
              {t('resident.hold.extend')}
            </button>
          </p>
        )}
      </Banner>
    </div>
  );
}
