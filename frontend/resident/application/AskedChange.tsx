// A change that waits for a decision: what is asked for beside what stands, until when, and giving it up.
import { useState } from 'preact/hooks';
import { withdrawChange } from '../../shared/api/applications';
import type { Failure } from '../../shared/api/answer';
import { usePlace } from '../../shared/app/router';
import { Banner } from '../../shared/components/Banner';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { deadline, yen } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { declaredFacts } from '../../shared/terms/declared';
import { termsWords } from '../../shared/terms/terms_words';
import { daysBetween } from '../../shared/time/civil';
import { dateAndTimeWords, equipmentWords } from '../use_words';
import { spaceOf, type ApplicationView } from './WithApplication';

export function AskedChange(view: ApplicationView) {
  const { application, reload } = view;
  const { query } = usePlace();
  const [failure, setFailure] = useState<Failure | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const asked = application.change_request;
  if (asked === null) return null;

  async function withdraw(): Promise<void> {
    if (busy) return;
    setBusy(true);
    const answer = await withdrawChange(application);
    setBusy(false);
    if (answer.ok) await reload();
    else setFailure(answer.failure);
  }

  return (
    <section aria-labelledby="asked-change">
      <Banner kind="info" title={t(query.has('asked') ? 'resident.asked_change.done' : 'resident.asked_change.examined')} announce={query.has('asked')} />
      <h2 id="asked-change">{t('resident.asked_change.title')}</h2>
      <ul class="plain-list">
        {asked.uses.map((use) => <Use key={use.booking_id} view={view} use={use} />)}
      </ul>
      {asked.declared !== null && <p>{t('shared.declared', declaredFacts(asked.declared))}</p>}
      {asked.words !== null && <p>{t('resident.asked_change.words', { words: asked.words })}</p>}
      <p>{t('resident.asked_change.kept', { until: deadline(asked.expires_at_ms) })}</p>
      {failure && <FailureNotice failure={failure} />}
      {asking
        ? (
          <div class="question" role="group" aria-label={t('resident.asked_change.question')}>
            <p>{t('resident.asked_change.question')}</p>
            <p class="actions">
              <button type="button" class="button button--danger" aria-busy={busy} onClick={() => void withdraw()}>{t('resident.asked_change.withdraw')}</button>
              <button type="button" class="button button--secondary" onClick={() => setAsking(false)}>{t('resident.asked_change.keep')}</button>
            </p>
          </div>
        )
        : <p><button type="button" class="button button--secondary" onClick={() => setAsking(true)}>{t('resident.asked_change.withdraw')}</button></p>}
    </section>
  );
}

type AskedUse = NonNullable<ApplicationView['application']['change_request']>['uses'][number];

function Use({ view: { application, facility }, use }: { view: ApplicationView; use: AskedUse }) {
  const space = spaceOf(facility, use);
  const before = application.bookings.find(({ booking_id }) => booking_id === use.booking_id);
  const nights = use.last_date > use.date ? daysBetween(use.date, use.last_date) : undefined;
  return (
    <li>
      {dateAndTimeWords(space, { ...use, band: undefined, nights })} {townText(space.name)}<br />
      {termsWords(space, use) && <>{termsWords(space, use)}<br /></>}
      {use.equipment.length > 0 && <>{equipmentWords(facility, use.equipment)}<br /></>}
      {before && t('resident.asked_change.from_to', {
        before: `${dateAndTimeWords(spaceOf(facility, before), before)} ${townText(spaceOf(facility, before).name)}`,
        old: yen(before.fee.total_yen), new: yen(use.total_yen),
      })}
    </li>
  );
}
