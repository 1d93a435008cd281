// Another space, day, time or other equipment: first what it would mean, then in one step.
import { useState } from 'preact/hooks';
import { changeApplication, loadApplication, previewChange, type ChangePreview, type ChangeRequest } from '../../shared/api/applications';
import type { Application, Booking, Facility } from '../../shared/api/hiroba';
import { usePageTitle } from '../../shared/app/page_title';
import { useRemote } from '../../shared/app/remote';
import { navigate, to, usePlace } from '../../shared/app/router';
import { ErrorSummary } from '../../shared/components/ErrorSummary';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { Heading } from '../../shared/components/Heading';
import { Icon } from '../../shared/components/Icon';
import { Waiting } from '../../shared/components/Waiting';
import { t } from '../../shared/i18n/text';
import { findFacility, useTown } from '../../shared/town';
import { EquipmentFields } from '../book/EquipmentFields';
import { PlaceChooser } from '../parts/PlaceChooser';
import { RadioGroup } from '../parts/RadioGroup';
import { spaceText, timesText } from '../parts/place_text';
import { useAction } from '../parts/use_action';
import { ChangePreviewTable } from './ChangePreviewTable';
import { changeOf, formOf, type ChangeFault, type ChangeForm } from './change_form';

export function ChangePage({ application_id }: { application_id: string }) {
  const { town } = useTown();
  const { query } = usePlace();
  const { remote, reload } = useRemote(() => loadApplication(application_id), [application_id]);
  usePageTitle(t('staff.change.title'));
  if (remote.state === 'failed') return <FailureNotice failure={remote.failure} onRetry={() => void reload()} />;
  if (remote.state === 'loading' || !town) return <Waiting />;
  const application = remote.value;
  const facility = findFacility(town, application.facility);
  const booking = application.bookings.find(({ booking_id }) => booking_id === query.get('booking')) ?? application.bookings[0];
  if (!facility || !booking) return <Waiting />;
  return (
    <>
      <p><a class="back-link" href={to(`/applications/${application_id}`)}><Icon name="back" />{t('staff.panel.open_application')}</a></p>
      <Heading>{t('staff.change.title')}</Heading>
      <p class="lead">{t('staff.change.now', { space: spaceText(town, booking.space), time: timesText(booking) })}</p>
      <ChangeSteps key={booking.booking_id} application={application} facility={facility} booking={booking} />
    </>
  );
}

interface StepsProperties { application: Application; facility: Facility; booking: Booking }

function ChangeSteps({ application, facility, booking }: StepsProperties) {
  const [form, setForm] = useState<ChangeForm>(() => formOf(booking));
  const [fault, setFault] = useState<ChangeFault | undefined>(undefined);
  const [attempt, setAttempt] = useState(0);
  const [shown, setShown] = useState<{ request: ChangeRequest; preview: ChangePreview } | undefined>(undefined);
  const action = useAction();
  const space = facility.spaces.find(({ code }) => code === form.place.space);

  function change(part: Partial<ChangeForm>): void {
    setForm({ ...form, ...part });
    setShown(undefined);
    setFault(undefined);
    action.clear();
  }

  async function look(event: Event): Promise<void> {
    event.preventDefault();
    const request = changeOf(booking, space, form);
    setAttempt(attempt + 1);
    if (typeof request === 'string') return setFault(request);
    const wish = { ...request, version: application.version };
    const preview = await action.run(() => previewChange(application.application_id, wish));
    if (preview) setShown({ request: wish, preview });
  }

  async function confirm(): Promise<void> {
    if (!shown) return;
    const changed = await action.run(() => changeApplication(application.application_id, shown.request));
    if (changed) navigate(`/applications/${application.application_id}?changed=1`);
  }

  return (
    <>
      <ErrorSummary attempt={attempt} errors={fault ? [{ message: t(`staff.change.${fault}`), field: fault === 'date_missing' ? 'change-date' : 'change-space' }] : []} />
      <form class="form form--desk" onSubmit={(event) => void look(event)} noValidate>
        {application.bookings.length > 1 && (
          <RadioGroup id="scope" legend={t('staff.change.scope')} value={form.scope} onValue={(scope) => change({ scope })}
            options={(['one', 'following', 'all'] as const).map((scope) => ({ value: scope, text: t(`staff.change.scope_${scope}`) }))} />
        )}
        <PlaceChooser id="change" facility={facility} user_class={application.user_class} place={form.place} onPlace={(place) => change({ place })}
          date_label={t('staff.board.date')} without_date={form.scope !== 'one'} />
        {space && (
          <EquipmentFields id="change" facility={facility} space={space}
            use={{ space: space.code, date: form.place.date, equipment: form.equipment }} onUse={({ equipment }) => change({ equipment: equipment ?? [] })} />
        )}
        <button class={`button${shown ? ' button--secondary' : ''}`} type="submit" aria-busy={action.busy}>{t('staff.change.look')}</button>
      </form>
      {action.failure && <FailureNotice failure={action.failure} />}
      {shown && <ChangePreviewTable preview={shown.preview} bookings={application.bookings} busy={action.busy} onConfirm={() => void confirm()} />}
    </>
  );
}
