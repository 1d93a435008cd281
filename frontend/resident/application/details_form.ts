// The form "what for, how many": reading what was typed, and which refusal belongs to which field.
import type { Failure } from '../../shared/api/answer';
import type { ApplicationDetails } from '../../shared/api/hiroba';
import { admissionFaults, admissionFormOf, declaredSoFar, empty_admission, type AdmissionCode, type AdmissionForm } from '../../shared/terms/admission_form';
import { readPeople } from '../search/people';

export interface DetailsForm extends AdmissionForm { activity: string; purpose: string; people: string; group_name: string }
export type DetailsField = keyof DetailsForm;
export type DetailsCode = 'activity_missing' | 'purpose_missing' | 'purpose_too_long' | 'people_missing' | 'people_not_a_number'
  | 'people_too_many' | 'group_too_long' | AdmissionCode;
export interface DetailsError { field: DetailsField; code: DetailsCode }
/** What the town and the rooms ask for. */
export interface DetailsRules { capacity: number; has_activities: boolean }

export const empty_details: DetailsForm = { activity: '', purpose: '', people: '', group_name: '', ...empty_admission };

export function formOf(details: ApplicationDetails): DetailsForm {
  return {
    activity: details.activity ?? '',
    purpose: details.purpose,
    people: String(details.people),
    group_name: details.group_name ?? '',
    ...admissionFormOf(details),
  };
}

function peopleError(typed: string, capacity: number): DetailsCode | undefined {
  if (typed.trim() === '') return 'people_missing';
  const people = readPeople(typed);
  if (people === undefined) return 'people_not_a_number';
  return people > capacity ? 'people_too_many' : undefined;
}

export function detailsErrors(form: DetailsForm, { capacity, has_activities }: DetailsRules): DetailsError[] {
  const errors: DetailsError[] = [];
  if (has_activities && form.activity === '') errors.push({ field: 'activity', code: 'activity_missing' });
  const purpose = form.purpose.trim();
  if (purpose === '') errors.push({ field: 'purpose', code: 'purpose_missing' });
  else if ([...purpose].length > 200) errors.push({ field: 'purpose', code: 'purpose_too_long' });
  const people = peopleError(form.people, capacity);
  if (people !== undefined) errors.push({ field: 'people', code: people });
  if ([...form.group_name.trim()].length > 100) errors.push({ field: 'group_name', code: 'group_too_long' });
  return [...errors, ...admissionFaults(form)];
}

export function detailsOf(form: DetailsForm): ApplicationDetails {
  const group_name = form.group_name.trim();
  return {
    ...(form.activity ? { activity: form.activity } : {}),
    purpose: form.purpose.trim(),
    people: readPeople(form.people) ?? 0,
    ...(group_name ? { group_name } : {}),
    ...declaredSoFar(form),
  };
}

const field_by_pointer: Record<string, DetailsField> = {
  '/activity': 'activity', '/purpose': 'purpose', '/people': 'people', '/group_name': 'group_name',
  '/highest_admission_yen': 'highest_yen', '/is_commercial': 'sells', '/reduction_code': 'reduction',
};
const field_by_code: Record<string, DetailsField> = {
  too_many_people: 'people', invalid_people: 'people', unknown_activity: 'activity',
  activity_not_here: 'activity', disturbs_neighbour: 'activity',
  admission_not_permitted: 'charges', commercial_not_permitted: 'sells', unknown_reduction: 'reduction',
  reduction_not_with_admission: 'reduction', reduction_not_with_commercial: 'reduction', reduction_only_for_registered_groups: 'reduction', reduction_not_for_class: 'reduction',
};

/** The field a refusal of the server belongs to. */
export function fieldOf(failure: Failure): DetailsField | undefined {
  if (failure.kind !== 'refusal') return undefined;
  const pointer = failure.fields[0]?.pointer;
  return field_by_code[failure.code] ?? (pointer === undefined ? undefined : field_by_pointer[pointer]);
}

/** The id of the control that takes the focus for a field. */
export function controlOf(field: DetailsField): string {
  if (field === 'reduction') return 'reduction-none';
  return field === 'charges' || field === 'sells' ? `${field}-no` : field;
}
