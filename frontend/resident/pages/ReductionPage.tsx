// 減免の申請: for what is applied for already; until it is decided the fee stays as it is.
import { useState } from 'preact/hooks';
import type { PageProperties } from '../page';
import { askReduction } from '../../shared/api/applications';
import { serverNow } from '../../shared/api/hiroba';
import { sentenceFor } from '../../shared/api/wording';
import { usePageTitle } from '../../shared/app/page_title';
import { navigate, to } from '../../shared/app/router';
import { Banner } from '../../shared/components/Banner';
import { ErrorSummary, type PageError } from '../../shared/components/ErrorSummary';
import { Heading } from '../../shared/components/Heading';
import { Icon } from '../../shared/components/Icon';
import { SummaryList } from '../../shared/components/SummaryList';
import { yen } from '../../shared/format';
import { t } from '../../shared/i18n/text';
import { admissionFormOf, empty_admission, type AdmissionForm } from '../../shared/terms/admission_form';
import { ReductionChoice } from '../../shared/terms/ReductionChoice';
import { askingFor } from '../application/reduction_asking';
import { ReductionNotice } from '../application/ReductionNotice';
import { usesRows } from '../application/rows';
import { occupies } from '../application/states';
import { WithApplication, type ApplicationView } from '../application/WithApplication';

export function ReductionPage({ parameters }: PageProperties) {
  usePageTitle(t('resident.reduction.title'));
  return (
    <WithApplication application_id={parameters['application_id'] ?? ''}>
      {(view) => <Asking {...view} />}
    </WithApplication>
  );
}

function Asking(view: ApplicationView) {
  const { application, town, facility } = view;
  const root = `/applications/${application.application_id}`;
  const asking = askingFor(application, town, serverNow());
  return (
    <>
      <p><a class="back-link" href={to(root)}><Icon name="back" />{t('resident.application.title')}</a></p>
      <Heading>{t('resident.reduction.title')}</Heading>
      <ReductionNotice {...view} />
      {asking === 'open' && <AskForm {...view} />}
      {asking === 'in_the_form' && <p><a class="button" href={to(`${root}/details`)}>{t('resident.reduction.in_the_form')}</a></p>}
      {(asking === 'over' || asking === 'none_offered') && <Banner kind="info" title={t(`resident.reduction.${asking}`, { phone: facility.phone })} />}
    </>
  );
}

function AskForm(view: ApplicationView) {
  const { application, town } = view;
  const [form, setForm] = useState<AdmissionForm>(() => ({ ...(application.details ? admissionFormOf(application.details) : empty_admission), reduction: '' }));
  const [errors, setErrors] = useState<PageError[]>([]);
  const [attempt, setAttempt] = useState(0);
  const [busy, setBusy] = useState(false);

  function refuse(error: PageError): void {
    setErrors([error]);
    setAttempt((count) => count + 1);
  }

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (busy) return;
    if (form.reduction === '') return refuse({ message: t('resident.reduction.choose'), field: 'reduction-none' });
    setBusy(true);
    const answer = await askReduction(application.application_id, form.reduction);
    setBusy(false);
    if (answer.ok) return navigate(`/applications/${application.application_id}`);
    refuse({ message: sentenceFor(answer.failure), field: 'reduction-none' });
  }

  return (
    <>
      <ErrorSummary attempt={attempt} errors={errors} />
      <p class="lead">{t('resident.reduction.lead')}</p>
      <SummaryList rows={[...usesRows(view, application.bookings.filter(occupies)), { name: t('resident.reduction.fee_now'), value: yen(application.total_yen) }]} />
      <form class="form" onSubmit={(event) => void submit(event)} noValidate>
        <ReductionChoice town={town} user_class={application.user_class} form={form} onChange={(part) => setForm({ ...form, ...part })} />
        <button class="button" type="submit" aria-busy={busy}>{t('resident.reduction.do')}</button>
      </form>
    </>
  );
}
