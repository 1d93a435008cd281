// What can be declared of one use: only what the ordinance prices in that place, on that day.
import type { Facility, Space } from '../api/hiroba';
import { SelectField, TextField } from '../components/Field';
import { t, townText } from '../i18n/text';
import { climateWords, type Climate } from './climate';
import { EquipmentChoice } from './EquipmentChoice';
import { minuteSteps, type Offers, type TermsForm } from './terms_form';
import { minutesWords } from './terms_words';

interface Properties {
  /** Beginning of the controls' ids: there may be several uses on a page. */
  id: string;
  facility: Facility;
  space: Space;
  form: TermsForm;
  climate: Climate;
  /** Extras whose amount makes no sense, by code. */
  faults: readonly string[];
  onChange(part: Partial<TermsForm>): void;
}

export function TermsFields(properties: Properties) {
  const { id, facility, space, form, onChange } = properties;
  const { price_classes, rehearsal, most_early_minutes, most_extension_minutes } = space.offers;
  const { extension_step_minutes: step, extension_free_minutes: free } = space.offers;
  return (
    <>
      {price_classes.length > 1 && (
        <SelectField id={`${id}-price-class`} label={t('shared.terms.price_class')} value={form.price_class || (price_classes[0]?.code ?? '')}
          help={t('shared.terms.price_class_help')} onValue={(price_class) => onChange({ price_class })}
          options={price_classes.map(({ code, name }) => ({ value: code, text: townText(name) }))} />
      )}
      {rehearsal && (
        <Check id={`${id}-rehearsal`} checked={form.is_rehearsal} label={t('shared.terms.rehearsal')} help={t('shared.terms.rehearsal_help')}
          onChecked={(is_rehearsal) => onChange({ is_rehearsal })} />
      )}
      <ClimateChoice {...properties} />
      <Minutes id={`${id}-early`} most={most_early_minutes} step={step} free={free} value={form.early_minutes} label={t('shared.terms.early')}
        help={t('shared.terms.early_help')} onValue={(early_minutes) => onChange({ early_minutes })} />
      <Minutes id={`${id}-extension`} most={most_extension_minutes} step={step} free={free} value={form.extension_minutes} label={t('shared.terms.extension')}
        help={t('shared.terms.extension_help')} onValue={(extension_minutes) => onChange({ extension_minutes })} />
      <Extras {...properties} />
      <EquipmentChoice id={`${id}-equipment`} facility={facility} space={space} quantities={form.equipment}
        onChange={(equipment) => onChange({ equipment })} />
    </>
  );
}

interface CheckProperties { id: string; checked: boolean; label: string; help: string; onChecked(checked: boolean): void }

function Check({ id, checked, label, help, onChecked }: CheckProperties) {
  return (
    <div class="field">
      <span class="check">
        <input type="checkbox" id={id} checked={checked} aria-describedby={`${id}-help`} onChange={(event) => onChecked(event.currentTarget.checked)} />
        <label for={id}>{label}</label>
      </span>
      <p class="field__help" id={`${id}-help`}>{help}</p>
    </div>
  );
}

/** Asked only in its season, with what it costs. Until that is known it is asked without the price. */
function ClimateChoice({ id, space, form, climate, onChange }: Properties) {
  if (!space.offers.climate || climate.season === 'none') return null;
  const prices = climate.season === 'offered' ? climate.lines.map(climateWords) : [];
  return (
    <Check id={`${id}-climate`} checked={form.wants_climate} label={t('shared.terms.climate')}
      help={[...prices, t('shared.terms.climate_help')].join(' ')} onChecked={(wants_climate) => onChange({ wants_climate })} />
  );
}

function minutesText(minutes: number): string {
  return minutes === 0 ? t('shared.terms.no_minutes') : minutesWords(minutes);
}

interface MinutesProperties { id: string; most: number; step: number; free: number; value: number; label: string; help: string; onValue(minutes: number): void }

function Minutes({ id, most, step, free, value, label, help, onValue }: MinutesProperties) {
  if (most === 0) return null;
  const steps = minuteSteps(most, step, free);
  return (
    <SelectField id={id} label={label} help={help} value={String(value)} onValue={(minutes) => onValue(Number(minutes))}
      options={(steps.includes(value) ? steps : [...steps, value].sort((a, b) => a - b)).map((minutes) => ({ value: String(minutes), text: minutesText(minutes) }))} />
  );
}

function Extras({ id, space, form, faults, onChange }: Properties) {
  const change = (code: string, amount: string) => onChange({ extras: { ...form.extras, [code]: amount } });
  return (
    <>
      {space.offers.extras.map(({ code, name, by_time }: Offers['extras'][number]) => (
        <TextField key={code} id={`${id}-${code}`} label={townText(name)} width="short" inputMode="numeric" required={false}
          suffix={t(by_time ? 'shared.terms.unit_minutes' : 'shared.terms.unit_pieces')} help={t(by_time ? 'shared.terms.extra_by_time' : 'shared.terms.extra_by_piece')}
          value={form.extras[code] ?? ''} error={faults.includes(code) ? t('shared.terms.amount_wrong') : undefined}
          onValue={(amount) => change(code, amount)} />
      ))}
    </>
  );
}
