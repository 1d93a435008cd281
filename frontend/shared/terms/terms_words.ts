// What was declared of a use, in a few words.
import type { Booking, Space } from '../api/hiroba';
import { language, t, townText } from '../i18n/text';

/** `1時間30分` / `1 hour 30 minutes` */
export function minutesWords(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return [...(hours > 0 ? [t('common.hours', { hours })] : []), ...(rest > 0 ? [t('common.minutes', { minutes: rest })] : [])].join(language() === 'en' ? ' ' : '');
}

/** `高校生以下、暖房、延長 1時間`; empty when nothing was declared. */
export function termsWords(space: Space, { terms }: Pick<Booking, 'terms'>): string {
  const { price_classes, extras } = space.offers;
  const price_class = price_classes.find(({ code }) => code === terms.price_class);
  return [
    ...(price_class ? [townText(price_class.name)] : []),
    ...(terms.is_rehearsal ? [t('shared.terms.rehearsal_short')] : []),
    ...(terms.wants_climate ? [t('shared.terms.climate_short')] : []),
    ...(terms.early_minutes > 0 ? [t('shared.terms.early_short', { time: minutesWords(terms.early_minutes) })] : []),
    ...(terms.extension_minutes > 0 ? [t('shared.terms.extension_short', { time: minutesWords(terms.extension_minutes) })] : []),
    ...terms.extras.map(({ code, amount }) => {
      const extra = extras.find((known) => known.code === code);
      return t('shared.terms.extra_short', { name: extra ? townText(extra.name) : code, amount, by_time: extra?.by_time ? 'yes' : 'no' });
    }),
  ].join(language() === 'en' ? ', ' : '、');
}
