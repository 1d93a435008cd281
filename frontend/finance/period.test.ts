import { expect, test } from 'vitest';
import { periodErrors, periodOf } from './period';

test.each([
  ['', { from: '2026-11-01', to: '2026-11-21' }],
  ['from=2026-04-01&to=2026-09-30', { from: '2026-04-01', to: '2026-09-30' }],
  ['from=2026-04-01', { from: '2026-11-01', to: '2026-11-21' }],
  ['from=x&to=2026-09-30', { from: '2026-11-01', to: '2026-11-21' }],
])('the address "%s" asks for %o', (search, period) => expect(periodOf(new URLSearchParams(search), '2026-11-21')).toEqual(period));

test.each([
  [{ from: '2026-04-01', to: '2026-04-01' }, []],
  [{ from: '', to: '' }, ['from_missing', 'to_missing']],
  [{ from: '2026-04-02', to: '2026-04-01' }, ['to_before_from']],
])('%o is told %o', (period, codes) => expect(periodErrors(period).map(({ code }) => code)).toEqual(codes));
