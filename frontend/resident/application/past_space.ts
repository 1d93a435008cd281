// A space that the town does not have any more, for the bookings that were made of it: nothing can be chosen there.
import type { Booking, Space } from '../../shared/api/hiroba';
import { t } from '../../shared/i18n/text';

type OfASpace = Pick<Booking, 'space'> & Partial<Pick<Booking, 'band' | 'nights'>>;

function useOf({ band, nights }: OfASpace): Space['use'] {
  if (nights) return 'by_night';
  return band ? 'by_band' : 'by_hour';
}

export function pastSpace(booking: OfASpace): Space {
  const name = t('resident.space.past', { code: booking.space });
  return {
    code: booking.space, name: { ja: name, en: name }, description: { ja: '', en: '' }, units: [], capacity: 1, access: [], photos: [],
    use: useOf(booking), opens: '00:00', closes: '24:00', bands: [], nights: null, activities: [], equipment: [],
    offers: { price_classes: [], rehearsal: false, climate: false, most_early_minutes: 0, most_extension_minutes: 0,
      extension_step_minutes: 0, extension_free_minutes: 0, extras: [] },
    review: { user_classes: [], activities: [], from_people: null }, refund: [], capped_over_day: false, consecutive_days_limit: null,
  };
}
