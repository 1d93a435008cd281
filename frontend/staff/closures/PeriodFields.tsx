// From which day to which, which part of the day, and why, in every language of the town.
import { SelectField, TextField } from '../../shared/components/Field';
import { t } from '../../shared/i18n/text';
import { shortTime } from '../../shared/time/civil';
import { CheckBox } from '../parts/CheckBox';
import { TextArea } from '../parts/TextArea';
import { quarterHours, reason_templates, type ClosureField, type PeriodForm, type ReasonTemplate } from './closure_form';

interface Properties {
  form: PeriodForm;
  /** An extra opening has no "all day". */
  always_hours?: boolean;
  onChange(change: Partial<PeriodForm>): void;
  messageFor(field: ClosureField): string | undefined;
}

function timeOptions() {
  return [{ value: '', text: t('staff.choose') }, ...quarterHours().map((time) => ({ value: time, text: shortTime(time) }))];
}

export function PeriodFields({ form, always_hours = false, onChange, messageFor }: Properties) {
  const hours = always_hours || !form.whole_day;
  return (
    <>
      <div class="fields">
        <TextField id="first" type="date" label={t('staff.closure.first')} required value={form.first} error={messageFor('first')}
          onValue={(first) => onChange({ first, ...(form.last === '' || form.last < first ? { last: first } : {}) })} />
        <TextField id="last" type="date" label={t('staff.closure.last')} required value={form.last} error={messageFor('last')}
          onValue={(last) => onChange({ last })} />
      </div>
      {!always_hours && (
        <CheckBox id="whole_day" checked={form.whole_day} onChecked={(whole_day) => onChange({ whole_day })}>{t('staff.closure.whole_day')}</CheckBox>
      )}
      {hours && (
        <div class="fields">
          <SelectField id="start" label={t('staff.time.start')} value={form.start} error={messageFor('start')} options={timeOptions()}
            onValue={(start) => onChange({ start })} />
          <SelectField id="end" label={t('staff.time.end')} value={form.end} error={messageFor('end')} options={timeOptions()}
            onValue={(end) => onChange({ end })} />
        </div>
      )}
    </>
  );
}

/** A template fills both languages at once; what matters in a hurry is that neither is left out. */
export function ReasonFields({ form, templates = true, onChange, messageFor }: Properties & { templates?: boolean }) {
  function fill(template: ReasonTemplate): void {
    onChange({ reason_ja: t(`staff.closure_reason.${template}.in_ja`), reason_en: t(`staff.closure_reason.${template}.in_en`) });
  }

  return (
    <>
      {templates && (
        <SelectField id="template" label={t('staff.reason.standard')} value="" onValue={(template) => { if (template) fill(template as ReasonTemplate); }}
          options={[{ value: '', text: t('staff.reason.choose') },
            ...reason_templates.map((template) => ({ value: template, text: t(`staff.closure_reason.${template}.name`) }))]} />
      )}
      <div class="fields fields--wide">
        <TextArea id="reason_ja" label={t('staff.closure.reason_ja')} required rows={2} maxLength={200} value={form.reason_ja} lang="ja"
          error={messageFor('reason_ja')} onValue={(reason_ja) => onChange({ reason_ja })} />
        <TextArea id="reason_en" label={t('staff.closure.reason_en')} required rows={2} maxLength={200} value={form.reason_en} lang="en"
          error={messageFor('reason_en')} onValue={(reason_en) => onChange({ reason_en })} />
      </div>
    </>
  );
}
