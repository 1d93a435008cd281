// Which space, which day, which time: the three that make a use.
import type { Facility, Slot, UserClass } from '../../shared/api/hiroba';
import { loadDay } from '../../shared/api/hiroba';
import { useRemote } from '../../shared/app/remote';
import { SelectField, TextField } from '../../shared/components/Field';
import { t, townText } from '../../shared/i18n/text';
import { isDate } from '../../shared/time/civil';
import { fittingWish, type TimeWish } from './time_choices';
import { TimeChooser } from './TimeChooser';

export interface Place { space: string; date: string; wish: TimeWish }

interface Properties {
  id: string;
  facility: Facility;
  user_class: UserClass;
  place: Place;
  onPlace(place: Place): void;
  date_label: string;
  /** A change of several bookings at once leaves each its date. */
  without_date?: boolean;
  error?: string | undefined;
}

function useSlots(facility: string, space: string, date: string, user_class: UserClass): readonly Slot[] {
  const { remote } = useRemote(async () => {
    if (!isDate(date)) return { ok: true as const, value: [], status: 200 };
    const answer = await loadDay(facility, date, user_class, 0);
    return answer.ok ? { ...answer, value: answer.value.spaces } : answer;
  }, [facility, date, user_class]);
  return remote.state === 'ready' ? (remote.value.find((entry) => entry.space === space)?.slots ?? []) : [];
}

export function PlaceChooser({ id, facility, user_class, place, onPlace, date_label, without_date = false, error }: Properties) {
  const slots = useSlots(facility.code, place.space, without_date ? '' : place.date, user_class);
  const space = facility.spaces.find(({ code }) => code === place.space);

  function chooseSpace(code: string): void {
    const chosen = facility.spaces.find((candidate) => candidate.code === code);
    onPlace({ ...place, space: code, wish: chosen ? fittingWish(chosen, place.wish) : {} });
  }

  return (
    <div class="place">
      <div class="fields">
        <SelectField id={`${id}-space`} label={t('staff.board.space')} value={place.space} onValue={chooseSpace}
          options={[{ value: '', text: t('staff.choose') }, ...facility.spaces.map(({ code, name }) => ({ value: code, text: townText(name) }))]} />
        {!without_date && <TextField id={`${id}-date`} type="date" label={date_label} value={place.date} onValue={(date) => onPlace({ ...place, date })} />}
      </div>
      {space && <TimeChooser id={`${id}-time`} space={space} slots={slots} wish={place.wish} error={error}
        onWish={(wish) => onPlace({ ...place, wish })} />}
    </div>
  );
}
