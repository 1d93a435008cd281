import { expect, test } from 'vitest';
import { empty_deputy, faultsOf } from './deputy_form';

const whole = { account_id: '7', first: '2026-12-01', last: '2026-12-10' };

test.each([
  ['everything is there', whole, []],
  ['nothing is', empty_deputy, ['account_id', 'first', 'last']],
  ['it ends before it begins', { ...whole, last: '2026-11-30' }, ['last']],
  ['it is over', { ...whole, first: '2026-11-01', last: '2026-11-28' }, ['last']],
  ['it is one day', { ...whole, last: '2026-12-01' }, []],
])('%s', (_, form, faults) => expect(faultsOf(form, '2026-11-29')).toEqual(faults));
