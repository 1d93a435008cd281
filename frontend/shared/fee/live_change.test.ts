import { beforeAll, expect, test } from 'vitest';
import type { ChangePreview } from '../api/applications';
import words from '../i18n/generated/staff.ja.gen';
import { setCatalogue, type Catalogue } from '../i18n/text';
import { canBeAppliedFor, feeAfter, feeBefore, moneyWords, setOffWords } from './live_change';

beforeAll(() => setCatalogue('ja', words as Catalogue));

test('the fees of all bookings of a change together', () => {
  const preview = { changes: [{ old_yen: 470, new_yen: 620 }, { old_yen: 470, new_yen: 0 }] } as ChangePreview;
  expect([feeBefore(preview), feeAfter(preview)]).toEqual([940, 620]);
});

test('a change can be applied for where staff deciding it is all that stands in its way', () => {
  const change = (...codes: (string | null)[]) => ({ changes: codes.map((code) => ({ code })) }) as ChangePreview;
  expect(canBeAppliedFor(change('needs_review'))).toBe(true);
  expect(canBeAppliedFor(change(null, 'needs_review'))).toBe(true);
  expect(canBeAppliedFor(change(null))).toBe(false);
  expect(canBeAppliedFor(change('needs_review', 'already_taken'))).toBe(false);
});

const in_december = Date.parse('2026-12-08T00:00:00+09:00');

test.each<[number, number, number | null, string]>([
  [150, 0, null, '差額 150円 のお支払いが必要です'],
  [150, 0, in_december, '差額 150円 を 12月7日（月） 24:00 までにお支払いください'],
  [0, 0, in_december, 'お支払いの期限が 12月7日（月） 24:00 になります'],
  [0, 320, null, '差額のうち 320円 を返金します'],
  [0, 320, in_december, '差額のうち 320円 を返金します。残りのお支払いの期限は 12月7日（月） 24:00 です'],
  [0, 0, null, '追加のお支払いも返金もありません'],
])('to pay %i, to refund %i, by %s', (difference_yen, refund_yen, due_at_ms, words) =>
  expect(moneyWords({ difference_yen, refund_yen, due_at_ms })).toBe(words));

test('money that was to be given back, or that is there already, is told with what it pays', () => {
  expect(setOffWords({ set_off_yen: 0, earlier_set_off_yen: 0, moved_yen: 0 })).toEqual([]);
  expect(setOffWords({ set_off_yen: 100, earlier_set_off_yen: 200, moved_yen: 300 })).toEqual([
    expect.stringContaining('100'), expect.stringContaining('200'), expect.stringContaining('300')]);
});
