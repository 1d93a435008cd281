// The day of a whole building: spaces × times. Free times lead to their booking; the rest says why in words.
import type { DayAvailability, Facility, Slot, Space } from '../../shared/api/hiroba';
import { to } from '../../shared/app/router';
import { Hidden } from '../../shared/components/Hidden';
import { timeRange } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { shortTime } from '../../shared/time/civil';
import { placeOfUse } from '../basket/use_place';
import { dayGrid, type GridCell } from './day_grid';
import { useOf } from './day_slots';
import { whyNot } from './why_not';

const signs = { free: 'free', taken: 'full', closed: 'closed', outside: 'outside' } as const;

function Sign({ state }: { state: Slot['state'] }) {
  return <span class={`sign sign--${signs[state]}`} aria-hidden="true">{t(`resident.sign.${signs[state]}`)}</span>;
}

interface CellProperties { cell: GridCell; facility: Facility; space: Space; date: string }

function Cell({ cell: { span, slot }, facility, space, date }: CellProperties) {
  if (!slot) return <td colSpan={span} class="day-table__none" />;
  const time = timeRange(slot.start, slot.end);
  if (slot.state !== 'free') {
    return (
      <td colSpan={span} class="day-table__not">
        <Sign state={slot.state} /><Hidden>{time} </Hidden><span class="day-table__why">{whyNot(slot)}</span>
      </td>
    );
  }
  const use = useOf(space, date, { ...slot }, {});
  return (
    <td colSpan={span}>
      <a href={to(placeOfUse(facility.code, use))}><Sign state="free" /><Hidden>{time} {t('resident.slot.free')}</Hidden></a>
    </td>
  );
}

interface Properties { facility: Facility; day: DayAvailability; caption: string }

export function DayTable({ facility, day, caption }: Properties) {
  const { columns, rows } = dayGrid(facility.spaces, day);
  return (
    <div class="table-frame" tabIndex={0} role="region" aria-label={caption}>
      <table class="day-table">
        <caption class="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t('resident.row.space')}</th>
            {columns.map((time) => <th scope="col" key={time}>{shortTime(time)}</th>)}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ space, cells }) => (
            <tr key={space.code}>
              <th scope="row">
                <a href={to(`/facilities/${facility.code}/days/${day.date}?space=${space.code}`)}>{townText(space.name)}</a>
              </th>
              {cells.map((cell) => <Cell key={cell.start} cell={cell} facility={facility} space={space} date={day.date} />)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
