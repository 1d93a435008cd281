// Step 2: what for, how many.
import { useState } from 'preact/hooks';
import type { PageProperties } from '../ResidentPages';
import { putDetails } from '../../shared/api/hiroba';
import { sentenceFor, hasCode } from '../../shared/api/wording';
import { usePageTitle } from '../../shared/app/page_title';
import { navigate } from '../../shared/app/router';
import { ErrorSummary, type PageError } from '../../shared/components/ErrorSummary';
import { Requirement, TextField } from '../../shared/components/Field';
import { Heading } from '../../shared/components/Heading';
import { SummaryList } from '../../shared/components/SummaryList';
import { t } from '../../shared/i18n/text';
import { feeRow, placeRows } from '../booking_rows';
import { BookingOver } from '../BookingOver';
import { controlOf, detailsErrors, detailsOf, fieldOf, formOf, type DetailsField, type DetailsForm } from '../details_form';
import { keepDraft, readDraft } from '../draft';
import { HoldBanner } from '../HoldBanner';
import { Steps } from '../Steps';
import { WithBooking, type BookingView } from '../WithBooking';

interface FieldError { field: DetailsField | undefined; message: string }

export function DetailsPage({ parameters }: PageProperties) {
  return (
    <WithBooking booking_id={parameters['booking_id'] ?? ''}>
      {(view) => (view.booking.state === 'held' ? <Details {...view} /> : <BookingOver {...view} />)}
    </WithBooking>
  );
}

function Details(view: BookingView) {
  const { booking, space, put, reload } = view;
  const [form, setForm] = useState<DetailsForm>(() => (booking.details ? formOf(booking.details) : readDraft()));
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [attempt, setAttempt] = useState(0);
  const [busy, setBusy] = useState(false);
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
    const found = detailsErrors(form, space.capacity);
    if (found.length > 0) {
      return refuse(found.map(({ field, code }) =>
        ({ field, message: t(`resident.details.${code}`, { capacity: space.capacity }) })));
    }
    setBusy(true);
    const answer = await putDetails(booking.booking_id, detailsOf(form));
    setBusy(false);
    if (answer.ok) return navigate(`/bookings/${booking.booking_id}/check`);
    if (hasCode(answer.failure, 'hold_expired', 'wrong_state')) return void reload();
    refuse([{ field: fieldOf(answer.failure), message: sentenceFor(answer.failure) }]);
  }

  const messageFor = (field: DetailsField) => errors.find((error) => error.field === field)?.message;
  const summary: PageError[] = errors.map(({ field, message }) => ({ message, field: field && controlOf(field) }));
  return (
    <>
      <ErrorSummary errors={summary} attempt={attempt} />
      <Steps current={2} />
      <Heading>{t('resident.details.title')}</Heading>
      <HoldBanner booking={booking} onBooking={put} onExpired={() => void reload()} />
      <SummaryList rows={[...placeRows(view), feeRow(view)]} />
      <form class="form" onSubmit={(event) => void submit(event)} noValidate>
        <TextField id="purpose" label={t('resident.row.purpose')} value={form.purpose} required maxLength={200}
          help={t('resident.details.purpose_help')} error={messageFor('purpose')}
          onValue={(purpose) => change({ purpose })} />
        <TextField id="people" label={t('resident.row.people')} value={form.people} required width="short"
          inputMode="numeric" suffix={t('resident.home.people_unit')}
          help={t('resident.details.people_help', { capacity: space.capacity })} error={messageFor('people')}
          onValue={(people) => change({ people })} />
        <TextField id="group_name" label={t('resident.row.group')} value={form.group_name} required={false}
          maxLength={100} error={messageFor('group_name')} help={t('resident.details.group_help')}
          onValue={(group_name) => change({ group_name })} />
        <AdmissionQuestion value={form.admission} error={messageFor('admission')}
          onValue={(admission) => change({ admission })} />
        <button class="button" type="submit" aria-busy={busy}>{t('resident.details.next')}</button>
      </form>
    </>
  );
}

interface AdmissionProperties {
  value: DetailsForm['admission'];
  error: string | undefined;
  onValue(value: DetailsForm['admission']): void;
}

function AdmissionQuestion({ value, error, onValue }: AdmissionProperties) {
  const described = error ? 'admission-help admission-error' : 'admission-help';
  return (
    <fieldset class={error ? 'field field--wrong' : 'field'} aria-describedby={described}>
      <legend class="field__label">{t('resident.row.admission')} <Requirement required /></legend>
      <p class="field__help" id="admission-help">{t('resident.details.admission_help')}</p>
      {error && <p class="field__error" id="admission-error">{error}</p>}
      <div class="radios">
        {(['no', 'yes'] as const).map((answer) => (
          <div class="radio" key={answer}>
            <input type="radio" id={`admission-${answer}`} name="admission" value={answer} checked={value === answer}
              onChange={() => onValue(answer)} />
            <label for={`admission-${answer}`}>{t(`common.${answer}`)}</label>
          </div>
        ))}
      </div>
    </fieldset>
  );
}
