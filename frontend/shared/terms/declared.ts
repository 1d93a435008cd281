// What an application declares as a whole, as facts of a sentence.
import { yen } from '../format';

interface Declared { is_commercial: boolean; highest_admission_yen?: number }

/** Of `shared.declared`. */
export function declaredFacts({ is_commercial, highest_admission_yen }: Declared): { charges: string; amount: string; sells: string } {
  return {
    charges: highest_admission_yen === undefined ? 'no' : 'yes',
    amount: yen(highest_admission_yen ?? 0),
    sells: is_commercial ? 'yes' : 'no',
  };
}
