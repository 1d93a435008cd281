// Granting with what was seen, or refusing with a reason; what nobody asked for can only be granted.
import { useState } from 'preact/hooks';
import type { Application } from '../../shared/api/hiroba';
import { decideReduction } from '../../shared/api/staff';
import { serverNow } from '../../shared/api/hiroba';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { t, townText } from '../../shared/i18n/text';
import type { ReductionClass } from '../../shared/terms/reductions';
import { dateAt } from '../../shared/time/civil';
import { CheckBox } from '../parts/CheckBox';
import { TextArea } from '../parts/TextArea';
import { useAction } from '../parts/use_action';

interface Properties {
  application: Application;
  reduction: ReductionClass | undefined;
  /** The class is the desk's choice, not what the application asks for. */
  unasked?: boolean;
  onDecided(application: Application): void;
}

export function ReductionDecisionForm({ application, reduction, unasked = false, onDecided }: Properties) {
  const [seen, setSeen] = useState(false);
  const [reason, setReason] = useState('');
  const [fault, setFault] = useState<'seen' | 'reason' | undefined>(undefined);
  const action = useAction();
  const id = `reduction-${application.application_id}`;
  const evidence = reduction ? townText(reduction.evidence) : '';

  async function decide(decision: 'grant' | 'refuse'): Promise<void> {
    if (decision === 'grant' && evidence && !seen) return missing('seen');
    if (decision === 'refuse' && reason.trim() === '') return missing('reason');
    setFault(undefined);
    const decided = await action.run(() => decideReduction(application.application_id, {
      decision, version: application.version,
      ...(unasked && reduction ? { reduction_code: reduction.code } : {}),
      ...(decision === 'grant' && seen ? { evidence: { seen_on: dateAt(serverNow()) } } : {}),
      ...(decision === 'refuse' ? { reason: reason.trim() } : {}),
    }));
    if (decided) onDecided(decided);
  }

  function missing(field: 'seen' | 'reason'): void {
    setFault(field);
    document.getElementById(`${id}-${field}`)?.focus();
  }

  return (
    <form class="form" onSubmit={(event) => event.preventDefault()} noValidate>
      {action.failure && <FailureNotice failure={action.failure} />}
      {evidence && (
        <div class={fault === 'seen' ? 'field field--wrong' : 'field'}>
          {fault === 'seen' && <p class="field__error">{t('staff.reductions.seen_missing')}</p>}
          <CheckBox id={`${id}-seen`} checked={seen} onChecked={setSeen}>{t('staff.reductions.seen', { evidence })}</CheckBox>
          <p class="field__help">{t('staff.reductions.no_copy')}</p>
        </div>
      )}
      {!unasked && (
        <TextArea id={`${id}-reason`} label={t('staff.reductions.reason')} value={reason} onValue={setReason}
          error={fault === 'reason' ? t('staff.reductions.reason_missing') : undefined} />
      )}
      <p class="actions">
        <button type="button" class="button button--small" aria-busy={action.busy} onClick={() => void decide('grant')}>{t('staff.reductions.grant')}</button>
        {!unasked && (
          <button type="button" class="button button--small button--secondary" aria-busy={action.busy} onClick={() => void decide('refuse')}>{t('staff.reductions.refuse')}</button>
        )}
      </p>
    </form>
  );
}
