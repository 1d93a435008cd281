// Whose turn it is: the lists that a person works through, and where a review stands.
import type { Review, ReviewMatter } from '../../shared/api/reviews';

export const worklists = ['mine', 'deputy', 'consulted', 'to_draft', 'drafted', 'acknowledge', 'all'] as const;
export type Worklist = (typeof worklists)[number];

const belongs: Record<Worklist, (part: Review['part']) => boolean> = {
  mine: ({ decides }) => decides !== null && !decides.as_deputy,
  deputy: ({ decides, consulted }) => (decides?.as_deputy ?? false) || consulted.some(({ as_deputy }) => as_deputy),
  consulted: ({ consulted }) => consulted.length > 0,
  to_draft: ({ drafts }) => drafts,
  drafted: ({ drafted }) => drafted,
  acknowledge: ({ acknowledges }) => acknowledges.length > 0,
  all: () => true,
};

export function inWorklist(reviews: readonly Review[], list: Worklist): Review[] {
  return reviews.filter(({ part }) => belongs[list](part));
}

export interface CountedList { list: Worklist; count: number }

/** The lists with something in them, and always all. */
export function countedLists(reviews: readonly Review[]): CountedList[] {
  return worklists.map((list) => ({ list, count: inWorklist(reviews, list).length })).filter(({ list, count }) => list === 'all' || count > 0);
}

/** The one that was asked for, else the first with something to do. */
export function chosenList(asked: string | null, reviews: readonly Review[]): Worklist {
  const known = worklists.find((list) => list === asked);
  return known ?? countedLists(reviews)[0]?.list ?? 'all';
}

/** The desk decides alone: nobody has to draft. */
export function isDecidedByDesk({ steps }: Pick<Review, 'steps'>): boolean {
  return steps.length === 0;
}

export type Standing = 'to_draft' | 'returned' | 'turn' | 'desk' | 'over';

export function standingOf(review: Pick<Review, 'state' | 'steps'>): Standing {
  if (review.state === 'to_draft') return isDecidedByDesk(review) ? 'desk' : 'to_draft';
  if (review.state === 'returned') return 'returned';
  return review.state === 'in_approval' ? 'turn' : 'over';
}

/** It is the last step: what is approved there is decided. */
export function isLastStep({ step, steps }: Pick<Review, 'step' | 'steps'>): boolean {
  return step === steps.length;
}

/** Posts that can still be asked: neither in the route nor asked already. */
export function askable<P extends { code: string }>(posts: readonly P[], review: Pick<Review, 'steps' | 'consultations'>): P[] {
  const asked = new Set([...review.steps, ...review.consultations].map(({ post }) => post.code));
  return posts.filter(({ code }) => !asked.has(code));
}

const matters: readonly ReviewMatter[] = ['permit', 'revocation', 'reduction', 'change'];

/** What the address names; what it does not know is the permit. */
export function matterOf(asked: string | null): ReviewMatter {
  return matters.find((matter) => matter === asked) ?? 'permit';
}

/** Their own draft; what nobody but staff asked for also when it came back, by whoever of the desk. */
export function canTakeBack({ matter, state, part, change }: Pick<Review, 'matter' | 'state' | 'part' | 'change'>): boolean {
  const of_staff = matter === 'change' ? change?.at_desk === true : matter !== 'permit';
  return (state === 'in_approval' && part.drafted) || (of_staff && state === 'returned' && part.drafts);
}

/** As long as it stays the same, what somebody is typing there stays too: an opinion that is asked or given moves nothing. */
export function turnOf({ review_id, state, step }: Pick<Review, 'review_id' | 'state' | 'step'>): string {
  return `${review_id} ${state} ${step}`;
}

/** Of another matter than a permit, which is about what waits: those that it is about. */
export function bookingsOf({ matter, draft, change }: Pick<Review, 'matter' | 'draft' | 'change'>): string[] | undefined {
  if (matter === 'permit') return undefined;
  return change?.uses.map(({ booking_id }) => booking_id) ?? draft?.booking_ids;
}

type Proposal = NonNullable<Review['draft']>['proposal'];

/** What is refused or granted is a permit, a reduction or a change. */
export function proposalWord(matter: ReviewMatter, proposal: Proposal) {
  if (matter === 'change') return proposal === 'refuse' ? 'staff.review.proposal_no_change' as const : 'staff.review.proposal_change' as const;
  return matter === 'reduction' && proposal === 'refuse' ? 'staff.review.proposal_no_reduction' as const : `staff.review.proposal_${proposal}` as const;
}

export function stateWord({ matter, state }: Pick<Review, 'matter' | 'state'>) {
  if (matter === 'change' && state === 'rejected') return 'staff.review.state_no_change' as const;
  return matter === 'reduction' && state === 'rejected' ? 'staff.review.state_no_reduction' as const : `staff.review.state_${state}` as const;
}

export function reasonWord(matter: ReviewMatter) {
  return matter === 'permit' ? 'staff.decision.reason' as const : `staff.review.reason_${matter}` as const;
}

/** What pressing it does: the last post's approval is the decision, and names it. */
export function actWord({ matter, step, steps, draft }: Pick<Review, 'matter' | 'step' | 'steps' | 'draft'>, act: 'approve' | 'return' | 'reject') {
  if (act === 'reject' && matter === 'change') return 'staff.review.do_reject_change' as const;
  if (act === 'reject' && matter === 'reduction') return 'staff.review.do_reject_reduction' as const;
  if (act !== 'approve' || !isLastStep({ step, steps })) return `staff.review.do_${act}` as const;
  const proposal = draft?.proposal ?? 'permit';
  if (matter === 'change') return proposal === 'refuse' ? 'staff.review.do_decide_no_change' as const : 'staff.review.do_decide_change' as const;
  return matter === 'reduction' && proposal === 'refuse' ? 'staff.review.do_decide_no_reduction' as const : `staff.review.do_decide_${proposal}` as const;
}
