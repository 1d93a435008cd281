// Step 2: what for, how many.
import { useState } from 'preact/hooks';
import type { PageProperties } from '../page';
import { putDetails } from '../../shared/api/applications';
import { sentenceFor, hasCode } from '../../shared/api/wording';
import { Attachments } from '../../shared/attachments/Attachments';
import { usePageTitle } from '../../shared/app/page_title';
import { navigate } from '../../shared/app/router';
import { ErrorSummary, type PageError } from '../../shared/components/ErrorSummary';
import { SelectField, TextField } from '../../shared/components/Field';
import { Heading } from '../../shared/components/Heading';
import { SummaryList } from '../../shared/components/SummaryList';
import { LiveFee } from '../../shared/fee/LiveFee';
import { t, townText } from '../../shared/i18n/text';
import { AdmissionFields } from '../../shared/terms/AdmissionFields';
import { ReductionChoice } from '../../shared/terms/ReductionChoice';
import { controlOf, detailsErrors, detailsOf, fieldOf, formOf, type DetailsField, type DetailsForm,
  type DetailsRules } from '../application/details_form';
import { keepDraft, readDraft } from '../application/draft';
import { typedPriceFault } from '../application/price_words';
import { UsesTerms } from '../application/UsesTerms';
import { useUsesTerms } from '../application/uses_terms';
import { SomeHoldsEnded } from '../application/EndedHold';
import { HoldBanner } from '../application/HoldBanner';
import { keepWarnings } from '../application/kept_warnings';
import { LeftOutNotice } from '../application/LeftOutNotice';
import { usesRows } from '../application/rows';
import { StandingNotice } from '../application/Standing';
import { activitiesFor, isHeld, occupies, smallestCapacity } from '../application/states';
import { Steps } from '../application/Steps';
import { WithApplication, type ApplicationView } from '../application/WithApplication';

interface FieldError { field: DetailsField | undefined; message: string; control?: string }

export function DetailsPage({ parameters }: PageProperties) {
  return (
    <WithApplication application_id={parameters['application_id'] ?? ''}>
      {(view) => (isHeld(view.application) ? <Details {...view} /> : <StandingNotice {...view} />)}
    </WithApplication>
  );
}

function rulesOf({ application, facility, town }: ApplicationView): DetailsRules {
  const capacities = new Map(facility.spaces.map(({ code, capacity }) => [code, capacity]));
  return { capacity: smallestCapacity(application, capacities), has_activities: town.activities.length > 0 };
}

function Details(view: ApplicationView) {
  const { application, facility, put, reload } = view;
  const rules = rulesOf(view);
  const [form, setForm] = useState<DetailsForm>(() => (application.details ? formOf(application.details) : readDraft()));
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [attempt, setAttempt] = useState(0);
  const [busy, setBusy] = useState(false);
  const terms = useUsesTerms(view, form, form.group_name);
  usePageTitle(t('resident.details.title'), errors.length > 0);

  function change(part: Partial<DetailsForm>): void {
    setForm({ ...form, ...part });
    keepDraft(part);
  }

  function refuse(found: FieldError[]): void {
    setErrors(found);
    setAttempt((count) => count + 1);
  }

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (busy) return;
    const found = detailsErrors(form, rules);
    if (found.length > 0 || terms.faults.length > 0) {
      return refuse([
        ...found.map(({ field, code }) => ({ field, message: t(`resident.details.${code}`, { capacity: rules.capacity }) })),
        ...terms.faults.map(({ control }) => ({ field: undefined, control, message: t('shared.terms.amount_wrong') })),
      ]);
    }
    setBusy(true);
    const answer = await putDetails(application.application_id, { ...detailsOf(form), uses: terms.sent });
    setBusy(false);
    if (answer.ok) {
      keepWarnings(answer.value);
      return navigate(`/applications/${application.application_id}/check`);
    }
    if (hasCode(answer.failure, 'hold_expired', 'wrong_state')) return void reload();
    refuse([{ field: fieldOf(answer.failure), message: sentenceFor(answer.failure) }]);
  }

  const messageFor = (field: DetailsField) => errors.find((error) => error.field === field)?.message;
  const summary: PageError[] = errors.map(({ field, message, control }) => ({ message, field: control ?? (field && controlOf(field)) }));
  return (
    <>
      <ErrorSummary errors={summary} attempt={attempt} />
      <Steps current={2} />
      <Heading>{t('resident.details.title')}</Heading>
      <HoldBanner application={application} onApplication={put} onExpired={() => void reload()} />
      <LeftOutNotice application_id={application.application_id} facility={facility} />
      <SomeHoldsEnded {...view} />
      <SummaryList rows={usesRows(view, application.bookings.filter(occupies))} />
      <form class="form" onSubmit={(event) => void submit(event)} noValidate>
        <DetailsFields view={view} rules={rules} form={form} messageFor={messageFor} onChange={change} />
        <UsesTerms view={view} terms={terms} />
        <ReductionChoice town={view.town} user_class={application.user_class} form={form} onChange={change} />
        <LiveFee live={terms.live} titles={terms.titles} />
        <Attachments application_id={application.application_id} editable />
        <button class="button" type="submit" aria-busy={busy}>{t('resident.details.next')}</button>
      </form>
    </>
  );
}

interface FieldsProperties {
  view: ApplicationView;
  rules: DetailsRules;
  form: DetailsForm;
  messageFor(field: DetailsField): string | undefined;
  onChange(part: Partial<DetailsForm>): void;
}

function DetailsFields({ view, rules, form, messageFor, onChange }: FieldsProperties) {
  const activities = activitiesFor(view.application, view.facility.spaces, view.town.activities);
  return (
    <>
      {rules.has_activities && (
        <SelectField id="activity" label={t('resident.row.activity')} value={activities.some(({ code }) => code === form.activity) ? form.activity : ''} required error={messageFor('activity')}
          onValue={(activity) => onChange({ activity })}
          options={[{ value: '', text: t('resident.day.choose') },
            ...activities.map(({ code, name }) => ({ value: code, text: townText(name) }))]} />
      )}
      <TextField id="purpose" label={t('resident.row.purpose')} value={form.purpose} required maxLength={200}
        help={t('resident.details.purpose_help')} error={messageFor('purpose')}
        onValue={(purpose) => onChange({ purpose })} />
      <TextField id="people" label={t('resident.row.people')} value={form.people} required width="short"
        inputMode="numeric" suffix={t('resident.home.people_unit')}
        help={t('resident.details.people_help', { capacity: rules.capacity })} error={messageFor('people')}
        onValue={(people) => onChange({ people })} />
      <TextField id="group_name" label={t('resident.row.group')} value={form.group_name} required={false}
        maxLength={100} error={messageFor('group_name')} help={t('resident.details.group_help')}
        onValue={(group_name) => onChange({ group_name })} />
      <AdmissionFields form={form} messageFor={(field) => (field === 'highest_yen' ? typedPriceFault(form) : undefined) ?? messageFor(field)} onChange={onChange} />
    </>
  );
}
