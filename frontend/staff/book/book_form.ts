// Booking for somebody, or for the town itself: what is typed, what is missing, what is sent.
import type { ApplicationDetails, Space, Use, UserClass } from '../../shared/api/hiroba';
import type { QuotesRequest } from '../../shared/api/quote';
import type { Resident, StaffApplication } from '../../shared/api/staff';
import { isWrongPrice, yenOf } from '../../shared/terms/admission_form';
import { normalizeDigits } from '../../shared/time/civil';

export interface DetailsForm { activity: string; purpose: string; people: string; group_name: string;
  /** The dearest ticket as typed; empty: nobody pays. */
  highest_yen: string; sells: boolean; reduction: string;
  /** The evidence of the reduction was shown at the desk. */
  seen: boolean }

export interface BookForm extends DetailsForm {
  kind: 'ordinary' | 'official';
  resident: Resident | undefined;
  uses: Use[];
}

export type BookField = 'uses' | 'resident' | 'purpose' | 'people' | 'highest_yen' | 'reduction';
export type BookFault = { field: BookField; code: 'uses_missing' | 'resident_missing' | 'purpose_missing' | 'people_missing' | 'people_not_a_number' | 'highest_not_a_number' };

export const empty_form: BookForm = { kind: 'ordinary', resident: undefined, uses: [], activity: '', purpose: '', people: '',
  group_name: '', highest_yen: '', sells: false, reduction: '', seen: false };

const most_people = 100_000;

/** `２０人` typed with an input method is 20; undefined when it is no number of people. */
export function peopleOf(typed: string): number | undefined {
  const digits = normalizeDigits(typed).replace(/人$/, '');
  const people = Number(digits);
  return /^\d+$/.test(digits) && people >= 1 && people <= most_people ? people : undefined;
}

export function detailsFaults(form: DetailsForm): BookFault[] {
  const faults: BookFault[] = [];
  if (form.purpose.trim() === '') faults.push({ field: 'purpose', code: 'purpose_missing' });
  if (form.people.trim() === '') faults.push({ field: 'people', code: 'people_missing' });
  else if (peopleOf(form.people) === undefined) faults.push({ field: 'people', code: 'people_not_a_number' });
  if (isWrongPrice(form.highest_yen)) faults.push({ field: 'highest_yen', code: 'highest_not_a_number' });
  return faults;
}

export function bookFaults(form: BookForm): BookFault[] {
  const faults: BookFault[] = [];
  if (form.uses.length === 0) faults.push({ field: 'uses', code: 'uses_missing' });
  if (form.kind === 'ordinary' && !form.resident) faults.push({ field: 'resident', code: 'resident_missing' });
  return [...faults, ...detailsFaults(form)];
}

/** What changes the fee of all uses, as far as it is known. */
export function declaredOf({ highest_yen, sells, reduction }: DetailsForm): { highest_admission_yen?: number; is_commercial: boolean; reduction_code?: string } {
  const highest = yenOf(highest_yen);
  return { is_commercial: sells, ...(highest === undefined ? {} : { highest_admission_yen: highest }), ...(reduction ? { reduction_code: reduction } : {}) };
}

/** For whom the fee is worked out, and as if a reduction were granted whose evidence was shown. */
export function quotedFor(form: Pick<BookForm, keyof DetailsForm | 'resident'>, user_class: UserClass): Omit<QuotesRequest, 'uses'> {
  const group_name = form.group_name.trim();
  return {
    ...declaredOf(form), ...(form.resident ? { account_id: form.resident.account_id } : { user_class }),
    ...(group_name ? { group_name } : {}), ...(form.seen && form.reduction ? { is_granted: true } : {}),
  };
}

export function detailsOf(form: DetailsForm): ApplicationDetails {
  const group_name = form.group_name.trim();
  return {
    purpose: form.purpose.trim(), people: peopleOf(form.people) ?? 0, ...declaredOf(form),
    ...(form.activity ? { activity: form.activity } : {}), ...(group_name ? { group_name } : {}),
  };
}

/** `today`: on which the evidence was seen. */
export function applicationOf(form: BookForm, fitting: StaffApplication['fitting'], today: string): StaffApplication {
  const whom = form.kind === 'ordinary' && form.resident ? { account_id: form.resident.account_id } : {};
  return { kind: form.kind, ...whom, uses: form.uses, fitting, details: detailsOf(form),
    ...(form.seen && form.reduction && form.kind === 'ordinary' ? { reduction_evidence: { seen_on: today } } : {}) };
}

const fields_of_code: Record<string, BookField> = {
  too_many_people: 'people', invalid_people: 'people', unknown_account: 'resident', account_not_found: 'resident', suspended: 'resident',
  account_suspended: 'resident', quota_reached: 'resident', quota_exceeded: 'resident', class_cannot_book: 'resident',
  details_missing: 'purpose', unknown_reduction: 'reduction', reduction_not_with_admission: 'reduction',
  reduction_not_with_commercial: 'reduction', reduction_only_for_registered_groups: 'reduction', reduction_not_for_class: 'reduction',
  admission_not_permitted: 'highest_yen',
};

/** The field that a refusal speaks of; what is not told otherwise is about the times. */
export function fieldOfCode(code: string): BookField {
  return fields_of_code[code] ?? 'uses';
}

/** Activities that every one of the chosen spaces is meant for. */
export function activitiesFor(all: readonly string[], spaces: readonly Pick<Space, 'activities'>[]): string[] {
  return all.filter((activity) => spaces.every(({ activities }) => activities.length === 0 || activities.includes(activity)));
}

export function sameUse(a: Use, b: Use): boolean {
  return a.space === b.space && a.date === b.date && a.band === b.band && a.start === b.start && a.end === b.end && a.nights === b.nights;
}

/** Adds a use once. */
export function withUse(uses: readonly Use[], use: Use): Use[] {
  return uses.some((known) => sameUse(known, use)) ? [...uses] : [...uses, use];
}
