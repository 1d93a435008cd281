// Of a fee: whether nothing of it, a part or all of it was paid and kept.
export type Kept = 'nothing' | 'part' | 'whole';

export function whatIsKept({ fee_yen, kept_yen }: { fee_yen: number; kept_yen: number }): Kept {
  if (kept_yen === 0) return 'nothing';
  return kept_yen < fee_yen ? 'part' : 'whole';
}
