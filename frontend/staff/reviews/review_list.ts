// Applications that wait for a decision: what is decided about, and why somebody has to look at all.
import type { Application, Booking, Space } from '../../shared/api/hiroba';
import { inOrder } from '../application/selection';

export function underReview(application: Pick<Application, 'bookings'>): Booking[] {
  return inOrder(application.bookings).filter(({ state }) => state === 'under_review');
}

/** How it stands for who decides: as long as one of its bookings waits, it is decided in part only. */
export function stateAfterDecision(application: Pick<Application, 'bookings' | 'state'>): Application['state'] {
  return underReview(application).length > 0 ? 'under_review' : application.state;
}

/** By the earliest use that waits; the sooner it is, the less time is left to decide. */
export function byEarliestUse<R extends { application: Pick<Application, 'bookings'> }>(reviews: readonly R[]): R[] {
  const first = ({ application }: R) => {
    const [booking] = underReview(application);
    return booking ? `${booking.date} ${booking.start}` : '9';
  };
  return [...reviews].sort((a, b) => first(a).localeCompare(first(b)));
}

/** Of the bookings that the review is about. */
export function feeOf(bookings: readonly Pick<Booking, 'fee'>[]): number {
  return bookings.reduce((sum, { fee }) => sum + fee.total_yen, 0);
}

export type ReviewGround = 'space' | 'admission' | 'activity' | 'people' | 'user_class';

const every_class: readonly Application['user_class'][] = ['in_town', 'out_of_town'];

/** Where nobody is permitted without a look, the space is the ground, not who applies. */
function looksAtEverybody({ review }: Pick<Space, 'review'>): boolean {
  return every_class.every((user_class) => review.user_classes.includes(user_class));
}

/** The rules of the chosen spaces that this application meets. */
export function groundsOf(application: Pick<Application, 'details' | 'user_class'>, spaces: readonly Pick<Space, 'review'>[]): ReviewGround[] {
  const { details, user_class } = application;
  const grounds: [ReviewGround, boolean][] = [
    ['space', spaces.some(looksAtEverybody)],
    ['admission', details !== null && (details.is_commercial || details.highest_admission_yen !== undefined)],
    ['activity', spaces.some(({ review }) => details?.activity !== undefined && review.activities.includes(details.activity))],
    ['people', spaces.some(({ review }) => review.from_people !== null && (details?.people ?? 0) >= review.from_people)],
    ['user_class', spaces.some((space) => !looksAtEverybody(space) && space.review.user_classes.includes(user_class))],
  ];
  return grounds.filter(([, met]) => met).map(([ground]) => ground);
}
