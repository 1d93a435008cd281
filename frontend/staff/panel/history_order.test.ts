import { expect, test } from 'vitest';
import { newestFirst } from './history_order';

test('what happened in one moment keeps its order, the last of it first', () =>
  expect(newestFirst([{ at_ms: 1, n: 'held' }, { at_ms: 5, n: 'submitted' }, { at_ms: 5, n: 'permitted' }, { at_ms: 5, n: 'paid' }, { at_ms: 9, n: 'changed' }])
    .map(({ n }) => n)).toEqual(['changed', 'paid', 'permitted', 'submitted', 'held']));
