// Several lines of text.
import { describedBy, FieldFrame } from '../../shared/components/Field';

interface Properties {
  id: string;
  label: string;
  value: string;
  onValue(value: string): void;
  required?: boolean;
  help?: string | undefined;
  error?: string | undefined;
  maxLength?: number;
  rows?: number;
  lang?: 'ja' | 'en';
}

export function TextArea({ id, label, value, onValue, required, help, error, maxLength, rows = 3, lang }: Properties) {
  return (
    <FieldFrame id={id} label={label} required={required} help={help} error={error}>
      <textarea class="input input--area" id={id} name={id} rows={rows} maxLength={maxLength} value={value} lang={lang}
        onInput={(event) => onValue(event.currentTarget.value)} aria-required={required}
        aria-invalid={error ? true : undefined} aria-describedby={describedBy(id, help, error)} />
    </FieldFrame>
  );
}
