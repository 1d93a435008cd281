// By which means to pay, where there is a choice.
import type { PaymentMethod } from '../../shared/api/hiroba';
import { t } from '../../shared/i18n/text';

interface Properties {
  methods: readonly PaymentMethod[];
  chosen: PaymentMethod | undefined;
  onChoose(method: PaymentMethod): void;
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
