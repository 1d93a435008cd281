// What is lent on the day: for the person who carries it.
import type { Board, Facility } from '../../shared/api/hiroba';
import { timeRange } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { useTown } from '../../shared/town';
import { spaceText } from '../parts/place_text';
import { titleOf } from './BoardCellView';
import { equipmentDay } from './equipment_day';

export function EquipmentTable({ board, facility }: { board: Board; facility: Facility }) {
  const { town } = useTown();
  const lent = equipmentDay(board, facility);
  if (lent.length === 0) return null;
  return (
    <div class="equipment-day">
      <h2 id="equipment-day">{t('staff.equipment.title')}</h2>
      <div class="table-frame" role="region" aria-labelledby="equipment-day" tabIndex={0}>
        <table class="list">
          <thead>
            <tr>
              <th scope="col">{t('staff.equipment.name')}</th>
              <th scope="col" class="number">{t('staff.equipment.out')}</th>
              <th scope="col">{t('staff.equipment.to')}</th>
            </tr>
          </thead>
          <tbody>
            {lent.map(({ equipment, loans, most_at_once }) => (
              <tr key={equipment.code}>
                <th scope="row">{townText(equipment.name)}</th>
                <td class="number">{t('staff.equipment.of_stock', { count: most_at_once, stock: equipment.stock })}</td>
                <td>
                  <ul>
                    {loans.map(({ booking, quantity, start, end }) => (
                      <li key={booking.booking_id}>
                        {t('staff.equipment.loan', { time: timeRange(start, end), space: spaceText(town, booking.space), title: titleOf(booking), quantity })}
                      </li>
                    ))}
                  </ul>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
