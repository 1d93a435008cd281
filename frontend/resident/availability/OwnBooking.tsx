// What one wants is one's own already, from another tab or from before: the way to it.
import { to } from '../../shared/app/router';
import { t } from '../../shared/i18n/text';

/** `place`: where the application is; nothing where it is not one's own. */
export function OwnBooking({ place }: { place: string | undefined }) {
  if (place === undefined) return null;
  return <p><a class="button" href={to(place)}>{t('resident.clash.own')}</a></p>;
}
