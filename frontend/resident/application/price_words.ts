// What is wrong with the price of a ticket while it is typed.
import { t } from '../../shared/i18n/text';
import { admissionFaults, isWrongPrice, type AdmissionForm } from '../../shared/terms/admission_form';

/** Also of a price that is not typed yet. */
export function priceFault(form: AdmissionForm): string | undefined {
  const fault = admissionFaults(form).find(({ field }) => field === 'highest_yen');
  return fault && t(`resident.details.${fault.code}`);
}

/** Who has not typed it yet is not told so before the form is sent. */
export function typedPriceFault(form: AdmissionForm): string | undefined {
  return isWrongPrice(form.highest_yen) ? priceFault(form) : undefined;
}
