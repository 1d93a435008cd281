// Which facility, which day, board or list, print.
import { daySheetAddress } from '../../shared/api/documents';
import type { Facility } from '../../shared/api/hiroba';
import { serverNow } from '../../shared/api/hiroba';
import { SelectField, TextField } from '../../shared/components/Field';
import { Icon } from '../../shared/components/Icon';
import { t, townText } from '../../shared/i18n/text';
import { addDays, dateAt, isDate } from '../../shared/time/civil';

export type BoardView = 'board' | 'list';

interface Properties {
  facilities: readonly Facility[];
  facility: Facility;
  date: string;
  view: BoardView;
  onChange(change: { facility?: string; date?: string; view?: BoardView }): void;
}

export function BoardControls({ facilities, facility, date, view, onChange }: Properties) {
  const other: BoardView = view === 'board' ? 'list' : 'board';
  return (
    <div class="controls">
      <SelectField id="facility" label={t('staff.board.facility')} value={facility.code}
        options={facilities.map(({ code, name }) => ({ value: code, text: townText(name) }))}
        onValue={(code) => onChange({ facility: code })} />
      <TextField id="date" label={t('staff.board.date')} type="date" value={date}
        onValue={(value) => { if (isDate(value)) onChange({ date: value }); }} />
      <div class="controls__buttons">
        <button type="button" class="button button--small button--secondary" onClick={() => onChange({ date: addDays(date, -1) })}>
          <Icon name="back" />{t('staff.board.day_before')}
        </button>
        <button type="button" class="button button--small button--secondary" onClick={() => onChange({ date: dateAt(serverNow()) })}>
          {t('staff.board.today')}
        </button>
        <button type="button" class="button button--small button--secondary" onClick={() => onChange({ date: addDays(date, 1) })}>
          {t('staff.board.day_after')}<Icon name="next" />
        </button>
      </div>
      <div class="controls__buttons controls__buttons--end">
        <button type="button" class="button button--small button--secondary" onClick={() => onChange({ view: other })}>
          {t(`staff.board.as_${other}`)}
        </button>
        <button type="button" class="button button--small button--secondary" onClick={() => window.print()}>
          <Icon name="print" />{t('staff.board.print')}
        </button>
        <a class="button button--small button--secondary" href={daySheetAddress(facility.code, date)} download>
          <Icon name="download" />{t('staff.board.day_sheet')}
        </a>
      </div>
    </div>
  );
}
