import { expect, test } from 'vitest';
import { quantitiesOf, quantitiesText, readQuantities, sameQuantities, wishesOf, withQuantity } from './equipment_wish';

test.each([
  ['projector:1,microphone:2', { projector: 1, microphone: 2 }], ['', {}], [null, {}], ['projector:0', {}],
  ['projector:many,microphone:3', { microphone: 3 }], ['Projector:1', {}], ['projector:99999', {}],
])('%s is read as %o', (text, quantities) => expect(readQuantities(text)).toEqual(quantities));

test('quantities become an address and wishes, and back', () => {
  const quantities = { projector: 1, microphone: 2 };
  expect(readQuantities(quantitiesText(quantities))).toEqual(quantities);
  expect(quantitiesOf(wishesOf(quantities))).toEqual(quantities);
});

test('a quantity of none takes the thing out', () => {
  expect(withQuantity({ projector: 1 }, 'microphone', 2)).toEqual({ projector: 1, microphone: 2 });
  expect(withQuantity({ projector: 1, microphone: 2 }, 'projector', 0)).toEqual({ microphone: 2 });
});

test('the order does not matter', () => {
  expect(sameQuantities({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(true);
  expect(sameQuantities({ a: 1 }, { a: 2 })).toBe(false);
  expect(sameQuantities({}, { a: 1 })).toBe(false);
});
