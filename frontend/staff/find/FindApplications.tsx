// "My number is …": the desk finds an application by what it hears on the telephone, and opens the day of a use of it.
import { useEffect, useState } from 'preact/hooks';
import { serverNow } from '../../shared/api/hiroba';
import { findApplications, type FoundApplication, type FoundApplications } from '../../shared/api/staff';
import { hasCode, sentenceFor } from '../../shared/api/wording';
import { to, usePlace } from '../../shared/app/router';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { TextField } from '../../shared/components/Field';
import { Hidden } from '../../shared/components/Hidden';
import { StateTag } from '../../shared/components/Tag';
import { t } from '../../shared/i18n/text';
import { dateAt } from '../../shared/time/civil';
import { useTown } from '../../shared/town';
import { KindTag } from '../parts/KindTag';
import { facilityText, spaceText, timesText } from '../parts/place_text';
import { useAction } from '../parts/use_action';
import { abandonedLast, boardOf, nameOf, usesShown } from './found_lines';

type View = 'board' | 'list';
interface Answer { typed: string; found: FoundApplications }

function focusField(): void {
  document.getElementById('find')?.focus();
}

export function FindApplications({ view }: { view: View }) {
  const [typed, setTyped] = useState('');
  const [answer, setAnswer] = useState<Answer | undefined>(undefined);
  const { busy, failure, run } = useAction();
  const of_field = failure && hasCode(failure, 'find_too_short', 'find_too_long') ? sentenceFor(failure) : undefined;
  useEffect(() => { if (of_field !== undefined) focusField(); }, [failure]);

  async function find(): Promise<void> {
    const wanted = typed.normalize('NFKC').trim();
    const found = await run(() => findApplications(wanted));
    setAnswer(found && { typed: wanted, found });
  }

  function close(): void {
    setTyped('');
    setAnswer(undefined);
    focusField();
  }

  return (
    <section class="find screen-only" aria-label={t('staff.find.title')}>
      <form class="controls" role="search" aria-label={t('staff.find.title')} noValidate
        onSubmit={(event) => { event.preventDefault(); void find(); }}>
        <TextField id="find" label={t('staff.find.label')} value={typed} onValue={setTyped} maxLength={100}
          help={t('staff.find.help')} error={of_field} />
        <button type="submit" class="button button--small" aria-busy={busy}>{t('staff.find.do')}</button>
        {answer && <button type="button" class="button button--small button--secondary" onClick={close}>{t('staff.find.close')}</button>}
      </form>
      {failure && of_field === undefined && <FailureNotice failure={failure} onRetry={() => void find()} />}
      <p class="find__count" role="status">{answer ? countText(answer) : ''}</p>
      {answer && answer.found.applications.length > 0 && <Lines found={answer.found} view={view} />}
    </section>
  );
}

function countText({ typed, found }: Answer): string {
  const count = found.applications.length;
  if (count === 0) return t('staff.find.nothing', { typed });
  return t(found.more ? 'staff.find.more' : 'staff.find.found', { typed, count });
}

function Lines({ found, view }: { found: FoundApplications; view: View }) {
  return (
    <div class="find__lines" role="region" aria-label={t('staff.find.list')} tabIndex={0}>
      <ul>
        {abandonedLast(found.applications).map((application) => <Line key={application.application_id} application={application} view={view} />)}
      </ul>
    </div>
  );
}

function Line({ application, view }: { application: FoundApplication; view: View }) {
  const { town } = useTown();
  const { query } = usePlace();
  const { application_id, facility, bookings, number, holder, purpose } = application;
  const shown = usesShown(bookings, dateAt(serverNow()));
  const name = nameOf(application);
  const also = [holder, purpose, facilityText(town, facility)].filter((words) => words && words !== name);
  return (
    <li class="find__line">
      <p class="find__what">
        <strong>{name}</strong> <KindTag kind={application.kind} /> <span>{also.join(t('staff.find.separator'))}</span>{' '}
        <a href={to(`/applications/${application_id}`)}>
          {number ?? t('staff.find.no_number')}<Hidden>{t('staff.list.open_what', { title: t('staff.panel.open_application') })}</Hidden>
        </a>
      </p>
      <ul class="find__uses">
        {shown.map((booking) => (
          <li key={booking.booking_id}>
            <a href={to(boardOf(facility, booking, view))} aria-current={query.get('booking') === booking.booking_id ? 'true' : undefined}>
              {timesText(booking)} {spaceText(town, booking.space)}
            </a>{' '}
            <StateTag state={booking.state} />
          </li>
        ))}
        {shown.length < bookings.length && (
          <li><a href={to(`/applications/${application_id}`)}>{t('staff.find.all_uses', { count: bookings.length })}</a></li>
        )}
      </ul>
    </li>
  );
}
