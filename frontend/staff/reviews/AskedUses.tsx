// A change that waits: each use as it stands and as it would be, with both fees.
import type { AskedChange } from '../../shared/api/applications';
import type { Application, Booking, Town } from '../../shared/api/hiroba';
import { deadline, yen } from '../../shared/format';
import { t } from '../../shared/i18n/text';
import { declaredFacts } from '../../shared/terms/declared';
import { termsWords } from '../../shared/terms/terms_words';
import { findSpace, useTown } from '../../shared/town';
import { equipmentText, spaceText, timesText } from '../parts/place_text';

interface Properties { id: string; application: Pick<Application, 'bookings'>; change: AskedChange }

/** What is declared of the use, and its equipment. */
function furtherWords(town: Town | undefined, { space, terms, equipment }: Pick<Booking, 'space' | 'terms' | 'equipment'>): string[] {
  const found = town && findSpace(town, space);
  if (!found) return [];
  return [termsWords(found.space, { terms }), equipmentText(town, found.facility.code, equipment)].filter((words) => words !== '');
}

export function AskedUses({ id, application, change }: Properties) {
  const { town } = useTown();
  const title_id = `asked-${id}`;
  return (
    <>
      <p id={title_id}><strong>{t(change.at_desk ? 'staff.asked_change.at_desk' : 'staff.asked_change.applied')}</strong></p>
      <div class="table-frame" role="region" aria-labelledby={title_id} tabIndex={0}>
        <table class="list" aria-labelledby={title_id}>
          <thead>
            <tr>
              <th scope="col">{t('staff.change.before')}</th>
              <th scope="col">{t('staff.change.after')}</th>
              <th scope="col" class="number">{t('staff.change.fee')}</th>
            </tr>
          </thead>
          <tbody>
            {change.uses.map((use) => {
              const before = application.bookings.find(({ booking_id }) => booking_id === use.booking_id);
              return (
                <tr key={use.booking_id}>
                  <td>
                    {before && `${spaceText(town, before.space)} ${timesText(before)}`}
                    {before && furtherWords(town, before).map((words) => <small key={words}><br />{words}</small>)}
                  </td>
                  <th scope="row">
                    {spaceText(town, use.space)} {timesText(use)}
                    {furtherWords(town, use).map((words) => <small key={words}><br />{words}</small>)}
                  </th>
                  <td class="number">{t('staff.change.fees', { before: yen(before?.fee.total_yen ?? 0), after: yen(use.total_yen) })}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {change.declared !== null && <p>{t('shared.declared', declaredFacts(change.declared))}</p>}
      {change.words !== null && <p>{t('staff.asked_change.words', { words: change.words })}</p>}
      <p>{t('staff.asked_change.kept', { until: deadline(change.expires_at_ms) })}</p>
    </>
  );
}
