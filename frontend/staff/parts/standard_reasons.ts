// Standard wording for decisions that somebody will read. The town's ordinance is named in them, never a person.
import { t } from '../../shared/i18n/text';

const refusals = ['order', 'damage', 'gang', 'profit', 'management', 'purpose', 'documents'] as const;
const revocations = ['disaster', 'failure', 'election', 'official', 'breach', 'false_statement'] as const;

export function refusalReasons(): string[] {
  return refusals.map((reason) => t(`staff.refuse_reason.${reason}`));
}

export function revocationReasons(): string[] {
  return revocations.map((reason) => t(`staff.revoke_reason.${reason}`));
}
