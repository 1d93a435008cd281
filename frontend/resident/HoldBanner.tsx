// "この時間を 14:20 まで確保しています": a clock time, one warning, a way to extend.
import { useState } from 'preact/hooks';
import type { Failure } from '../shared/api/answer';
import { extendHold, serverNow, type Booking } from '../shared/api/hiroba';
import { sentenceFor } from '../shared/api/wording';
import { Banner } from '../shared/components/Banner';
import { t } from '../shared/i18n/text';
import { clockAt, shortTime } from '../shared/time/civil';
import { useAlarm } from './use_alarm';

const warn_before_ms = 120_000;

interface Properties { booking: Booking; onBooking(booking: Booking): void; onExpired(): void }

export function HoldBanner({ booking, onBooking, onExpired }: Properties) {
  const expires_at_ms = booking.hold_expires_at_ms ?? 0;
  const [warned, setWarned] = useState(false);
  const [failure, setFailure] = useState<Failure | undefined>(undefined);
  const [extended, setExtended] = useState(false);
  useAlarm(expires_at_ms - warn_before_ms, () => setWarned(true));
  useAlarm(expires_at_ms + 500, onExpired);

  async function extend(): Promise<void> {
    const answer = await extendHold(booking.booking_id);
    setFailure(answer.ok ? undefined : answer.failure);
    if (!answer.ok) return;
    setWarned(false);
    setExtended(true);
    onBooking(answer.value);
  }

  const near = warned && expires_at_ms - serverNow() <= warn_before_ms;
  const until = shortTime(clockAt(expires_at_ms));
  return (
    <div class="hold">
      <Banner kind={near ? 'warning' : 'info'} title={t('resident.hold.until', { until })} announce={near || extended}>
        {near && <p>{t('resident.hold.soon')}</p>}
        {failure && <p class="field__error" role="alert">{sentenceFor(failure)}</p>}
        <p>
          <button type="button" class="button button--small button--secondary" onClick={() => void extend()}>
            {t('resident.hold.extend')}
          </button>
        </p>
      </Banner>
    </div>
  );
}
