// Which sentence tells what comes back.
import type { CauseTerms } from '../../shared/api/staff';

export function whatComesBack({ kept_yen, yen }: Pick<CauseTerms, 'kept_yen' | 'yen'>): 'terms' | 'nothing_kept' | 'nothing_back' {
  if (kept_yen === 0) return 'nothing_kept';
  return yen === 0 ? 'nothing_back' : 'terms';
}
