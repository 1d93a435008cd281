// Which sentence tells what comes back.
import type { CauseTerms } from '../../shared/api/staff';

export type WhatComesBack = 'terms' | 'terms_part' | 'nothing_kept' | 'nothing_back';

export function whatComesBack({ fee_yen, kept_yen, yen }: Pick<CauseTerms, 'fee_yen' | 'kept_yen' | 'yen'>): WhatComesBack {
  if (kept_yen === 0) return 'nothing_kept';
  if (kept_yen < fee_yen) return 'terms_part';
  return yen === 0 ? 'nothing_back' : 'terms';
}
