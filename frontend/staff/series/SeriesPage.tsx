// Weekly and monthly use, official use, the schools' priority: every date is seen before any is booked.
import { useState } from 'preact/hooks';
import { previewSeries, type SeriesPreview, type SeriesRequest } from '../../shared/api/applications';
import { serverNow, type Facility, type Town } from '../../shared/api/hiroba';
import { bookForResident } from '../../shared/api/staff';
import { usePageTitle } from '../../shared/app/page_title';
import { navigate, usePlace } from '../../shared/app/router';
import { ErrorSummary, type PageError } from '../../shared/components/ErrorSummary';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { SelectField } from '../../shared/components/Field';
import { Heading } from '../../shared/components/Heading';
import { Waiting } from '../../shared/components/Waiting';
import { t, townText } from '../../shared/i18n/text';
import { dateAt } from '../../shared/time/civil';
import { useTown } from '../../shared/town';
import { rememberLeftOut } from '../application/left_out';
import { activitiesFor, applicationOf, bookFaults, empty_form, type BookField, type BookForm } from '../book/book_form';
import { DetailsFields } from '../book/DetailsFields';
import { BookFee } from '../book/BookFee';
import { TermsOfUse } from '../book/TermsOfUse';
import { usesInAddress } from '../book/use_address';
import { KindChoice } from '../parts/KindChoice';
import { PlaceChooser, type Place } from '../parts/PlaceChooser';
import { ResidentPicker } from '../parts/ResidentPicker';
import { SuspendedNotice } from '../parts/SuspendedNotice';
import { useAction } from '../parts/use_action';
import { RepetitionFields } from './RepetitionFields';
import { SeriesDates } from './SeriesDates';
import { fittingUsesOn, seriesFaults, seriesOf, startRepetition, termsIn, usesOn, type SeriesFault, type SeriesTerms } from './series_form';

export function SeriesPage() {
  const { town, failure } = useTown();
  const { query } = usePlace();
  const [code, setCode] = useState(query.get('facility') ?? '');
  usePageTitle(t('staff.series.title'));
  if (failure) return <FailureNotice failure={failure} />;
  const facility = town?.facilities.find((candidate) => candidate.code === code) ?? town?.facilities[0];
  if (!town || !facility) return <Waiting />;
  return <SeriesOfFacility town={town} facility={facility} onFacility={setCode} />;
}

function startPlace(query: URLSearchParams): Place {
  const [use] = usesInAddress(query);
  if (!use) return { space: '', date: '', wish: {} };
  const { space, date, ...wish } = use;
  return { space, date, wish };
}

const series_fields: Record<SeriesFault, string> = { time_missing: 'series-space', first_missing: 'series-date', last_missing: 'last',
  last_before_first: 'last', interval_wrong: 'interval' };

interface Properties { town: Town; facility: Facility; onFacility(code: string): void }

function SeriesOfFacility({ town, facility, onFacility }: Properties) {
  const { query } = usePlace();
  const [place, setPlace] = useState<Place>(() => startPlace(query));
  const [repetition, setRepetition] = useState(() => startRepetition(place.date));
  const [form, setForm] = useState<BookForm>({ ...empty_form, kind: 'official' });
  const [terms, setTerms] = useState<SeriesTerms>({});
  const [shown, setShown] = useState<{ request: SeriesRequest; preview: SeriesPreview } | undefined>(undefined);
  const [left_out, setLeftOut] = useState<ReadonlySet<string>>(new Set());
  const [faults, setFaults] = useState<{ series: SeriesFault[]; details: { field: BookField; message: string }[] }>({ series: [], details: [] });
  const [attempt, setAttempt] = useState(0);
  const action = useAction();
  const space = facility.spaces.find(({ code }) => code === place.space);
  const official = form.kind === 'official';
  const fitting = shown ? fittingUsesOn(shown.request.use, shown.preview.dates, left_out) : [];

  function outdated<T>(set: (value: T) => void): (value: T) => void {
    return (value) => {
      set(value);
      setShown(undefined);
    };
  }

  function choosePlace(chosen: Place): void {
    setPlace(chosen);
    if (chosen.space !== place.space) setTerms({});
  }

  async function look(event: Event): Promise<void> {
    event.preventDefault();
    const series = seriesFaults(space, place, repetition);
    setFaults({ series, details: [] });
    setAttempt(attempt + 1);
    if (series.length > 0) return;
    const request = seriesOf(place, terms, repetition, official ? undefined : form.resident);
    const preview = await action.run(() => previewSeries(request));
    if (!preview) return;
    setLeftOut(new Set());
    setShown({ request, preview });
  }

  async function book(fitting: 'all' | 'those_that_fit'): Promise<void> {
    if (!shown) return;
    const uses = usesOn(shown.request.use, shown.preview.dates, left_out);
    const details = bookFaults({ ...form, uses }).map(({ field, code }) => ({ field, message: t(`staff.book.${code}`) }));
    setFaults({ series: [], details });
    setAttempt(attempt + 1);
    if (details.length > 0) return;
    const booked = await action.run(() => bookForResident(applicationOf({ ...form, uses }, fitting, dateAt(serverNow()))));
    if (!booked) return;
    rememberLeftOut(booked, uses);
    navigate(`/applications/${booked.application.application_id}?booked=1`);
  }

  const messageForSeries = (...wanted: SeriesFault[]) => {
    const fault = faults.series.find((each) => wanted.includes(each));
    return fault && t(`staff.series.${fault}`);
  };
  const messageForDetails = (field: BookField) => faults.details.find((each) => each.field === field)?.message;
  const errors: PageError[] = [...faults.series.map((fault) => ({ message: t(`staff.series.${fault}`), field: series_fields[fault] })), ...faults.details];
  const activities = activitiesFor(town.activities.map(({ code }) => code), space ? [space] : []);
  return (
    <>
      <ErrorSummary errors={errors} attempt={attempt} />
      <Heading>{t('staff.series.title')}</Heading>
      <form class="form form--desk" onSubmit={(event) => void look(event)} noValidate>
        <KindChoice kind={form.kind} onKind={outdated((kind) => setForm({ ...form, kind }))} />
        <section aria-labelledby="times-title">
          <h2 id="times-title">{t('staff.series.when')}</h2>
          <SelectField id="facility" label={t('staff.board.facility')} value={facility.code}
            options={town.facilities.map(({ code, name }) => ({ value: code, text: townText(name) }))}
            onValue={outdated((code) => { onFacility(code); choosePlace({ space: '', date: place.date, wish: {} }); })} />
          <PlaceChooser id="series" facility={facility} user_class={form.resident?.user_class ?? 'in_town'} place={place}
            onPlace={outdated(choosePlace)} date_label={t('staff.series.first')} error={messageForSeries('time_missing')} />
          {messageForSeries('first_missing') && <p class="field__error">{messageForSeries('first_missing')}</p>}
          {space && (
            <TermsOfUse key={space.code} id="series" facility={facility} space={space} use={{ space: space.code, date: place.date, ...place.wish, ...terms }}
              onUse={outdated((use) => setTerms(termsIn(use)))} />
          )}
          <RepetitionFields form={repetition} first={place.date} messageFor={messageForSeries}
            onChange={outdated((change) => setRepetition({ ...repetition, ...change }))} />
        </section>
        {!official && (
          <>
            <ResidentPicker id="resident" resident={form.resident} error={messageForDetails('resident')}
              onResident={outdated((resident) => setForm({ ...form, resident }))} />
            <SuspendedNotice resident={form.resident} />
          </>
        )}
        <DetailsFields form={form} official={official} town={town} user_class={form.resident?.user_class ?? 'in_town'} capacity={space?.capacity} messageFor={messageForDetails}
          activities={town.activities.filter(({ code }) => activities.includes(code))} onChange={(change) => setForm({ ...form, ...change })} />
        <button class={`button${shown ? ' button--secondary' : ''}`} type="submit" aria-busy={action.busy}>{t('staff.series.look')}</button>
      </form>
      {action.failure && <FailureNotice failure={action.failure} />}
      {!official && fitting.length > 0 && <BookFee form={form} uses={fitting} facility={facility} user_class={form.resident?.user_class ?? 'in_town'} />}
      {shown && (
        <SeriesDates preview={shown.preview} left_out={left_out} official={official} busy={action.busy} onLeftOut={setLeftOut}
          onBook={(fitting) => void book(fitting)} />
      )}
    </>
  );
}
