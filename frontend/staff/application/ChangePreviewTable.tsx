// What a change would mean for each booking and for the money; the button stands only where all of it is possible.
import { useEffect, useRef } from 'preact/hooks';
import type { ChangePreview } from '../../shared/api/applications';
import type { Booking } from '../../shared/api/hiroba';
import { Banner } from '../../shared/components/Banner';
import { Icon } from '../../shared/components/Icon';
import { moneyWords, setOffWords } from '../../shared/fee/live_change';
import { yen } from '../../shared/format';
import { t } from '../../shared/i18n/text';
import { ticketChangeWords } from '../../shared/tickets/change_words';
import { useTown } from '../../shared/town';
import { codeText } from '../parts/code_text';
import { spaceText, timesText } from '../parts/place_text';

interface Properties { preview: ChangePreview; bookings: readonly Booking[]; busy: boolean; onConfirm(): void }

export function ChangePreviewTable({ preview, bookings, busy, onConfirm }: Properties) {
  const { town } = useTown();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [preview]);
  return (
    <div class="preview">
      <h2 id="preview-title" ref={heading} tabIndex={-1}>{t('staff.change.preview')}</h2>
      <div class="table-frame" role="region" aria-labelledby="preview-title" tabIndex={0}>
        <table class="list">
          <thead>
            <tr>
              <th scope="col">{t('staff.change.before')}</th>
              <th scope="col">{t('staff.change.after')}</th>
              <th scope="col" class="number">{t('staff.change.fee')}</th>
              <th scope="col">{t('staff.change.result')}</th>
            </tr>
          </thead>
          <tbody>
            {preview.changes.map((change) => {
              const before = bookings.find(({ booking_id }) => booking_id === change.booking_id);
              return (
                <tr key={change.booking_id}>
                  <td>{before && `${spaceText(town, before.space)} ${timesText(before)}`}</td>
                  <th scope="row">{spaceText(town, change.space)} {timesText(change)}</th>
                  <td class="number">{t('staff.change.fees', { before: yen(change.old_yen), after: yen(change.new_yen) })}</td>
                  <td>
                    {change.code === null
                      ? <span class="tag tag--green"><Icon name="check" />{t('staff.change.possible')}</span>
                      : <><span class="tag tag--red"><Icon name="cross" />{t('staff.change.impossible')}</span> {codeText(change.code, change.facts)}</>}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <p><strong>{moneyWords(preview)}</strong></p>
      {[...ticketChangeWords(preview.changes), ...setOffWords(preview)].map((words) => <p key={words}>{words}</p>)}
      {preview.possible
        ? <p><button type="button" class="button" aria-busy={busy} onClick={onConfirm}>{t('staff.change.do')}</button></p>
        : <Banner kind="error" title={t('staff.change.not_possible')} />}
    </div>
  );
}
