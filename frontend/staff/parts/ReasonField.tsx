// A reason that the person concerned will read: standard wording to start from, free text to finish it.
import { SelectField } from '../../shared/components/Field';
import { t } from '../../shared/i18n/text';
import { TextArea } from './TextArea';

interface Properties {
  id: string;
  label: string;
  value: string;
  standard: readonly string[];
  onValue(value: string): void;
  help?: string;
  error?: string | undefined;
}

const most_characters = 500;

export function ReasonField({ id, label, value, standard, onValue, help, error }: Properties) {
  return (
    <>
      <SelectField id={`${id}-standard`} label={t('staff.reason.standard')} value={standard.includes(value) ? value : ''}
        onValue={(chosen) => { if (chosen) onValue(chosen); }}
        options={[{ value: '', text: t('staff.reason.choose') }, ...standard.map((text) => ({ value: text, text }))]} />
      <TextArea id={id} label={label} value={value} onValue={onValue} required maxLength={most_characters}
        {...(help === undefined ? {} : { help })} error={error} />
    </>
  );
}
