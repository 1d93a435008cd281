// What is declared of the whole application and changes its fee: tickets, selling, a reduction.
import { normalizeDigits } from '../time/civil';

export type YesNo = '' | 'yes' | 'no';
export interface AdmissionForm { charges: YesNo; highest_yen: string; sells: YesNo; reduction: string }
export type AdmissionField = keyof AdmissionForm;
export type AdmissionCode = 'charges_missing' | 'highest_missing' | 'highest_not_a_number' | 'sells_missing';

export const empty_admission: AdmissionForm = { charges: '', highest_yen: '', sells: '', reduction: '' };

interface Declared { highest_admission_yen?: number; is_commercial: boolean; reduction_code?: string }

const most_yen = 1_000_000;

/** `１，０００円` is a thousand yen too. */
export function yenOf(typed: string): number | undefined {
  const digits = normalizeDigits(typed).replace(/[,，、円¥￥\s]/g, '');
  const amount = /^[0-9]{1,7}$/.test(digits) ? Number(digits) : Number.NaN;
  return amount >= 1 && amount <= most_yen ? amount : undefined;
}

/** Typed, but no price: a fee worked out without it would be another one. */
export function isWrongPrice(typed: string): boolean {
  return typed.trim() !== '' && yenOf(typed) === undefined;
}

/** People pay, but the price that decides the fee is not known. */
export function lacksPrice({ charges, highest_yen }: AdmissionForm): boolean {
  return charges === 'yes' && yenOf(highest_yen) === undefined;
}

export function admissionFormOf({ highest_admission_yen, is_commercial, reduction_code }: Declared): AdmissionForm {
  return {
    charges: highest_admission_yen === undefined ? 'no' : 'yes',
    highest_yen: highest_admission_yen === undefined ? '' : String(highest_admission_yen),
    sells: is_commercial ? 'yes' : 'no',
    reduction: reduction_code ?? '',
  };
}

/** As far as it is known: for the fee that is shown while somebody types. */
export function declaredSoFar({ charges, highest_yen, sells, reduction }: AdmissionForm): Declared {
  const highest = charges === 'yes' ? yenOf(highest_yen) : undefined;
  return {
    ...(highest === undefined ? {} : { highest_admission_yen: highest }),
    is_commercial: sells === 'yes',
    ...(reduction === '' ? {} : { reduction_code: reduction }),
  };
}

export function admissionFaults({ charges, highest_yen, sells }: AdmissionForm): { field: AdmissionField; code: AdmissionCode }[] {
  const faults: { field: AdmissionField; code: AdmissionCode }[] = [];
  if (charges === '') faults.push({ field: 'charges', code: 'charges_missing' });
  if (charges === 'yes' && highest_yen.trim() === '') faults.push({ field: 'highest_yen', code: 'highest_missing' });
  else if (charges === 'yes' && yenOf(highest_yen) === undefined) faults.push({ field: 'highest_yen', code: 'highest_not_a_number' });
  if (sells === '') faults.push({ field: 'sells', code: 'sells_missing' });
  return faults;
}
