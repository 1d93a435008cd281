import { expect, test } from 'vitest';
import { whatIsKept } from './what_is_kept';

test.each([[470, 0, 'nothing'], [470, 469, 'part'], [470, 470, 'whole'], [0, 0, 'nothing']])(
  'of %i yen %i are kept: %s', (fee_yen, kept_yen, kept) => expect(whatIsKept({ fee_yen, kept_yen })).toBe(kept));
