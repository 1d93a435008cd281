import { expect, test } from 'vitest';
import { whatComesBack } from './cause_terms';

test.each([[470, 0, 0, 'nothing_kept'], [470, 470, 0, 'nothing_back'], [470, 470, 230, 'terms'], [470, 170, 0, 'terms_part']] as const)(
  'of a fee of %i yen, %i yen kept, %i yen come back: %s',
  (fee_yen, kept_yen, yen, sentence) => expect(whatComesBack({ fee_yen, kept_yen, yen })).toBe(sentence),
);
