// Tickets and selling: what the ordinance prices of the whole application, asked in words of everyday.
import { Requirement, TextField } from '../components/Field';
import { t } from '../i18n/text';
import type { AdmissionField, AdmissionForm, YesNo } from './admission_form';

interface Properties {
  form: AdmissionForm;
  messageFor(field: AdmissionField): string | undefined;
  onChange(part: Partial<AdmissionForm>): void;
}

export function AdmissionFields({ form, messageFor, onChange }: Properties) {
  return (
    <>
      <YesNoQuestion id="charges" label={t('shared.terms.charges')} help={t('shared.terms.charges_help')} value={form.charges}
        error={messageFor('charges')} onValue={(charges) => onChange({ charges })} />
      {form.charges === 'yes' && (
        <TextField id="highest_yen" label={t('shared.terms.highest')} help={t('shared.terms.highest_help')} required width="short"
          inputMode="numeric" suffix={t('shared.terms.unit_yen')} value={form.highest_yen} error={messageFor('highest_yen')}
          onValue={(highest_yen) => onChange({ highest_yen })} />
      )}
      <YesNoQuestion id="sells" label={t('shared.terms.sells')} help={t('shared.terms.sells_help')} value={form.sells}
        error={messageFor('sells')} onValue={(sells) => onChange({ sells })} />
    </>
  );
}

interface QuestionProperties { id: string; label: string; help: string; value: YesNo; error: string | undefined; onValue(value: YesNo): void }

function YesNoQuestion({ id, label, help, value, error, onValue }: QuestionProperties) {
  return (
    <fieldset class={error ? 'field field--wrong' : 'field'} aria-describedby={error ? `${id}-help ${id}-error` : `${id}-help`}>
      <legend class="field__label">{label} <Requirement required /></legend>
      <p class="field__help" id={`${id}-help`}>{help}</p>
      {error && <p class="field__error" id={`${id}-error`}>{error}</p>}
      <div class="radios">
        {(['no', 'yes'] as const).map((answer) => (
          <div class="radio" key={answer}>
            <input type="radio" id={`${id}-${answer}`} name={id} value={answer} checked={value === answer} onChange={() => onValue(answer)} />
            <label for={`${id}-${answer}`}>{t(`common.${answer}`)}</label>
          </div>
        ))}
      </div>
    </fieldset>
  );
}
