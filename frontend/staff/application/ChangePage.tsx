// Another space, day or time, other terms or another declaration: the fee while it is chosen, then what all of it would
// mean, then in one step.
import { useState } from 'preact/hooks';
import { changeApplication, loadApplication, previewChange, type ChangePreview, type ChangeRequest } from '../../shared/api/applications';
import type { Application, Booking, Facility, Space } from '../../shared/api/hiroba';
import { usePageTitle } from '../../shared/app/page_title';
import { useRemote } from '../../shared/app/remote';
import { navigate, to, usePlace } from '../../shared/app/router';
import { ErrorSummary } from '../../shared/components/ErrorSummary';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { TextField } from '../../shared/components/Field';
import { Heading } from '../../shared/components/Heading';
import { Icon } from '../../shared/components/Icon';
import { Waiting } from '../../shared/components/Waiting';
import { useLiveChange } from '../../shared/fee/live_change';
import { LiveChange } from '../../shared/fee/LiveChange';
import { quoteRequest } from '../../shared/fee/quote_request';
import { t } from '../../shared/i18n/text';
import { isWrongPrice } from '../../shared/terms/admission_form';
import { useClimate, type Climate } from '../../shared/terms/climate';
import { asksAnything, extraFaults } from '../../shared/terms/terms_form';
import { TermsFields } from '../../shared/terms/TermsFields';
import { findFacility, useTown } from '../../shared/town';
import { CheckBox } from '../parts/CheckBox';
import { PlaceChooser } from '../parts/PlaceChooser';
import { RadioGroup } from '../parts/RadioGroup';
import { spaceText, timesText } from '../parts/place_text';
import { useAction } from '../parts/use_action';
import { ChangePreviewTable } from './ChangePreviewTable';
import { isReducible } from './reducible';
import { changeOf, formOf, wishedUse, type ChangeFault, type ChangeForm } from './change_form';

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

const field_of: Record<ChangeFault, string> = { date_missing: 'change-date', time_missing: 'change-space', nothing_changed: 'change-space',
  amount_wrong: 'change-terms', highest_not_a_number: 'highest_yen' };

interface PartProperties { form: ChangeForm; onChange(part: Partial<ChangeForm>): void }

function Terms({ facility, space, form, climate, onChange }: PartProperties & { facility: Facility; space: Space; climate: Climate }) {
  if (!asksAnything(facility, space)) return null;
  return (
    <fieldset class="fieldset terms" id="change-terms" tabIndex={-1}>
      <legend>{t('shared.terms.title')}</legend>
      <TermsFields id="change" facility={facility} space={space} form={form.terms} climate={climate} faults={extraFaults(form.terms, space.offers)}
        onChange={(terms) => onChange({ terms: { ...form.terms, ...terms } })} />
    </fieldset>
  );
}

/** Of the whole application, whatever the scope. */
function Declared({ form, onChange }: PartProperties) {
  return (
    <fieldset class="fieldset terms">
      <legend>{t('staff.change.declared')}</legend>
      <TextField id="highest_yen" label={t('staff.book.highest')} required={false} width="short" inputMode="numeric" suffix={t('shared.terms.unit_yen')}
        value={form.highest_yen} error={isWrongPrice(form.highest_yen) ? t('staff.change.highest_not_a_number') : undefined}
        onValue={(highest_yen) => onChange({ highest_yen })} />
      <CheckBox id="sells" checked={form.sells} onChecked={(sells) => onChange({ sells })}>{t('staff.book.sells')}</CheckBox>
    </fieldset>
  );
}

/** "Accepted": posts decide it. */
const drafted_status = 202;

interface StepsProperties { application: Application; facility: Facility; booking: Booking }

function ChangeSteps({ application, facility, booking }: StepsProperties) {
  const [form, setForm] = useState<ChangeForm>(() => formOf(booking, application.details));
  const [fault, setFault] = useState<ChangeFault | undefined>(undefined);
  const [attempt, setAttempt] = useState(0);
  const [shown, setShown] = useState<{ request: ChangeRequest; preview: ChangePreview } | undefined>(undefined);
  const action = useAction();
  const space = facility.spaces.find(({ code }) => code === form.place.space);
  const { user_class } = application;
  const use = wishedUse(form, booking, space);
  const climate = useClimate(use && space?.offers.climate ? quoteRequest(use, user_class, {}, { is_commercial: false }) : undefined);
  const request = changeOf(form, { booking, details: application.details, space, climate_in_season: climate.season !== 'none' });
  const live = useLiveChange(application.application_id, typeof request === 'string' ? undefined : request);

  function change(part: Partial<ChangeForm>): void {
    setForm({ ...form, ...part });
    setShown(undefined);
    setFault(undefined);
    action.clear();
  }

  async function look(event: Event): Promise<void> {
    event.preventDefault();
    setAttempt(attempt + 1);
    if (typeof request === 'string') return setFault(request);
    const wish = { ...request, version: application.version };
    const preview = await action.run(() => previewChange(application.application_id, wish));
    if (preview) setShown({ request: wish, preview });
  }

  async function confirm(): Promise<void> {
    if (!shown) return;
    let told = 'changed';
    const changed = await action.run(async () => {
      const answer = await changeApplication(application.application_id, shown.request);
      if (answer.ok && answer.status === drafted_status) told = 'drafted';
      return answer;
    });
    if (changed) navigate(`/applications/${application.application_id}?${told}=1`);
  }

  return (
    <>
      <ErrorSummary attempt={attempt} errors={fault ? [{ message: t(`staff.change.${fault}`), field: field_of[fault] }] : []} />
      <form class="form form--desk" onSubmit={(event) => void look(event)} noValidate>
        {application.bookings.length > 1 && (
          <RadioGroup id="scope" legend={t('staff.change.scope')} value={form.scope} onValue={(scope) => change({ scope })}
            options={(['one', 'following', 'all'] as const).map((scope) => ({ value: scope, text: t(`staff.change.scope_${scope}`) }))} />
        )}
        <PlaceChooser id="change" facility={facility} user_class={user_class} place={form.place} onPlace={(place) => change({ place })}
          date_label={t('staff.board.date')} without_date={form.scope !== 'one'} />
        {space && <Terms key={space.code} facility={facility} space={space} form={form} climate={climate} onChange={change} />}
        {application.kind === 'ordinary' && application.details && <Declared form={form} onChange={change} />}
        {isReducible(application) && <p><a href={to(`/applications/${application.application_id}`)}>{t('staff.reductions.on_application')}</a></p>}
        {application.kind === 'ordinary' && !shown && <LiveChange live={live} />}
        <button class={`button${shown ? ' button--secondary' : ''}`} type="submit" aria-busy={action.busy}>{t('staff.change.look')}</button>
      </form>
      {action.failure && <FailureNotice failure={action.failure} />}
      {shown && <ChangePreviewTable preview={shown.preview} bookings={application.bookings} busy={action.busy} onConfirm={() => void confirm()} />}
    </>
  );
}
