// A labelled field: label with required/optional in words, help, what is wrong, then the control.
import type { ComponentChildren } from 'preact';
import { t } from '../i18n/text';

interface FrameProperties {
  id: string;
  label: string;
  required?: boolean | undefined;
  help?: string | undefined;
  error?: string | undefined;
  children: ComponentChildren;
}

export function describedBy(id: string, help: string | undefined, error: string | undefined): string | undefined {
  return [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(' ') || undefined;
}

export function Requirement({ required }: { required: boolean }) {
  return required
    ? <span class="field__required">{t('common.required')}</span>
    : <span class="field__optional">{t('common.optional')}</span>;
}

export function FieldFrame({ id, label, required, help, error, children }: FrameProperties) {
  return (
    <div class={error ? 'field field--wrong' : 'field'}>
      <label class="field__label" for={id}>
        {label} {required !== undefined && <Requirement required={required} />}
      </label>
      {help && <p class="field__help" id={`${id}-help`}>{help}</p>}
      {error && <p class="field__error" id={`${id}-error`}>{error}</p>}
      {children}
    </div>
  );
}

interface TextFieldProperties {
  id: string;
  label: string;
  value: string;
  onValue(value: string): void;
  required?: boolean | undefined;
  help?: string | undefined;
  error?: string | undefined;
  type?: 'text' | 'password' | 'date';
  inputMode?: 'numeric';
  autoComplete?: string;
  maxLength?: number;
  min?: string;
  max?: string;
  width?: 'short' | 'middle';
  suffix?: string;
}

export function TextField(properties: TextFieldProperties) {
  const { id, label, value, onValue, required, help, error, width, suffix } = properties;
  return (
    <FieldFrame id={id} label={label} required={required} help={help} error={error}>
      <span class="field__row">
        <input
          class={width ? `input input--${width}` : 'input'}
          id={id}
          name={id}
          // The attribute types are one union member per kind of input; what is set here is common to these three.
          type={(properties.type ?? 'text') as 'text'}
          inputMode={properties.inputMode}
          autoComplete={properties.autoComplete ?? 'off'}
          autoCapitalize="none"
          maxLength={properties.maxLength}
          min={properties.min}
          max={properties.max}
          value={value}
          onInput={(event) => onValue(event.currentTarget.value)}
          aria-required={required}
          aria-invalid={error ? true : undefined}
          aria-describedby={describedBy(id, help, error)}
        />
        {suffix && <span class="field__suffix" aria-hidden="true">{suffix}</span>}
      </span>
    </FieldFrame>
  );
}

interface SelectFieldProperties {
  id: string;
  label: string;
  value: string;
  onValue(value: string): void;
  options: readonly { value: string; text: string }[];
  required?: boolean;
  help?: string | undefined;
  error?: string | undefined;
}

export function SelectField({ id, label, value, onValue, options, required, help, error }: SelectFieldProperties) {
  return (
    <FieldFrame id={id} label={label} required={required} help={help} error={error}>
      <span class="select">
        <select
          id={id}
          name={id}
          value={value}
          onChange={(event) => onValue(event.currentTarget.value)}
          aria-invalid={error ? true : undefined}
          aria-describedby={describedBy(id, help, error)}
        >
          {options.map((option) => <option key={option.value} value={option.value}>{option.text}</option>)}
        </select>
      </span>
    </FieldFrame>
  );
}
