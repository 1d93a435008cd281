// 金種別の計数: pieces of each note and coin as they are typed, what they come to, and what differs.
import type { CashCount, DrawerShift } from '../../shared/api/counter';

/** The greatest first; the same that the contract knows. */
export const denominations = [10_000, 5_000, 2_000, 1_000, 500, 100, 50, 10, 5, 1] as const;
export type Denomination = (typeof denominations)[number];
export type Pieces = Partial<Record<Denomination, string>>;

const most_pieces = 100_000;

/** Left empty there is none; undefined when it is no number of pieces. */
export function piecesOf(text: string | undefined): number | undefined {
  const digits = (text ?? '').normalize('NFKC').trim();
  if (digits === '') return 0;
  return /^\d{1,6}$/.test(digits) && Number(digits) <= most_pieces ? Number(digits) : undefined;
}

export function countsOf(pieces: Pieces): CashCount[] {
  return denominations
    .map((denomination_yen) => ({ denomination_yen, pieces: piecesOf(pieces[denomination_yen]) ?? 0 }))
    .filter((count) => count.pieces > 0);
}

export function countedYen(pieces: Pieces): number {
  return countsOf(pieces).reduce((sum, count) => sum + count.denomination_yen * count.pieces, 0);
}

export function wrongCounts(pieces: Pieces): Denomination[] {
  return denominations.filter((denomination) => piecesOf(pieces[denomination]) === undefined);
}

export type Difference = { kind: 'equal' } | { kind: 'over' | 'short'; yen: number };
export function differenceOf(counted_yen: number, expected_yen: number): Difference {
  if (counted_yen === expected_yen) return { kind: 'equal' };
  return counted_yen > expected_yen ? { kind: 'over', yen: counted_yen - expected_yen } : { kind: 'short', yen: expected_yen - counted_yen };
}

/** What is over or short is explained, and why somebody counts what another holds. */
export function needsReason({ mine }: Pick<DrawerShift, 'mine'>, difference: Difference): boolean {
  return !mine || difference.kind !== 'equal';
}
