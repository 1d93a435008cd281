import { expect, test } from 'vitest';
import { reportTrouble, reportWell, traffic } from './traffic';

test('an answer to one question does not hide that another still waits', () => {
  const month = {};
  const closures = {};
  reportTrouble(month, 429, 1500);
  expect(traffic.get()).toEqual({ kind: 'busy', wait_seconds: 2 });
  reportWell(closures);
  expect(traffic.get()).toEqual({ kind: 'busy', wait_seconds: 2 });
  reportTrouble(closures, undefined, 1000);
  expect(traffic.get()).toEqual({ kind: 'no_connection' });
  reportWell(closures);
  expect(traffic.get()).toEqual({ kind: 'busy', wait_seconds: 2 });
  reportWell(month);
  expect(traffic.get()).toEqual({ kind: 'well' });
});
