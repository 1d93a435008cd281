import { expect, test } from 'vitest';
import type { Review } from '../../shared/api/reviews';
import { actWord, askable, bookingsOf, canTakeBack, chosenList, countedLists, inWorklist, isLastStep, matterOf, proposalWord, reasonWord, standingOf, stateWord, turnOf, type Worklist } from './worklist';

const post = (code: string) => ({ code, name: { ja: code, en: code } });
const nothing: Review['part'] = { drafts: false, drafted: false, decides: null, consulted: [], acknowledges: [], sees_papers: true };
const review = (part: Partial<Review['part']>) => ({ part: { ...nothing, ...part } }) as Review;

test.each<[Worklist, Partial<Review['part']>]>([
  ['mine', { decides: { post: post('director'), as_deputy: false } }],
  ['deputy', { decides: { post: post('director'), as_deputy: true } }],
  ['deputy', { consulted: [{ post: post('general_affairs'), as_deputy: true }] }],
  ['consulted', { consulted: [{ post: post('general_affairs'), as_deputy: false }] }],
  ['to_draft', { drafts: true }],
  ['drafted', { drafted: true }],
  ['acknowledge', { acknowledges: [post('director')] }],
  ['all', {}],
])('it is in the list %s because of %j', (list, part) => expect(inWorklist([review(part)], list)).toHaveLength(1));

test('what is a deputy’s is not the holder’s own', () =>
  expect(inWorklist([review({ decides: { post: post('director'), as_deputy: true } })], 'mine')).toHaveLength(0));

test('only lists with something in them are offered, and all of it always', () => {
  expect(countedLists([])).toEqual([{ list: 'all', count: 0 }]);
  expect(countedLists([review({ drafted: true }), review({})])).toEqual([{ list: 'drafted', count: 1 }, { list: 'all', count: 2 }]);
});

test.each([[null, 'drafted'], ['all', 'all'], ['mine', 'mine'], ['nonsense', 'drafted']])('asked for %s, the list is %s', (asked, list) =>
  expect(chosenList(asked, [review({ drafted: true }), review({})])).toBe(list));

const step = (code: string, state: 'waiting' | 'turn' | 'done') => ({ post: post(code), state, by: null, as_deputy: false, words: null, at_ms: null });

test.each<[ReturnType<typeof standingOf>, Review['state'], number]>([
  ['desk', 'to_draft', 0], ['to_draft', 'to_draft', 2], ['returned', 'returned', 2], ['turn', 'in_approval', 2], ['over', 'decided', 2], ['over', 'lapsed', 0],
])('it stands at %s in the state %s with %i steps', (standing, state, steps) =>
  expect(standingOf({ state, steps: Array.from({ length: steps }, () => step('director', 'waiting')) })).toBe(standing));

test('the last step decides', () => {
  const steps = [step('director', 'done'), step('section_head', 'turn')];
  expect([1, 2].map((at) => isLastStep({ step: at, steps }))).toEqual([false, true]);
});

test('who is asked already, or approves, cannot be asked again', () => {
  const asked = { post: post('general_affairs'), opinion: null, by: null, as_deputy: false, words: null, at_ms: null };
  const all = [post('director'), post('general_affairs'), post('mayor')];
  expect(askable(all, { steps: [step('director', 'turn')], consultations: [asked] }).map(({ code }) => code)).toEqual(['mayor']);
});

test.each([[null, 'permit'], ['revocation', 'revocation'], ['reduction', 'reduction'], ['change', 'change'], ['refund', 'permit']])('the matter %s is %s', (asked, matter) =>
  expect(matterOf(asked)).toBe(matter));

const use = { booking_id: '7', space: 'large_hall', date: '2026-12-01', start: '09:00', last_date: '2026-12-01', end: '12:00', total_yen: 4000,
  terms: { price_class: null, is_rehearsal: false, wants_climate: false, early_minutes: 0, extension_minutes: 0, extras: [] }, equipment: [] };
const asked = (at_desk: boolean) => ({ uses: [use], declared: null, at_desk, words: null, asked_at_ms: 0, expires_at_ms: 1 });

test('a change is about the uses that it asks for, another matter about its draft, a permit about what waits', () => {
  const draft = { booking_ids: ['8'] } as Review['draft'];
  expect(bookingsOf({ matter: 'change', draft: null, change: asked(false) })).toEqual(['7']);
  expect(bookingsOf({ matter: 'revocation', draft, change: null })).toEqual(['8']);
  expect(bookingsOf({ matter: 'permit', draft, change: null })).toBeUndefined();
});

test('a change is permitted or not, in its own words', () => {
  expect(proposalWord('change', 'grant')).toBe('staff.review.proposal_change');
  expect(proposalWord('change', 'refuse')).toBe('staff.review.proposal_no_change');
  expect(stateWord({ matter: 'change', state: 'rejected' })).toBe('staff.review.state_no_change');
  expect(actWord(route('change', 2, 'grant'), 'approve')).toBe('staff.review.do_decide_change');
  expect(actWord(route('change', 2, 'refuse'), 'approve')).toBe('staff.review.do_decide_no_change');
  expect(actWord(route('change', 2, 'grant'), 'reject')).toBe('staff.review.do_reject_change');
  expect(actWord(route('change', 1, 'grant'), 'approve')).toBe('staff.review.do_approve');
});

test.each<[string, Partial<Review>, Partial<Review['part']>, boolean]>([
  ['their own draft', { matter: 'permit', state: 'in_approval' }, { drafted: true }, true],
  ["somebody else's", { matter: 'revocation', state: 'in_approval' }, { drafts: false }, false],
  ['a permit that came back waits for a draft', { matter: 'permit', state: 'returned' }, { drafts: true, drafted: true }, false],
  ['a revocation that came back is given up', { matter: 'revocation', state: 'returned' }, { drafts: true }, true],
  ['a change that was asked for at the desk and came back is given up', { matter: 'change', state: 'returned', change: asked(true) }, { drafts: true }, true],
  ['a change that was applied for waits for a draft', { matter: 'change', state: 'returned', change: asked(false) }, { drafts: true }, false],
])('taking back: %s', (_what, standing, part, can) =>
  expect(canTakeBack({ ...review(part), ...standing } as Review)).toBe(can));

const route = (matter: Review['matter'], step: number, proposal: 'permit' | 'refuse' | 'grant' | 'revoke') =>
  ({ matter, step, steps: [{ post: post('director') }, { post: post('section_head') }], draft: { proposal } }) as Review;

test.each([
  [route('permit', 1, 'permit'), 'approve', 'staff.review.do_approve'],
  [route('permit', 2, 'permit'), 'approve', 'staff.review.do_decide_permit'],
  [route('permit', 2, 'refuse'), 'approve', 'staff.review.do_decide_refuse'],
  [route('permit', 2, 'permit'), 'reject', 'staff.review.do_reject'],
  [route('revocation', 2, 'revoke'), 'approve', 'staff.review.do_decide_revoke'],
  [route('reduction', 2, 'grant'), 'approve', 'staff.review.do_decide_grant'],
  [route('reduction', 2, 'refuse'), 'approve', 'staff.review.do_decide_no_reduction'],
  [route('reduction', 2, 'grant'), 'reject', 'staff.review.do_reject_reduction'],
  [route('reduction', 2, 'grant'), 'return', 'staff.review.do_return'],
] as const)('%# the button names what it does', (review, act, word) => expect(actWord(review, act)).toBe(word));

test('a reduction that is refused is never called a permit that is refused', () => {
  expect(proposalWord('permit', 'refuse')).toBe('staff.review.proposal_refuse');
  expect(proposalWord('reduction', 'refuse')).toBe('staff.review.proposal_no_reduction');
  expect(stateWord({ matter: 'permit', state: 'rejected' })).toBe('staff.review.state_rejected');
  expect(stateWord({ matter: 'reduction', state: 'rejected' })).toBe('staff.review.state_no_reduction');
  expect(stateWord({ matter: 'reduction', state: 'decided' })).toBe('staff.review.state_decided');
  expect((['permit', 'revocation', 'reduction'] as const).map(reasonWord)).toEqual(['staff.decision.reason', 'staff.review.reason_revocation', 'staff.review.reason_reduction']);
});

test('what is typed stays as long as the draft is where it was', () => {
  const here = { review_id: '1', state: 'in_approval', step: 1 } as Review;
  expect(turnOf({ ...here, consultations: [] } as Review)).toBe(turnOf(here));
  expect(turnOf({ ...here, step: 2 })).not.toBe(turnOf(here));
  expect(turnOf({ ...here, state: 'returned' })).not.toBe(turnOf(here));
});
