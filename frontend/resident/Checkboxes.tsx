// Several answers to one question.
import type { ComponentChildren } from 'preact';

export interface CheckboxOption<Value extends string> { value: Value; text: ComponentChildren; disabled?: boolean }

interface Properties<Value extends string> {
  /** Of the group; the first box carries it, so that an error can lead there. */
  id: string;
  legend: ComponentChildren;
  options: readonly CheckboxOption<Value>[];
  chosen: readonly Value[];
  onChange(chosen: Value[]): void;
  help?: string | undefined;
  error?: string | undefined;
  /** How much the texts say: a word, a few words, a line of their own. */
  width?: 'short' | 'middle' | 'wide';
}

export function Checkboxes<Value extends string>({ id, legend, options, chosen, onChange, help, error,
  width = 'middle' }: Properties<Value>) {
  const described = [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(' ') || undefined;
  const toggle = (value: Value) =>
    onChange(chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value]);
  return (
    <fieldset class={error ? 'field field--wrong' : 'field'} aria-describedby={described}>
      <legend class="field__label">{legend}</legend>
      {help && <p class="field__help" id={`${id}-help`}>{help}</p>}
      {error && <p class="field__error" id={`${id}-error`}>{error}</p>}
      <ul class={`checkboxes checkboxes--${width}`}>
        {options.map(({ value, text, disabled }, index) => (
          <li class="checkbox" key={value}>
            <input type="checkbox" id={index === 0 ? id : `${id}-${value}`} name={id} value={value} disabled={disabled}
              checked={chosen.includes(value)} onChange={() => toggle(value)} />
            <label for={index === 0 ? id : `${id}-${value}`}><span>{text}</span></label>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
