// One of a few, side by side.
import type { ComponentChildren } from 'preact';

export interface RadioOption<V extends string> { value: V; text: ComponentChildren; disabled?: boolean }

interface Properties<V extends string> {
  id: string;
  legend: string;
  value: V | undefined;
  options: readonly RadioOption<V>[];
  onValue(value: V): void;
  help?: string | undefined;
  error?: string | undefined;
}

/** The first button carries the id of the group, so that an error leads to it. */
export function RadioGroup<V extends string>({ id, legend, value, options, onValue, help, error }: Properties<V>) {
  const described = [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(' ') || undefined;
  return (
    <fieldset class={error ? 'field field--wrong' : 'field'} aria-describedby={described}>
      <legend class="field__label">{legend}</legend>
      {help && <p class="field__help" id={`${id}-help`}>{help}</p>}
      {error && <p class="field__error" id={`${id}-error`}>{error}</p>}
      <div class="radios">
        {options.map((option, index) => {
          const option_id = index === 0 ? id : `${id}-${option.value}`;
          return (
            <div class="radio" key={option.value}>
              <input type="radio" id={option_id} name={id} value={option.value} checked={value === option.value}
                disabled={option.disabled} onChange={() => onValue(option.value)} />
              <label for={option_id}>{option.text}</label>
            </div>
          );
        })}
      </div>
    </fieldset>
  );
}
