// By which means to pay, where there is a choice.
import type { AnyPaymentMethod } from '../../shared/api/counter';
import { t } from '../../shared/i18n/text';

interface Properties {
  methods: readonly AnyPaymentMethod[];
  chosen: AnyPaymentMethod | undefined;
  onChoose(method: AnyPaymentMethod): void;
}

export function MethodChoice({ methods, chosen, onChoose }: Properties) {
  if (methods.length < 2) return null;
  return (
    <fieldset class="field">
      <legend class="field__label">{t('resident.check.method')}</legend>
      <div class="radios">
        {methods.map((method) => (
          <div class="radio" key={method}>
            <input type="radio" id={`method-${method}`} name="method" value={method} checked={chosen === method}
              onChange={() => onChoose(method)} />
            <label for={`method-${method}`}>{t(`common.method.${method}`)}</label>
          </div>
        ))}
      </div>
    </fieldset>
  );
}
