// What are you looking for? The short form, and what only some ask for behind one more press.
import { useState } from 'preact/hooks';
import type { Facility, Space, Town } from '../../shared/api/hiroba';
import { SelectField, TextField } from '../../shared/components/Field';
import { weekdayName } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { addDays, shortTime, timeAt } from '../../shared/time/civil';
import { Checkboxes } from '../Checkboxes';
import { withQuantity } from '../../shared/terms/equipment_wish';
import { isDetailed, weekdays, type Wish, type WishError, type WishField } from './wish';

const days_bookable_ahead = 400;
const day_begins_hour = 6;
const lengths_minutes = [60, 90, 120, 180, 240, 360, 480];
const most_nights = 14;
const most_pieces = 10;
const access_features = ['step_free', 'lift', 'accessible_toilet', 'accessible_parking', 'hearing_loop', 'braille_signs',
  'nursing_room', 'assistance_dogs'] as const;

interface Properties {
  town: Town | undefined;
  wish: Wish;
  today: string;
  errors: readonly WishError[];
  onChange(part: Partial<Wish>): void;
  onSubmit(): void;
}

type PartProperties = Pick<Properties, 'town' | 'wish' | 'onChange'> & { messageFor(field: WishField): string | undefined };

function choices(first: string, others: readonly { value: string; text: string }[]) {
  return [{ value: '', text: first }, ...others];
}

function spacesOf(town: Town | undefined): Space[] {
  return (town?.facilities ?? []).flatMap((facility) => facility.spaces);
}

function TimeOfDay({ wish, onChange, messageFor }: PartProperties) {
  const hours = Array.from({ length: 25 - day_begins_hour }, (_, index) => timeAt((day_begins_hour + index) * 60));
  const options = choices(t('resident.home.any'), hours.map((time) => ({ value: time, text: shortTime(time) })));
  return (
    <fieldset class="field">
      <legend class="field__label">{t('resident.home.time_of_day')}</legend>
      <div class="field-pair">
        <SelectField id="start" label={t('resident.home.start')} value={wish.start} options={options}
          onValue={(start) => onChange({ start })} />
        <SelectField id="end" label={t('resident.home.end')} value={wish.end} options={options} error={messageFor('end')}
          onValue={(end) => onChange({ end })} />
      </div>
    </fieldset>
  );
}

function EquipmentWish({ facility, wish, onChange }: { facility: Facility | undefined; wish: Wish; onChange: Properties['onChange'] }) {
  if (!facility) return <p class="note">{t('resident.home.equipment_needs_facility')}</p>;
  if (facility.equipment.length === 0) return null;
  return (
    <fieldset class="field">
      <legend class="field__label">{t('resident.home.equipment')}</legend>
      <div class="quantities">
        {facility.equipment.map(({ code, name, stock }) => (
          <SelectField key={code} id={`equipment-${code}`} label={townText(name)} value={String(wish.equipment[code] ?? 0)}
            options={Array.from({ length: Math.min(stock, most_pieces) + 1 }, (_, count) =>
              ({ value: String(count), text: count === 0 ? t('resident.home.no_pieces') : String(count) }))}
            onValue={(count) => onChange({ equipment: withQuantity(wish.equipment, code, Number(count)) })} />
        ))}
      </div>
    </fieldset>
  );
}

function Details(properties: PartProperties) {
  const { town, wish, onChange } = properties;
  const spaces = spacesOf(town);
  const [opened_at_first] = useState(() => isDetailed(wish));
  return (
    <details class="more" open={opened_at_first}>
      <summary>{t('resident.home.details')}</summary>
      <div class="form">
        <TimeOfDay {...properties} />
        {spaces.some(({ use }) => use === 'by_hour') && (
          <SelectField id="minutes" label={t('resident.home.length')} value={wish.minutes} onValue={(minutes) => onChange({ minutes })}
            options={choices(t('resident.home.any'), lengths_minutes.map((minutes) => ({
              value: String(minutes), text: t('resident.home.hours', { hours: minutes / 60 }) })))} />
        )}
        {spaces.some(({ use }) => use === 'by_night') && (
          <SelectField id="nights" label={t('resident.home.nights')} value={wish.nights} onValue={(nights) => onChange({ nights })}
            options={choices(t('resident.home.no_night'), Array.from({ length: most_nights }, (_, index) => ({
              value: String(index + 1), text: t('resident.home.nights_count', { nights: index + 1 }) })))} />
        )}
        <Checkboxes id="weekdays" width="short" legend={t('resident.home.weekdays')} help={t('resident.home.weekdays_help')} chosen={wish.weekdays}
          options={weekdays.map((day, index) => ({ value: day, text: weekdayName(index) }))}
          onChange={(chosen) => onChange({ weekdays: chosen })} />
        <EquipmentWish facility={town?.facilities.find(({ code }) => code === wish.facility)} wish={wish} onChange={onChange} />
        <Checkboxes id="access" legend={t('resident.home.access')} chosen={wish.access}
          options={access_features.map((feature) => ({ value: feature, text: t(`resident.access.${feature}`) }))}
          onChange={(access) => onChange({ access })} />
      </div>
    </details>
  );
}

function Dates({ wish, today, onChange, messageFor }: PartProperties & { today: string }) {
  const latest = addDays(today, days_bookable_ahead);
  return (
    <div class="field-pair">
      <TextField id="from" label={t('resident.home.from')} type="date" value={wish.from} required width="middle" min={today} max={latest}
        error={messageFor('from')} onValue={(from) => onChange({ from })} />
      <TextField id="to" label={t('resident.home.to')} type="date" value={wish.to} required={false} width="middle"
        min={wish.from || today} max={latest} help={t('resident.home.to_help')} error={messageFor('to')}
        onValue={(to) => onChange({ to })} />
    </div>
  );
}

export function WishForm({ town, wish, today, errors, onChange, onSubmit }: Properties) {
  const messageFor = (field: WishField) => {
    const error = errors.find((candidate) => candidate.field === field);
    return error && t(`resident.home.${error.code}`);
  };
  const part = { town, wish, onChange, messageFor };
  const facilities = (town?.facilities ?? []).map(({ code, name }) => ({ value: code, text: townText(name) }));
  const activities = (town?.activities ?? []).map(({ code, name }) => ({ value: code, text: townText(name) }));
  return (
    <form class="form form--card" noValidate onSubmit={(event) => {
      event.preventDefault();
      onSubmit();
    }}>
      <Dates {...part} today={today} />
      <TextField id="people" label={t('resident.home.people')} value={wish.people} required={false} width="short"
        inputMode="numeric" suffix={t('resident.home.people_unit')} error={messageFor('people')}
        onValue={(people) => onChange({ people })} />
      {activities.length > 0 && (
        <SelectField id="activity" label={t('resident.home.activity')} value={wish.activity}
          options={choices(t('resident.home.any'), activities)} onValue={(activity) => onChange({ activity })} />
      )}
      <SelectField id="facility" label={t('resident.home.facility')} value={wish.facility}
        options={choices(t('resident.home.any_facility'), facilities)}
        onValue={(facility) => onChange({ facility, equipment: {} })} />
      <Details {...part} />
      <button class="button" type="submit">{t('resident.home.search')}</button>
    </form>
  );
}
