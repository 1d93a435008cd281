// A reduction whose decision was drafted: as long as it is with the posts, the desk has nothing to decide.
import type { Review } from '../../shared/api/reviews';

/** The draft that is on its way, or came back. */
export function draftOf(reviews: readonly Review[], application_id: string): Review | undefined {
  return reviews.find(({ matter, state, application }) => matter === 'reduction' && (state === 'in_approval' || state === 'returned')
    && application.application_id === application_id);
}

export function isWithPosts(draft: Pick<Review, 'state'> | undefined): boolean {
  return draft?.state === 'in_approval';
}
