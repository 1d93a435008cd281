// What can be changed about a use, and about what is declared of its application. Whether it is free is a help only, in which one's own use does not count as taken.
import { loadDay, serverNow, type Booking, type Slot, type Space } from '../../shared/api/hiroba';
import { useRemote } from '../../shared/app/remote';
import type { PageError } from '../../shared/components/ErrorSummary';
import { SelectField, TextField } from '../../shared/components/Field';
import { shortDate, timeRange } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { dateAt, isDate, shortTime } from '../../shared/time/civil';
import { slotsOf, stretchesOf } from '../availability/day_slots';
import { AdmissionFields } from '../../shared/terms/AdmissionFields';
import type { Climate } from '../../shared/terms/climate';
import { asksAnything, extraFaults } from '../../shared/terms/terms_form';
import { TermsFields } from '../../shared/terms/TermsFields';
import { whyNot } from '../availability/why_not';
import { departureOf, hourMarks, inSpace, terms_id, type ChangeForm, type Scope } from './change_form';
import { standingTo, standsInItsWay, type Standing } from './own_slots';
import { typedPriceFault } from './price_words';
import { changeable } from './states';
import { spaceOf, type ApplicationView } from './WithApplication';

interface Properties {
  view: ApplicationView;
  booking: Booking;
  space: Space;
  form: ChangeForm;
  climate: Climate;
  errors: readonly PageError[];
  onChange(form: ChangeForm): void;
}

type PartProperties = Omit<Properties, 'errors'> & { messageFor(field: string): string | undefined };

function ScopeChoice({ view, booking, form, onChange }: PartProperties) {
  const others = changeable(view.application).filter(({ booking_id }) => booking_id !== booking.booking_id);
  if (others.length === 0) return null;
  const later = others.some(({ date }) => date >= booking.date);
  const scopes: Scope[] = later ? ['one', 'following', 'all'] : ['one', 'all'];
  return (
    <fieldset class="field">
      <legend class="field__label">{t('resident.change.scope')}</legend>
      <div class="radios">
        {scopes.map((scope) => (
          <div class="radio" key={scope}>
            <input type="radio" id={`scope-${scope}`} name="scope" value={scope} checked={form.scope === scope}
              onChange={() => onChange({ ...form, scope })} />
            <label for={`scope-${scope}`}>{t(`resident.change.scope_${scope}`, { date: shortDate(booking.date) })}</label>
          </div>
        ))}
      </div>
    </fieldset>
  );
}

/** How the time is told: as the day says, except for what only this booking occupies. */
function standingIn({ view, booking, space, form }: PartProperties, slots: readonly Slot[], slot: Slot): Standing {
  return standsInItsWay(booking, spaceOf(view.facility, booking), space, form.date) ? standingTo(slot, slots, booking) : 'as_told';
}

function BandField({ slots, ...properties }: PartProperties & { slots: readonly Slot[] }) {
  const { space, form, messageFor, onChange } = properties;
  const stateOf = (slot: Slot) => {
    const standing = standingIn(properties, slots, slot);
    if (standing === 'own') return t('resident.change.own');
    if (standing === 'freed') return undefined;
    return slot.state === 'free' ? t('resident.slot.free') : whyNot(slot);
  };
  const textOf = ({ code, name, start, end }: Space['bands'][number]) => {
    const slot = slots.find(({ band }) => band === code);
    const state = slot && stateOf(slot);
    return [townText(name), timeRange(start, end), ...(state ? [`— ${state}`] : [])].join(' ');
  };
  return (
    <SelectField id="band" label={t('resident.row.time')} value={form.band} error={messageFor('band')}
      onValue={(band) => onChange({ ...form, band })}
      options={[{ value: '', text: t('resident.day.choose') }, ...space.bands.map((band) => ({ value: band.code, text: textOf(band) }))]} />
  );
}

function HourFields({ slots, ...properties }: PartProperties & { slots: readonly Slot[] }) {
  const { space, form, messageFor, onChange } = properties;
  const met = slots.map((slot): Slot => (standingIn(properties, slots, slot) === 'own'
    ? { start: slot.start, end: slot.end, state: 'free' } : slot));
  const marks = hourMarks(space).map((time) => ({ value: time, text: shortTime(time) }));
  const free = stretchesOf(met).filter(({ slot }) => slot.state === 'free').map(({ start, end }) => timeRange(start, end));
  return (
    <>
      {free.length > 0 && <p class="note">{t('resident.change.free_hours', { hours: free.join(t('resident.comma')) })}</p>}
      <div class="field-pair">
        <SelectField id="start" label={t('resident.day.start')} value={form.start} options={marks.slice(0, -1)} error={messageFor('start')}
          onValue={(start) => onChange({ ...form, start })} />
        <SelectField id="end" label={t('resident.change.end')} value={form.end} options={marks.slice(1)} error={messageFor('end')}
          onValue={(end) => onChange({ ...form, end })} />
      </div>
    </>
  );
}

function NightField({ space, form, onChange }: PartProperties) {
  const leaves = departureOf(form);
  return (
    <>
      <SelectField id="nights" label={t('resident.day.nights')} value={form.nights} onValue={(nights) => onChange({ ...form, nights })}
        options={Array.from({ length: space.nights?.maximum_nights ?? 1 }, (_, index) =>
          ({ value: String(index + 1), text: t('resident.nights', { nights: index + 1 }) }))} />
      {leaves !== undefined && form.scope === 'one' && <p class="note">{t('resident.change.leaves', { date: shortDate(leaves) })}</p>}
    </>
  );
}

/** What the day of the wish looks like; nothing while it cannot be known. */
function useDaySlots({ view, form, space }: PartProperties): readonly Slot[] {
  const date = isDate(form.date) && form.scope === 'one' ? form.date : undefined;
  const { application, facility } = view;
  const { remote } = useRemote(async () => (date === undefined
    ? { ok: false as const, failure: { kind: 'no_connection' as const } }
    : loadDay(facility.code, date, application.user_class, 0)), [facility.code, date]);
  return remote.state === 'ready' ? slotsOf(remote.value, space.code) : [];
}

function TimeFields(properties: PartProperties) {
  const slots = useDaySlots(properties);
  switch (properties.space.use) {
    case 'by_band':
      return <BandField {...properties} slots={slots} />;
    case 'by_hour':
      return <HourFields {...properties} slots={slots} />;
    case 'by_night':
      return <NightField {...properties} />;
  }
}

export function ChangeFields({ errors, ...properties }: Properties) {
  const { view, space, form, onChange } = properties;
  const part: PartProperties = { ...properties, messageFor: (field) => errors.find((error) => error.field === field)?.message };
  const spaces = view.facility.spaces.map(({ code, name }) => ({ value: code, text: townText(name) }));
  const chooseSpace = (code: string) => {
    const other = view.facility.spaces.find((candidate) => candidate.code === code);
    if (other) onChange(inSpace(form, other));
  };
  return (
    <>
      <ScopeChoice {...part} />
      <SelectField id="space" label={t('resident.row.space')} value={form.space} options={spaces} onValue={chooseSpace}
        error={part.messageFor('space')} />
      {form.scope === 'one' && (
        <TextField id="date" type="date" width="middle" label={t('resident.row.date')} value={form.date} min={dateAt(serverNow())}
          error={part.messageFor('date')} onValue={(date) => onChange({ ...form, date })} />
      )}
      <TimeFields {...part} />
      {asksAnything(view.facility, space) && (
        <fieldset class="fieldset terms" key={space.code}>
          <legend>{t('shared.terms.title')}</legend>
          <TermsFields id={terms_id} facility={view.facility} space={space} form={form.terms} climate={properties.climate}
            faults={extraFaults(form.terms, space.offers)} onChange={(terms) => onChange({ ...form, terms: { ...form.terms, ...terms } })} />
        </fieldset>
      )}
      {view.application.details && (
        <fieldset class="fieldset terms">
          <legend>{t('resident.change.declared')}</legend>
          <AdmissionFields form={form.admission} messageFor={(field) => (field === 'highest_yen' ? typedPriceFault(form.admission) : undefined) ?? part.messageFor(field)}
            onChange={(admission) => onChange({ ...form, admission: { ...form.admission, ...admission } })} />
        </fieldset>
      )}
    </>
  );
}
