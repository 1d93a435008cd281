// Bookings in the way of a closure, what became of each and what is due for it.
import type { BoardBooking } from '../../shared/api/hiroba';
import type { Conflict } from '../../shared/api/staff';
import { to } from '../../shared/app/router';
import { StateTag } from '../../shared/components/Tag';
import { yen } from '../../shared/format';
import { t } from '../../shared/i18n/text';
import { useTown } from '../../shared/town';
import { toggled } from '../application/BookingsTable';
import { titleOf } from '../board/BoardCellView';
import { codeText } from '../parts/code_text';
import { KindTag } from '../parts/KindTag';
import { placeText, timesText } from '../parts/place_text';

interface Line extends Partial<Pick<Conflict, 'outcome' | 'refund_yen' | 'to_do' | 'code'>> { booking: BoardBooking }

interface Properties {
  labelled_by: string;
  conflicts: readonly Line[];
  /** So many more are counted and not listed. */
  more: number;
  /** Those that were kept can be chosen for a revocation. */
  chosen?: ReadonlySet<string>;
  onChosen?(chosen: ReadonlySet<string>): void;
}

const tones = { kept: 'yellow', revoked: 'red', reinstated: 'green' } as const;

function outcomeText(outcome: Conflict['outcome'], to_do: boolean): string {
  if (!to_do) return t(`staff.closure.outcome_${outcome}`);
  return t(outcome === 'kept' ? 'staff.closure.outcome_kept_to_do' : 'staff.closure.outcome_revoked_to_do');
}

export function ConflictTable({ labelled_by, conflicts, more, chosen, onChosen }: Properties) {
  const { town } = useTown();
  const with_outcome = conflicts.some(({ outcome }) => outcome !== undefined);
  return (
    <div class="table-frame" role="region" aria-labelledby={labelled_by} tabIndex={0}>
      <table class="list">
        <thead>
          <tr>
            {chosen && <td class="screen-only" />}
            <th scope="col">{t('staff.panel.time')}</th>
            <th scope="col">{t('staff.board.space')}</th>
            <th scope="col">{t('staff.panel.number')}</th>
            <th scope="col">{t('staff.panel.holder')}</th>
            <th scope="col">{t('staff.list.state')}</th>
            {with_outcome && <th scope="col">{t('staff.closure.outcome')}</th>}
            {with_outcome && <th scope="col" class="number">{t('staff.refunds.amount')}</th>}
          </tr>
        </thead>
        <tbody>
          {conflicts.map(({ booking, outcome, refund_yen, to_do, code }) => (
            <tr key={booking.booking_id}>
              {chosen && (
                <td class="screen-only">
                  {outcome === 'kept' && !to_do && (
                    <input type="checkbox" class="list__check" checked={chosen.has(booking.booking_id)}
                      aria-label={t('staff.closure.choose', { title: titleOf(booking), time: timesText(booking) })}
                      onChange={() => onChosen?.(toggled(chosen, booking.booking_id))} />
                  )}
                </td>
              )}
              <th scope="row" class="list__time">{timesText(booking)}</th>
              <td>{placeText(town, booking.facility, booking.space)}</td>
              <td class="list__time"><a href={to(`/applications/${booking.application_id}`)}>{booking.number ?? t('staff.closure.not_applied')}</a></td>
              <td>{titleOf(booking)} <small>{booking.holder}</small> <KindTag kind={booking.kind} /></td>
              <td><StateTag state={booking.state} /></td>
              {with_outcome && (
                <td>
                  {outcome && <span class={`tag tag--${to_do ? 'grey' : tones[outcome]}`}>{outcomeText(outcome, to_do ?? false)}</span>}
                  {code && <span class="list__why">{codeText(code)}</span>}
                </td>
              )}
              {with_outcome && <td class="number">{refund_yen === undefined ? '' : yen(refund_yen)}</td>}
            </tr>
          ))}
        </tbody>
        {more > 0 && <tfoot><tr><td colSpan={5 + (chosen ? 1 : 0) + (with_outcome ? 2 : 0)}>{t('staff.closure.more', { count: more })}</td></tr></tfoot>}
      </table>
    </div>
  );
}
