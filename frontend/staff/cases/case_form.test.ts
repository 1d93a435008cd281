import { expect, test } from 'vitest';
import { settlementOf } from './case_form';

test.each([
  ['refund', '', { action: 'refund' }],
  ['refund', ' 電話済み ', { action: 'refund', note: '電話済み' }],
  ['dealt_with', '  ', undefined],
  ['undo_record', '', undefined],
  ['dealt_with', '銀行で処理', { action: 'dealt_with', note: '銀行で処理' }],
] as const)('%s with the note “%s”', (action, note, settlement) => {
  expect(settlementOf(action, note)).toEqual(settlement);
});
