import { expect, test } from 'vitest';
import { whatComesBack } from './cause_terms';

test.each([[0, 0, 'nothing_kept'], [470, 0, 'nothing_back'], [470, 230, 'terms']] as const)('of %i yen kept, %i yen come back: %s', (kept_yen, yen, sentence) =>
  expect(whatComesBack({ kept_yen, yen })).toBe(sentence));
