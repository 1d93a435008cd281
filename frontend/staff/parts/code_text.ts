// A refusal code inside an answer (a date of a series, a booking of a closure): in a word where the desk has one, else in
// the same sentence as a refusal itself.
import { sentenceOfCode } from '../../shared/api/wording';
import { hasMessage, t } from '../../shared/i18n/text';

export function codeText(code: string, facts: Record<string, string | number> = {}): string {
  const short = `staff.hindrance.${code}`;
  if (hasMessage(short)) return t(short);
  return sentenceOfCode(code, facts);
}
