// Another date, time or space, other terms: the fee and the difference are told while it is chosen, and all that it
// would mean before anything is changed.
import { useState } from 'preact/hooks';
import type { PageProperties } from '../page';
import { applyForChange, changeApplication, previewChange, type ChangePreview } from '../../shared/api/applications';
import type { Failure } from '../../shared/api/answer';
import type { Booking } from '../../shared/api/hiroba';
import { sentenceFor } from '../../shared/api/wording';
import { usePageTitle } from '../../shared/app/page_title';
import { navigate, to, usePlace } from '../../shared/app/router';
import { Banner } from '../../shared/components/Banner';
import { ErrorSummary, type PageError } from '../../shared/components/ErrorSummary';
import { Heading } from '../../shared/components/Heading';
import { Icon } from '../../shared/components/Icon';
import { SummaryList } from '../../shared/components/SummaryList';
import { useLiveChange } from '../../shared/fee/live_change';
import { LiveChange } from '../../shared/fee/LiveChange';
import { quoteRequest } from '../../shared/fee/quote_request';
import { t } from '../../shared/i18n/text';
import { useClimate } from '../../shared/terms/climate';
import { changeErrors, changeFormOf, changeRequest, wishedUse, type ChangeCode, type ChangeForm, type Changing } from '../application/change_form';
import { ChangeFields } from '../application/ChangeFields';
import { controlOf } from '../application/details_form';
import { ChangeMeaning } from '../application/ChangeMeaning';
import { usesRows } from '../application/rows';
import { ReductionLink } from '../application/ReductionNotice';
import { changeable } from '../application/states';
import { spaceOf, WithApplication, type ApplicationView } from '../application/WithApplication';

export function ChangePage({ parameters }: PageProperties) {
  const { query } = usePlace();
  return (
    <WithApplication application_id={parameters['application_id'] ?? ''}>
      {(view) => {
        const wanted = query.get('booking');
        const booking = changeable(view.application).find(({ booking_id }) => booking_id === wanted);
        return booking ? <Change view={view} booking={booking} /> : <NotChangeable {...view} />;
      }}
    </WithApplication>
  );
}

function NotChangeable({ application, facility }: ApplicationView) {
  return (
    <>
      <Heading>{t('resident.change.title')}</Heading>
      <Banner kind="info" title={t('resident.change.not_changeable', { phone: facility.phone })} />
      <p><a class="button" href={to(`/applications/${application.application_id}`)}>{t('resident.applications.look')}</a></p>
    </>
  );
}

interface Troubles { errors: PageError[]; attempt: number; refuse(errors: PageError[]): void }

function useTroubles(): Troubles {
  const [errors, setErrors] = useState<PageError[]>([]);
  const [attempt, setAttempt] = useState(0);
  return {
    errors, attempt,
    refuse(found) {
      setErrors(found);
      setAttempt((count) => count + 1);
    },
  };
}

function messageOf(code: ChangeCode): string {
  switch (code) {
    case 'amount_wrong':
      return t('shared.terms.amount_wrong');
    case 'charges_missing':
    case 'highest_missing':
    case 'highest_not_a_number':
    case 'sells_missing':
      return t(`resident.details.${code}`);
    default:
      return t(`resident.change.${code}`);
  }
}

function Change({ view, booking }: { view: ApplicationView; booking: Booking }) {
  const { application, facility } = view;
  const [form, setForm] = useState<ChangeForm>(() => changeFormOf(booking, application.details));
  const [preview, setPreview] = useState<ChangePreview | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  const { errors, attempt, refuse } = useTroubles();
  usePageTitle(t('resident.change.title'), errors.length > 0);
  const space = spaceOf(facility, form);
  const root = `/applications/${application.application_id}`;
  const use = wishedUse(form, booking, space);
  const climate = useClimate(use && space.offers.climate ? quoteRequest(use, application.user_class, {}, { is_commercial: false }) : undefined);
  const changing: Changing = { booking, details: application.details, space, climate_in_season: climate.season !== 'none' };
  const faults = changeErrors(form, changing);
  const live = useLiveChange(application.application_id, faults.length === 0 ? changeRequest(form, changing) : undefined);

  async function busily<T>(work: Promise<T>): Promise<T> {
    setBusy(true);
    const result = await work;
    setBusy(false);
    return result;
  }

  const refuseFailure = (failure: Failure) => refuse([{ message: sentenceFor(failure) }]);

  const wish = () => ({ ...changeRequest(form, changing), version: application.version });

  async function look(event: Event): Promise<void> {
    event.preventDefault();
    if (busy) return;
    refuse(faults.map(({ field, code }) => ({ field, message: messageOf(code) })));
    if (faults.length > 0) return;
    const answer = await busily(previewChange(application.application_id, wish()));
    if (answer.ok) setPreview(answer.value);
    else refuseFailure(answer.failure);
  }

  async function change(): Promise<void> {
    if (busy) return;
    const answer = await busily(changeApplication(application.application_id, wish()));
    if (answer.ok) return navigate(`${root}?changed=yes`);
    setPreview(undefined);
    refuseFailure(answer.failure);
  }

  async function apply(words: string): Promise<void> {
    if (busy) return;
    const answer = await busily(applyForChange(application.application_id, { ...wish(), ...(words === '' ? {} : { words }) }));
    if (answer.ok) return navigate(`${root}?asked=yes`);
    setPreview(undefined);
    refuseFailure(answer.failure);
  }

  function edit(next: ChangeForm): void {
    setForm(next);
    setPreview(undefined);
  }

  return (
    <>
      <ErrorSummary attempt={attempt} errors={errors.map(({ field, message }) => ({ message, field: field === 'charges' || field === 'sells' ? controlOf(field) : field }))} />
      <p><a class="back-link" href={to(root)}><Icon name="back" />{t('resident.application.title')}</a></p>
      <Heading>{t('resident.change.title')}</Heading>
      <p class="lead">{t('resident.change.lead')}</p>
      <h2>{t('resident.change.now')}</h2>
      <SummaryList rows={usesRows(view, [booking])} />
      <h2>{t('resident.change.wish')}</h2>
      <form class="form" onSubmit={(event) => void look(event)} noValidate>
        <ChangeFields view={view} booking={booking} space={space} form={form} climate={climate} errors={errors} onChange={edit} />
        <ReductionLink {...view} />
        {!preview && <LiveChange live={live} />}
        {!preview && <button class="button" type="submit" aria-busy={busy}>{t('resident.change.look')}</button>}
      </form>
      {preview && <ChangeMeaning view={view} preview={preview} busy={busy} onChange={() => void change()} onApply={(words) => void apply(words)} onBack={() => setPreview(undefined)} />}
    </>
  );
}
