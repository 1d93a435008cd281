// Counting a drawer piece by piece; what is over or short is said before it is closed.
import { useState } from 'preact/hooks';
import { closeDrawer, type DrawerShift, type ShiftFile } from '../../shared/api/counter';
import { hasCode } from '../../shared/api/wording';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { yen } from '../../shared/format';
import { t } from '../../shared/i18n/text';
import { ReasonField } from '../parts/ReasonField';
import { useAction } from '../parts/use_action';
import { countedYen, countsOf, denominations, differenceOf, needsReason, wrongCounts, type Pieces } from './counting';

interface Properties {
  shift: DrawerShift;
  onClosed(file: ShiftFile): void;
  onMoved(): void;
}

const reasons = ['change', 'unknown', 'found_later'] as const;
const reasons_for_another = ['absent', 'forgotten'] as const;

export function CloseForm({ shift, onClosed, onMoved }: Properties) {
  const [pieces, setPieces] = useState<Pieces>({});
  const [reason, setReason] = useState('');
  const [checked, setChecked] = useState(false);
  const action = useAction();
  const counted = countedYen(pieces);
  const wrong = wrongCounts(pieces);
  const difference = differenceOf(counted, shift.expected_yen);
  const is_mine = shift.mine;
  const asks_reason = needsReason(shift, difference);

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    setChecked(true);
    if (wrong.length > 0) return document.getElementById(`count-${wrong[0]}`)?.focus();
    if (asks_reason && reason.trim() === '') return document.getElementById('close-reason')?.focus();
    const body = { counts: countsOf(pieces), ...(asks_reason ? { reason: reason.trim() } : {}) };
    const closed = await action.run(() => closeDrawer(shift.shift_id, body));
    if (closed) onClosed(closed);
  }

  return (
    <form class="form" onSubmit={(event) => void submit(event)} noValidate aria-labelledby="close-title">
      <h2 id="close-title">{is_mine ? t('staff.drawer.count') : t('staff.drawer.count_for', { holder: shift.holder })}</h2>
      {action.failure && <FailureNotice failure={action.failure} {...(hasCode(action.failure, 'drawer_has_moved') ? { onRetry: onMoved } : {})} />}
      <table class="list counting">
        <thead><tr><th scope="col">{t('shared.shift.denomination')}</th><th scope="col">{t('shared.shift.pieces')}</th></tr></thead>
        <tbody>
          {denominations.map((denomination) => (
            <tr key={denomination}>
              <th scope="row"><label for={`count-${denomination}`}>{yen(denomination)}</label></th>
              <td>
                <input class="input input--short" id={`count-${denomination}`} inputMode="numeric" autoComplete="off" maxLength={6}
                  value={pieces[denomination] ?? ''} onInput={(event) => setPieces({ ...pieces, [denomination]: event.currentTarget.value })}
                  aria-invalid={checked && wrong.includes(denomination) ? true : undefined}
                  aria-describedby={checked && wrong.includes(denomination) ? 'count-wrong' : undefined} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {checked && wrong.length > 0 && <p class="field__error" id="count-wrong" role="alert">{t('staff.drawer.count_wrong')}</p>}
      <p role="status">{t('staff.drawer.counted', { amount: yen(counted) })} {checked && (difference.kind === 'equal' ? t('staff.drawer.equal')
        : t(`staff.drawer.${difference.kind}`, { amount: yen(difference.yen) }))}</p>
      {asks_reason && (checked || !is_mine) && (
        <ReasonField id="close-reason" label={t(is_mine ? 'staff.drawer.reason' : 'staff.drawer.reason_for_another')} value={reason} onValue={setReason}
          standard={[...(is_mine ? [] : reasons_for_another), ...reasons].map((each) => t(`staff.drawer.reason_${each}`))} error={checked && reason.trim() === '' ? t('staff.drawer.reason_missing') : undefined} />
      )}
      <p class="actions"><button type="submit" class="button" aria-busy={action.busy}>{t('staff.drawer.close')}</button></p>
    </form>
  );
}
