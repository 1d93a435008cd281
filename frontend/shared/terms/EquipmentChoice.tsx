// What can be borrowed with the space, piece by piece, with its price.
import { useState } from 'preact/hooks';
import type { Equipment, Facility, Space } from '../api/hiroba';
import { SelectField } from '../components/Field';
import { yen } from '../format';
import { t, townText } from '../i18n/text';
import { withQuantity, type Quantities } from './equipment_wish';

const most_pieces = 20;

export function equipmentOf(facility: Facility, space: Space): Equipment[] {
  return facility.equipment.filter(({ code }) => space.equipment.includes(code));
}

/** `1区分 500円`, `無料` */
export function equipmentPrice({ charge, price_yen }: Equipment): string {
  if (price_yen === null) return t('shared.equipment.ask');
  if (price_yen === 0) return t('shared.equipment.free');
  return t(`shared.equipment.${charge}`, { price: yen(price_yen) });
}

function pieces(stock: number): { value: string; text: string }[] {
  return Array.from({ length: Math.min(stock, most_pieces) + 1 }, (_, count) =>
    ({ value: String(count), text: count === 0 ? t('shared.equipment.none') : String(count) }));
}

interface Properties { id?: string; facility: Facility; space: Space; quantities: Quantities; onChange(quantities: Quantities): void }

export function EquipmentChoice({ id = 'equipment', facility, space, quantities, onChange }: Properties) {
  const equipment = equipmentOf(facility, space);
  const [opened_at_first] = useState(() => Object.keys(quantities).length > 0);
  if (equipment.length === 0) return null;
  return (
    <details class="more" open={opened_at_first}>
      <summary>{t('shared.equipment.title')}</summary>
      <div class="quantities">
        {equipment.map((item) => (
          <SelectField key={item.code} id={`${id}-${item.code}`} label={townText(item.name)} help={t('shared.equipment.about', { price: equipmentPrice(item), stock: item.stock })}
            value={String(quantities[item.code] ?? 0)} options={pieces(item.stock)}
            onValue={(count) => onChange(withQuantity(quantities, item.code, Number(count)))} />
        ))}
      </div>
    </details>
  );
}
