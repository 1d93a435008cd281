// How a use repeats, and until when.
import { SelectField, TextField } from '../../shared/components/Field';
import { weekdayName } from '../../shared/format';
import { t } from '../../shared/i18n/text';
import { leftOutMonths } from '../../shared/terms/repetition';
import { CheckBox } from '../parts/CheckBox';
import { weekday_codes, type RepetitionForm, type SeriesFault } from './series_form';

interface Properties {
  form: RepetitionForm;
  /** Empty while no first date is chosen. */
  first: string;
  onChange(change: Partial<RepetitionForm>): void;
  messageFor(...faults: SeriesFault[]): string | undefined;
}

const ways = ['weekly', 'daily', 'monthly_by_weekday', 'monthly_by_date'] as const;

export function RepetitionFields({ form, first, onChange, messageFor }: Properties) {
  return (
    <>
      <div class="fields">
        <SelectField id="repeats" label={t('staff.series.repeats')} value={form.repeats} help={leftOutMonths(form.repeats, first)}
          onValue={(repeats) => onChange({ repeats: repeats as RepetitionForm['repeats'] })}
          options={ways.map((way) => ({ value: way, text: t(`staff.series.repeats_${way}`) }))} />
        <TextField id="interval" label={t('staff.series.interval')} width="short" inputMode="numeric" value={form.interval}
          suffix={t(`staff.series.interval_${form.repeats}`)} error={messageFor('interval_wrong')} onValue={(interval) => onChange({ interval })} />
        <TextField id="last" type="date" label={t('staff.series.last')} value={form.last}
          error={messageFor('last_missing', 'last_before_first')} onValue={(last) => onChange({ last })} />
      </div>
      {form.repeats === 'weekly' && (
        <fieldset class="field">
          <legend class="field__label">{t('staff.series.weekdays')}</legend>
          <p class="field__help">{t('staff.series.weekdays_help')}</p>
          <div class="checks">
            {weekday_codes.map((code, index) => (
              <CheckBox key={code} id={`weekday-${code}`} checked={form.weekdays.includes(code)}
                onChecked={(checked) => onChange({ weekdays: weekday_codes.filter((each) => (each === code ? checked : form.weekdays.includes(each))) })}>
                {weekdayName(index)}
              </CheckBox>
            ))}
          </div>
        </fieldset>
      )}
    </>
  );
}
