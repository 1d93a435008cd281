import { expect, test } from 'vitest';
import { methodToUse } from './payment_method';

test.each([
  ['nothing wished for: the first', ['card', 'paypay'], undefined, 'card'],
  ['the town offers another first', ['paypay', 'card'], undefined, 'paypay'],
  ['what was wished for', ['card', 'paypay'], 'paypay', 'paypay'],
  ['what is not offered (any more): the first', ['card'], 'paypay', 'card'],
  ['nothing is offered: the server says what it thinks', [], 'card', undefined],
] as const)('%s', (_, offered, wish, used) => expect(methodToUse(offered, wish)).toBe(used));
