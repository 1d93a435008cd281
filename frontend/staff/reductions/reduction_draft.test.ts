import { expect, test } from 'vitest';
import type { Review } from '../../shared/api/reviews';
import { draftOf, isWithPosts } from './reduction_draft';

const review = (matter: Review['matter'], state: Review['state'], application_id = '1') => ({ matter, state, application: { application_id } }) as Review;

test.each([
  ['its own draft', [review('permit', 'in_approval'), review('reduction', 'in_approval')], 'in_approval'],
  ['one that came back', [review('reduction', 'returned')], 'returned'],
  ['nothing that is decided', [review('reduction', 'decided')], undefined],
  ['nothing of another application', [review('reduction', 'in_approval', '2')], undefined],
] as const)('of the reviews the desk is shown %s', (_, reviews, state) => expect(draftOf(reviews, '1')?.state).toBe(state));

test('what came back is the desk’s again', () => {
  expect(isWithPosts(review('reduction', 'in_approval'))).toBe(true);
  expect(isWithPosts(review('reduction', 'returned'))).toBe(false);
  expect(isWithPosts(undefined)).toBe(false);
});
