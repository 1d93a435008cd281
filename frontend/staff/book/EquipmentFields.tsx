// Equipment that can be borrowed with a space, folded away until it is wanted.
import type { Facility, Space, Use } from '../../shared/api/hiroba';
import { TextField } from '../../shared/components/Field';
import { t, townText } from '../../shared/i18n/text';
import { normalizeDigits } from '../../shared/time/civil';
import { withEquipment } from './book_form';

interface Properties<U extends Pick<Use, 'equipment'>> { id: string; facility: Facility; space: Space; use: U; onUse(use: U): void }

export function EquipmentFields<U extends Use>({ id, facility, space, use, onUse }: Properties<U>) {
  const offered = facility.equipment.filter(({ code }) => space.equipment.includes(code));
  if (offered.length === 0) return null;
  const quantityOf = (code: string) => use.equipment?.find((wish) => wish.code === code)?.quantity ?? 0;
  const borrowed = offered.reduce((sum, { code }) => sum + quantityOf(code), 0);
  return (
    <details class="equipment" open={borrowed > 0}>
      <summary>{t('staff.book.equipment', { count: borrowed })}</summary>
      <div class="fields">
        {offered.map(({ code, name, stock }) => (
          <TextField key={code} id={`${id}-${code}`} label={townText(name)} width="short" inputMode="numeric"
            help={t('staff.book.stock', { stock })} value={quantityOf(code) === 0 ? '' : String(quantityOf(code))}
            onValue={(typed) => onUse(withEquipment(use, code, Number(normalizeDigits(typed)) || 0) as U)} />
        ))}
      </div>
    </details>
  );
}
