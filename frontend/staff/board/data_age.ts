// How old what is shown is, in words.
import { t } from '../../shared/i18n/text';

export function ageText(confirmed_at_ms: number, now_ms: number): string {
  const seconds = Math.max(0, Math.round((now_ms - confirmed_at_ms) / 1000));
  return seconds < 60 ? t('staff.age.seconds', { seconds }) : t('staff.age.minutes', { minutes: Math.floor(seconds / 60) });
}
