// Step 0: what are you looking for?
import { useState } from 'preact/hooks';
import { serverNow } from '../../shared/api/hiroba';
import { usePageTitle } from '../../shared/app/page_title';
import { navigate, to } from '../../shared/app/router';
import { ErrorSummary } from '../../shared/components/ErrorSummary';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { SelectField, TextField } from '../../shared/components/Field';
import { Heading } from '../../shared/components/Heading';
import { Icon } from '../../shared/components/Icon';
import { t, townText } from '../../shared/i18n/text';
import { recall, remember } from '../../shared/memory';
import { addDays, dateAt } from '../../shared/time/civil';
import { useTown } from '../../shared/town';
import { keepDraft, readDraft } from '../draft';
import { readPeople, searchErrors, type SearchError, type SearchField, type SearchForm } from '../search';

const days_bookable_ahead = 366;

function startingForm(): SearchForm {
  const draft = readDraft();
  return { facility: '', date: '', ...recall<Partial<SearchForm>>('search'), people: draft.people, purpose: draft.purpose };
}

function searchPlace(form: SearchForm): string {
  const query = new URLSearchParams({ date: form.date });
  if (form.facility) query.set('facility', form.facility);
  const people = readPeople(form.people);
  if (people !== undefined) query.set('people', String(people));
  return `/search?${query}`;
}

export function HomePage() {
  const { town, failure } = useTown();
  const [form, setForm] = useState<SearchForm>(startingForm);
  const [errors, setErrors] = useState<SearchError[]>([]);
  const [attempt, setAttempt] = useState(0);
  const today = dateAt(serverNow());
  usePageTitle(t('resident.home.title'), errors.length > 0);

  function change(part: Partial<SearchForm>): void {
    const next = { ...form, ...part };
    setForm(next);
    remember('search', { facility: next.facility, date: next.date });
    keepDraft({ people: next.people, purpose: next.purpose });
  }

  function submit(event: Event): void {
    event.preventDefault();
    const found = searchErrors(form, today);
    setErrors(found);
    setAttempt(attempt + 1);
    if (found.length > 0) return;
    const people = readPeople(form.people);
    keepDraft({ people: people === undefined ? '' : String(people) });
    navigate(searchPlace(form));
  }

  function messageFor(field: SearchField): string | undefined {
    const error = errors.find((candidate) => candidate.field === field);
    return error && t(`resident.home.${error.code}`);
  }

  const facilities = [
    { value: '', text: t('resident.home.any_facility') },
    ...(town?.facilities ?? []).map((facility) => ({ value: facility.code, text: townText(facility.name) })),
  ];
  return (
    <>
      <ErrorSummary attempt={attempt}
        errors={errors.map(({ field, code }) => ({ field, message: t(`resident.home.${code}`) }))} />
      <Heading>{t('resident.home.title')}</Heading>
      <p class="lead">{t('resident.home.lead')}</p>
      {failure && <FailureNotice failure={failure} />}
      <form class="form form--card" onSubmit={submit} noValidate>
        <SelectField id="facility" label={t('resident.home.facility')} value={form.facility} options={facilities}
          onValue={(facility) => change({ facility })} />
        <TextField id="date" label={t('resident.home.date')} type="date" value={form.date} required width="middle"
          min={today} max={addDays(today, days_bookable_ahead)} error={messageFor('date')}
          onValue={(date) => change({ date })} />
        <TextField id="people" label={t('resident.home.people')} value={form.people} required={false} width="short"
          inputMode="numeric" suffix={t('resident.home.people_unit')} error={messageFor('people')}
          onValue={(people) => change({ people })} />
        <TextField id="purpose" label={t('resident.home.purpose')} value={form.purpose} required={false} maxLength={200}
          help={t('resident.home.purpose_help')} onValue={(purpose) => change({ purpose })} />
        <button class="button" type="submit">{t('resident.home.search')}</button>
      </form>
      <h2>{t('resident.home.by_room')}</h2>
      <p>{t('resident.home.by_room_help')}</p>
      {(town?.facilities ?? []).map((facility) => (
        <section class="facility" key={facility.code} aria-labelledby={`facility-${facility.code}`}>
          <h3 id={`facility-${facility.code}`}>{townText(facility.name)}</h3>
          {facility.address && <p class="facility__address">{townText(facility.address)}</p>}
          <ul class="link-list">
            {facility.spaces.map((space) => (
              <li key={space.code}>
                <a href={to(`/spaces/${space.code}`)}>
                  <span class="link-list__name">{townText(space.name)}</span>
                  <span class="link-list__note">{t('resident.capacity', { capacity: space.capacity })}</span>
                  <Icon name="next" />
                </a>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
