// Which sentence tells what comes back.
import type { CauseTerms } from '../../shared/api/staff';
import { whatIsKept } from '../../shared/fee/what_is_kept';

export type WhatComesBack = 'terms' | 'terms_part' | 'nothing_kept' | 'nothing_back';

export function whatComesBack({ fee_yen, kept_yen, yen }: Pick<CauseTerms, 'fee_yen' | 'kept_yen' | 'yen'>): WhatComesBack {
  const kept = whatIsKept({ fee_yen, kept_yen });
  if (kept === 'nothing') return 'nothing_kept';
  if (kept === 'part') return 'terms_part';
  return yen === 0 ? 'nothing_back' : 'terms';
}
