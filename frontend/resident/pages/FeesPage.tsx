// 料金: what a use of a place would cost, for anybody, and the annex it is worked out by; nothing is held.
import { useState } from 'preact/hooks';
import type { PageProperties } from '../page';
import type { Facility, Space, Town, UserClass } from '../../shared/api/hiroba';
import { usePageTitle } from '../../shared/app/page_title';
import { to } from '../../shared/app/router';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { SelectField, TextField } from '../../shared/components/Field';
import { Heading } from '../../shared/components/Heading';
import { Icon } from '../../shared/components/Icon';
import { Waiting } from '../../shared/components/Waiting';
import { estimatedUse, marksOf, startingWith, type EstimateForm } from '../../shared/fee/estimate';
import { LiveFee } from '../../shared/fee/LiveFee';
import { useLiveFee } from '../../shared/fee/live_fees';
import { quoteRequest } from '../../shared/fee/quote_request';
import { timeRange } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { declaredSoFar, empty_admission, lacksPrice, type AdmissionForm } from '../../shared/terms/admission_form';
import { AdmissionFields } from '../../shared/terms/AdmissionFields';
import { useClimate } from '../../shared/terms/climate';
import { ReductionChoice } from '../../shared/terms/ReductionChoice';
import { extraFaults, no_terms, sentTerms, type TermsForm } from '../../shared/terms/terms_form';
import { TermsFields } from '../../shared/terms/TermsFields';
import { shortTime } from '../../shared/time/civil';
import { findFacility, useTown } from '../../shared/town';
import { priceFault } from '../application/price_words';
import { AnnexTables } from '../fees/AnnexTables';
import { useFirstDay } from '../fees/first_day';
import { NotFoundPage } from './NotFoundPage';

export function FeesPage({ parameters }: PageProperties) {
  const { town, failure } = useTown();
  if (failure) return <FailureNotice failure={failure} />;
  if (!town) return <Waiting />;
  const facility = findFacility(town, parameters['facility'] ?? '');
  const [first] = facility?.spaces ?? [];
  return facility && first ? <Estimate town={town} facility={facility} first={first} /> : <NotFoundPage />;
}

function Estimate({ town, facility, first }: { town: Town; facility: Facility; first: Space }) {
  const [chosen, setForm] = useState<EstimateForm>(() => startingWith(first, '')); // no date: the one that is proposed
  const [user_class, setUserClass] = useState<UserClass>('in_town');
  const [terms, setTerms] = useState<TermsForm>(no_terms);
  const [admission, setAdmission] = useState<AdmissionForm>({ ...empty_admission, charges: 'no', sells: 'no' });
  const space = facility.spaces.find(({ code }) => code === chosen.space) ?? first;
  const proposed = useFirstDay(space, user_class);
  const form = { ...chosen, date: chosen.date || proposed };
  const use = estimatedUse(space, form);
  const climate = useClimate(use && space.offers.climate ? quoteRequest(use, user_class, {}, { is_commercial: false }) : undefined);
  const asked = lacksPrice(admission) || extraFaults(terms, space.offers).length > 0 ? undefined : use;
  const live = useLiveFee(asked && quoteRequest(asked, user_class, sentTerms(terms, space.offers, climate.season !== 'none'), declaredSoFar(admission)));
  const title = t('resident.fees.title', { facility: townText(facility.name) });
  usePageTitle(title);

  function chooseSpace(code: string): void {
    const other = facility.spaces.find((candidate) => candidate.code === code);
    if (!other) return;
    setForm(startingWith(other, chosen.date));
    setTerms(no_terms);
  }

  return (
    <>
      <p><a class="back-link" href={to(`/facilities/${facility.code}`)}><Icon name="back" />{townText(facility.name)}</a></p>
      <Heading>{title}</Heading>
      <p class="lead">{t('resident.fees.lead')}</p>
      <form class="form" onSubmit={(event) => event.preventDefault()} noValidate>
        <SelectField id="space" label={t('resident.row.space')} value={space.code} onValue={chooseSpace}
          options={facility.spaces.map(({ code, name }) => ({ value: code, text: townText(name) }))} />
        <TextField id="date" type="date" width="middle" label={t('resident.row.date')} value={form.date} onValue={(date) => setForm({ ...chosen, date })} />
        <TimeOf space={space} form={form} onChange={(part) => setForm({ ...chosen, ...part })} />
        <SelectField id="user_class" label={t('resident.fees.user_class')} value={user_class} onValue={(code) => setUserClass(code === 'out_of_town' ? 'out_of_town' : 'in_town')}
          options={(['in_town', 'out_of_town'] as const).map((code) => ({ value: code, text: t(`resident.fees.${code}`) }))} />
        <AdmissionFields form={admission} messageFor={(field) => (field === 'highest_yen' ? priceFault(admission) : undefined)} onChange={(part) => setAdmission({ ...admission, ...part })} />
        <TermsFields id="terms" facility={facility} space={space} form={terms} climate={climate} faults={extraFaults(terms, space.offers)}
          onChange={(part) => setTerms({ ...terms, ...part })} />
        <ReductionChoice town={town} user_class={user_class} form={admission} onChange={(part) => setAdmission({ ...admission, ...part })} />
        <LiveFee live={live} titles={[townText(space.name)]} />
      </form>
      <p class="note">{t('resident.fees.note')}</p>
      <AnnexTables town={town} facility={facility} />
    </>
  );
}

interface TimeProperties { space: Space; form: EstimateForm; onChange(part: Partial<EstimateForm>): void }

function TimeOf({ space, form, onChange }: TimeProperties) {
  if (space.use === 'by_night') {
    const most = space.nights?.maximum_nights ?? 1;
    return (
      <SelectField id="nights" label={t('resident.fees.nights')} value={form.nights} onValue={(nights) => onChange({ nights })}
        options={Array.from({ length: most }, (_, count) => ({ value: String(count + 1), text: String(count + 1) }))} />
    );
  }
  if (space.use === 'by_band') {
    return (
      <SelectField id="band" label={t('resident.row.time')} value={form.band} onValue={(band) => onChange({ band })}
        options={space.bands.map(({ code, name, start, end }) => ({ value: code, text: `${townText(name)} ${timeRange(start, end)}` }))} />
    );
  }
  const marks = marksOf(space).map((time) => ({ value: time, text: shortTime(time) }));
  return (
    <>
      <SelectField id="start" label={t('resident.fees.start')} value={form.start} options={marks.slice(0, -1)} onValue={(start) => onChange({ start })} />
      <SelectField id="end" label={t('resident.fees.end')} value={form.end} options={marks.slice(1)} onValue={(end) => onChange({ end })} />
    </>
  );
}
