// A deputy for a period: who, from when, until when.
import { isDate } from '../../shared/time/civil';

export interface DeputyForm { account_id: string; first: string; last: string }
export const empty_deputy: DeputyForm = { account_id: '', first: '', last: '' };

export function faultsOf({ account_id, first, last }: DeputyForm, today: string): (keyof DeputyForm)[] {
  const faults: (keyof DeputyForm)[] = [];
  if (account_id === '') faults.push('account_id');
  if (!isDate(first)) faults.push('first');
  if (!isDate(last) || last < today || (isDate(first) && last < first)) faults.push('last');
  return faults;
}
