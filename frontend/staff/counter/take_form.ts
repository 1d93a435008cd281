// What the desk types while it takes money: amounts as numbers, the change, and what is wrong with it.
import type { CounterMethod, Taking } from '../../shared/api/counter';

export interface TakeForm {
  method: CounterMethod;
  amount: string;
  given: string;
  terminal_kind: 'credit' | 'emoney' | 'code';
  reference: string;
  received_on: string;
  /** Of a transfer or notice: what is too much becomes a case. */
  excess_to_case: boolean;
}

export type TakeField = 'amount' | 'given' | 'reference' | 'received_on';
export interface TakeError { field: TakeField; code: 'amount_missing' | 'too_much' | 'given_too_little' | 'reference_missing' | 'date_missing' }

/** "１２，３００円" → 12300; undefined when it is no amount of whole yen. */
export function yenOf(text: string): number | undefined {
  const digits = text.normalize('NFKC').replace(/[\s,¥円]/g, '');
  return /^\d{1,10}$/.test(digits) ? Number(digits) : undefined;
}

/** All that is left, in cash if the desk takes it. */
export function freshForm(methods: readonly CounterMethod[], owed_yen: number, today: string): TakeForm {
  const method = methods.includes('cash') ? 'cash' : methods[0] ?? 'cash';
  return { method, amount: String(owed_yen), given: '', terminal_kind: 'credit', reference: '', received_on: today, excess_to_case: false };
}

/** A transfer or notice for what is not owed (any more): all of it becomes a case. */
export function formForNothing(today: string): TakeForm {
  return { ...freshForm(['bank_transfer'], 0, today), amount: '', excess_to_case: true };
}

/** Left empty, what was given is exactly the amount. */
function givenYen({ amount, given }: TakeForm): number | undefined {
  return given.trim() === '' ? yenOf(amount) : yenOf(given);
}

/** おつり; undefined as long as it cannot be said. */
export function changeYen(form: TakeForm): number | undefined {
  const amount = yenOf(form.amount);
  const given = givenYen(form);
  return amount === undefined || given === undefined || given < amount ? undefined : given - amount;
}

/** Money that came by itself can be too much; cash and terminals take what is asked for. */
export function isTooMuch(form: TakeForm, owed_yen: number): boolean {
  return is_dated(form.method) && (yenOf(form.amount) ?? 0) > owed_yen;
}

const is_dated = (method: CounterMethod) => method === 'bank_transfer' || method === 'payment_notice';

/** In the order of the fields. */
export function takeErrors(form: TakeForm, owed_yen: number): TakeError[] {
  const errors: TakeError[] = [];
  const amount = yenOf(form.amount);
  if (amount === undefined || amount === 0) errors.push({ field: 'amount', code: 'amount_missing' });
  else if (amount > owed_yen && !(is_dated(form.method) && form.excess_to_case)) errors.push({ field: 'amount', code: 'too_much' });
  if (form.method === 'cash') {
    const given = givenYen(form);
    if (given === undefined || (amount !== undefined && given < amount)) errors.push({ field: 'given', code: 'given_too_little' });
    return errors;
  }
  if (form.reference.trim() === '') errors.push({ field: 'reference', code: 'reference_missing' });
  if (is_dated(form.method) && form.received_on === '') errors.push({ field: 'received_on', code: 'date_missing' });
  return errors;
}

/** What is sent of a form without errors: only what belongs to its method. */
export function takingOf(form: TakeForm): Taking {
  const amount_yen = yenOf(form.amount) ?? 0;
  if (form.method === 'cash') return { method: 'cash', amount_yen, given_yen: givenYen(form) ?? amount_yen };
  const reference = form.reference.trim();
  if (form.method === 'terminal') return { method: 'terminal', amount_yen, terminal_kind: form.terminal_kind, reference };
  const taking = { method: form.method, amount_yen, reference, received_on: form.received_on };
  return form.excess_to_case ? { ...taking, excess_to_case: true } : taking;
}
