// Booking for somebody on the telephone or at the desk, or for the town: times, person, details, one button.
import { useEffect, useState } from 'preact/hooks';
import type { FreeUse } from '../../shared/api/availability';
import type { Failure } from '../../shared/api/answer';
import { serverNow, type Facility, type Town, type Use } from '../../shared/api/hiroba';
import { bookForResident } from '../../shared/api/staff';
import { newKey } from '../../shared/api/intention';
import { sentenceFor } from '../../shared/api/wording';
import { usePageTitle } from '../../shared/app/page_title';
import { navigate, replaceQuery, usePlace } from '../../shared/app/router';
import { ErrorSummary, type PageError } from '../../shared/components/ErrorSummary';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { SelectField } from '../../shared/components/Field';
import { Heading } from '../../shared/components/Heading';
import { Waiting } from '../../shared/components/Waiting';
import { t, townText } from '../../shared/i18n/text';
import { forget, recall, remember } from '../../shared/memory';
import { useTown } from '../../shared/town';
import { rememberLeftOut } from '../application/left_out';
import { Disclosure } from '../parts/Disclosure';
import { KindChoice } from '../parts/KindChoice';
import { PlaceChooser, type Place } from '../parts/PlaceChooser';
import { ResidentPicker } from '../parts/ResidentPicker';
import { SuspendedNotice } from '../parts/SuspendedNotice';
import { isWhole } from '../parts/time_choices';
import { dateAt, isDate } from '../../shared/time/civil';
import { activitiesFor, applicationOf, bookFaults, empty_form, fieldOfCode, withUse, type BookField, type BookForm } from './book_form';
import { BookFee } from './BookFee';
import { DetailsFields } from './DetailsFields';
import { FreeSearch } from './FreeSearch';
import { UseList } from './UseList';
import { queryFor, usesInAddress } from './use_address';

const no_place: Place = { space: '', date: '', wish: {} };

export function BookPage() {
  const { town, failure } = useTown();
  const { query } = usePlace();
  usePageTitle(t('staff.book.title'));
  if (failure) return <FailureNotice failure={failure} />;
  const facility = town?.facilities.find(({ code }) => code === query.get('facility')) ?? town?.facilities[0];
  if (!town || !facility) return <Waiting />;
  return <BookForFacility town={town} facility={facility} />;
}

/** What was typed belongs to one address: reload and back find it again, a booking for the next caller starts empty. */
function draftName(query: URLSearchParams): string {
  return `desk_form.${query.get('draft') ?? ''}`;
}

function startForm(query: URLSearchParams): BookForm {
  const draft = query.has('draft') ? recall<BookForm>(draftName(query)) : undefined;
  return { ...empty_form, uses: usesInAddress(query), ...draft };
}

function wantedUse({ space, date, wish }: Place, facility: Facility): Use | undefined {
  const chosen = facility.spaces.find(({ code }) => code === space);
  return chosen && isDate(date) && isWhole(chosen, wish) ? { space, date, ...wish } : undefined;
}

function useOfFound({ space, date, band, nights, start, end }: FreeUse): Use {
  if (band !== undefined) return { space, date, band };
  return nights !== undefined ? { space, date, nights } : { space, date, start, end };
}

function BookForFacility({ town, facility }: { town: Town; facility: Facility }) {
  const { query } = usePlace();
  const [form, setForm] = useState(() => startForm(query));
  const [place, setPlace] = useState<Place>({ ...no_place, date: query.get('date') ?? '', space: query.get('space') ?? '' });
  const [errors, setErrors] = useState<{ field: BookField; message: string }[]>([]);
  const [attempt, setAttempt] = useState(0);
  const [busy, setBusy] = useState(false);
  const title = t('staff.book.title');
  usePageTitle(title, errors.length > 0);
  const [draft] = useState(() => query.get('draft') ?? newKey().slice(0, 8));
  useEffect(() => address(facility.code, form.uses), []);
  useEffect(() => remember(`desk_form.${draft}`, form), [form]);

  function address(code: string, uses: readonly Use[]): void {
    const changed = queryFor(code, uses);
    changed.set('draft', draft);
    replaceQuery(changed);
  }

  function change(part: Partial<BookForm>): void {
    setForm((known) => ({ ...known, ...part }));
    if (part.uses) address(facility.code, part.uses);
  }

  function changeFacility(code: string): void {
    setForm((known) => ({ ...known, uses: [] }));
    setPlace({ ...no_place, date: place.date });
    address(code, []);
  }

  function refuse(found: { field: BookField; message: string }[]): void {
    setErrors(found);
    setAttempt((count) => count + 1);
  }

  function addPlace(): BookForm {
    const use = wantedUse(place, facility);
    if (!use) return form;
    const uses = withUse(form.uses, use);
    change({ uses });
    setPlace({ ...place, wish: {} });
    return { ...form, uses };
  }

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (busy) return;
    const whole = addPlace();
    const faults = bookFaults(whole);
    if (faults.length > 0) return refuse(faults.map(({ field, code }) => ({ field, message: t(`staff.book.${code}`) })));
    setErrors([]);
    setBusy(true);
    const answer = await bookForResident(applicationOf(whole, 'all', dateAt(serverNow())));
    setBusy(false);
    if (!answer.ok) return refuse([messageOf(answer.failure)]);
    forget(`desk_form.${draft}`);
    rememberLeftOut(answer.value, whole.uses);
    navigate(`/applications/${answer.value.application.application_id}?booked=1`);
  }

  const messageFor = (field: BookField) => errors.find((error) => error.field === field)?.message;
  const summary: PageError[] = errors.map(({ field, message }) => ({ message, field: field === 'uses' ? 'add-space' : field }));
  const spaces = facility.spaces.filter(({ code }) => form.uses.some(({ space }) => space === code));
  const activities = activitiesFor(town.activities.map(({ code }) => code), spaces);
  const user_class = form.resident?.user_class ?? 'in_town';
  return (
    <>
      <ErrorSummary errors={summary} attempt={attempt} />
      <Heading>{title}</Heading>
      <form class="form form--desk" onSubmit={(event) => void submit(event)} noValidate>
        <KindChoice kind={form.kind} onKind={(kind) => change({ kind })} />
        <section aria-labelledby="times-title">
          <h2 id="times-title">{t('staff.book.times')}</h2>
          {form.uses.length === 0 && (
            <SelectField id="facility" label={t('staff.board.facility')} value={facility.code}
              options={town.facilities.map(({ code, name }) => ({ value: code, text: townText(name) }))}
              onValue={changeFacility} />
          )}
          <UseList facility={facility} uses={form.uses} onUses={(uses) => change({ uses })} />
          {messageFor('uses') && <p class="field__error">{messageFor('uses')}</p>}
          <Disclosure needed={form.uses.length === 0}
            summary={t(form.uses.length === 0 ? 'staff.book.choose_time' : 'staff.book.another_time')}>
            <PlaceChooser id="add" facility={facility} user_class={user_class} place={place} onPlace={setPlace} date_label={t('staff.board.date')} />
            <p><button type="button" class="button button--small button--secondary" onClick={() => void addPlace()}>{t('staff.book.add')}</button></p>
          </Disclosure>
          <Disclosure summary={t('staff.search.title')}>
            <FreeSearch facility={facility} user_class={user_class} people={form.people}
              onChoose={(free) => change({ uses: withUse(form.uses, useOfFound(free)) })} />
          </Disclosure>
        </section>
        {form.kind === 'ordinary' && (
          <>
            <ResidentPicker id="resident" resident={form.resident} onResident={(resident) => change({ resident })} error={messageFor('resident')} />
            <SuspendedNotice resident={form.resident} />
          </>
        )}
        <DetailsFields form={form} activities={town.activities.filter(({ code }) => activities.includes(code))} official={form.kind === 'official'} town={town} user_class={user_class}
          capacity={spaces.length > 0 ? Math.min(...spaces.map(({ capacity }) => capacity)) : undefined} onChange={change} messageFor={messageFor} />
        {form.kind === 'ordinary' && form.uses.length > 0 && <BookFee form={form} uses={form.uses} facility={facility} user_class={user_class} />}
        <button class="button" type="submit" aria-busy={busy}>{t(form.kind === 'official' ? 'staff.book.do_official' : 'staff.book.do')}</button>
      </form>
    </>
  );
}

function messageOf(failure: Failure): { field: BookField; message: string } {
  return { field: failure.kind === 'refusal' ? fieldOfCode(failure.code) : 'uses', message: sentenceFor(failure) };
}
