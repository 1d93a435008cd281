// What a change would mean while it is still being chosen.
import { previewChange, type ChangePreview, type ChangeRequest } from '../api/applications';
import type { Failure } from '../api/answer';
import { deadline, yen } from '../format';
import { t } from '../i18n/text';
import { useLive } from './live';

export interface LiveChange { preview: ChangePreview | undefined; failure: Failure | undefined; updating: boolean }

/** Undefined while the form asks for no change yet, or for none that makes sense. */
export function useLiveChange(application_id: string, wish: ChangeRequest | undefined): LiveChange {
  const { answer, updating } = useLive(wish && JSON.stringify(wish), () => previewChange(application_id, wish as ChangeRequest));
  return { preview: answer?.ok ? answer.value : undefined, failure: answer && !answer.ok ? answer.failure : undefined, updating };
}

/** Not possible at once, and nothing stands in its way but that staff decide it. */
export function canBeAppliedFor({ changes }: ChangePreview): boolean {
  return changes.some(({ code }) => code === 'needs_review') && changes.every(({ code }) => code === null || code === 'needs_review');
}

export function feeBefore({ changes }: ChangePreview): number {
  return changes.reduce((sum, { old_yen }) => sum + old_yen, 0);
}

export function feeAfter({ changes }: ChangePreview): number {
  return changes.reduce((sum, { new_yen }) => sum + new_yen, 0);
}

/** What it means for the money, in one sentence. */
export function moneyWords({ difference_yen, refund_yen, due_at_ms }: Pick<ChangePreview, 'difference_yen' | 'refund_yen' | 'due_at_ms'>): string {
  const amount = yen(difference_yen);
  if (difference_yen > 0 && due_at_ms !== null) return t('shared.change.more_by', { amount, due: deadline(due_at_ms) });
  if (difference_yen > 0) return t('shared.change.more', { amount });
  const refund = yen(refund_yen);
  if (refund_yen > 0 && due_at_ms !== null) return t('shared.change.less_by', { amount: refund, due: deadline(due_at_ms) });
  if (refund_yen > 0) return t('shared.change.less', { amount: refund });
  return due_at_ms !== null ? t('shared.change.same_by', { due: deadline(due_at_ms) }) : t('shared.change.same');
}

/** What of it is paid by money that was to be given back, or that is there already: a sentence for each. */
export function setOffWords({ set_off_yen, earlier_set_off_yen, moved_yen }: Pick<ChangePreview, 'set_off_yen' | 'earlier_set_off_yen' | 'moved_yen'>): string[] {
  return [
    ...(set_off_yen > 0 ? [t('shared.change.set_off', { amount: yen(set_off_yen) })] : []),
    ...(earlier_set_off_yen > 0 ? [t('shared.change.earlier_set_off', { amount: yen(earlier_set_off_yen) })] : []),
    ...(moved_yen > 0 ? [t('shared.change.moved', { amount: yen(moved_yen) })] : []),
  ];
}
