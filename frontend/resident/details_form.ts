// The form "what for, how many": reading what was typed, and which refusal belongs to which field.
import type { Failure } from '../shared/api/answer';
import type { BookingDetails } from '../shared/api/hiroba';
import { readPeople } from './search';

export interface DetailsForm { purpose: string; people: string; group_name: string; admission: '' | 'yes' | 'no' }
export type DetailsField = keyof DetailsForm;
export type DetailsCode = 'purpose_missing' | 'purpose_too_long' | 'people_missing' | 'people_not_a_number'
  | 'people_too_many' | 'group_too_long' | 'admission_missing';
export interface DetailsError { field: DetailsField; code: DetailsCode }

export const empty_details: DetailsForm = { purpose: '', people: '', group_name: '', admission: '' };

export function formOf(details: BookingDetails): DetailsForm {
  return {
    purpose: details.purpose,
    people: String(details.people),
    group_name: details.group_name ?? '',
    admission: details.admission_or_commercial ? 'yes' : 'no',
  };
}

export function detailsErrors(form: DetailsForm, capacity: number): DetailsError[] {
  const errors: DetailsError[] = [];
  const purpose = form.purpose.trim();
  if (purpose === '') errors.push({ field: 'purpose', code: 'purpose_missing' });
  else if ([...purpose].length > 200) errors.push({ field: 'purpose', code: 'purpose_too_long' });
  const people = readPeople(form.people);
  if (form.people.trim() === '') errors.push({ field: 'people', code: 'people_missing' });
  else if (people === undefined) errors.push({ field: 'people', code: 'people_not_a_number' });
  else if (people > capacity) errors.push({ field: 'people', code: 'people_too_many' });
  if ([...form.group_name.trim()].length > 100) errors.push({ field: 'group_name', code: 'group_too_long' });
  if (form.admission === '') errors.push({ field: 'admission', code: 'admission_missing' });
  return errors;
}

export function detailsOf(form: DetailsForm): BookingDetails {
  const group_name = form.group_name.trim();
  return {
    purpose: form.purpose.trim(),
    people: readPeople(form.people) ?? 0,
    ...(group_name ? { group_name } : {}),
    admission_or_commercial: form.admission === 'yes',
  };
}

const field_by_pointer: Record<string, DetailsField> = {
  '/purpose': 'purpose', '/people': 'people', '/group_name': 'group_name', '/admission_or_commercial': 'admission',
};
const field_by_code: Record<string, DetailsField> = {
  too_many_people: 'people', invalid_people: 'people', needs_desk: 'admission',
};

/** The field a refusal of the server belongs to. */
export function fieldOf(failure: Failure): DetailsField | undefined {
  if (failure.kind !== 'refusal') return undefined;
  const pointer = failure.fields[0]?.pointer;
  return field_by_code[failure.code] ?? (pointer === undefined ? undefined : field_by_pointer[pointer]);
}

/** The id of the control that takes the focus for a field. */
export function controlOf(field: DetailsField): string {
  return field === 'admission' ? 'admission-no' : field;
}
