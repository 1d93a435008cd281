// What happened to a refund, and what proves it.
import type { RefundFile } from '../../shared/api/staff';
import { hasMessage, t } from '../../shared/i18n/text';
import { instantText } from '../parts/place_text';

/** An event without a word is shown as it is, never hidden. */
function eventText(event: string): string {
  const id = `staff.refund.event_${event}`;
  return hasMessage(id) ? t(id) : event;
}

export function RefundHistory({ history }: Pick<RefundFile, 'history'>) {
  return (
    <>
      <h2 id="refund-history">{t('staff.refund.history')}</h2>
      <div class="table-frame" role="region" aria-labelledby="refund-history" tabIndex={0}>
        <table class="list list--cards">
          <thead>
            <tr>
              <th scope="col">{t('staff.refund.when')}</th>
              <th scope="col">{t('staff.refund.what')}</th>
              <th scope="col">{t('staff.refunds.state')}</th>
              <th scope="col">{t('staff.refund.by')}</th>
              <th scope="col">{t('staff.refund.evidence')}</th>
            </tr>
          </thead>
          <tbody>
            {history.map((line) => (
              <tr key={`${line.at_ms} ${line.event}`}>
                <th scope="row" class="list__time">{instantText(line.at_ms)}</th>
                <td data-label={t('staff.refund.what')}>{eventText(line.event)}</td>
                <td data-label={t('staff.refunds.state')}>{t(`staff.refunds.state_${line.to_state}`)}</td>
                <td data-label={t('staff.refund.by')}>{line.by ?? t('staff.none')}</td>
                <td class="list__words" data-label={t('staff.refund.evidence')}>{line.evidence === '' ? t('staff.none') : line.evidence}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
