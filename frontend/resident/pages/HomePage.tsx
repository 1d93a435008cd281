// Step 0: what are you looking for?
import { useState } from 'preact/hooks';
import { serverNow, type Facility } from '../../shared/api/hiroba';
import { usePageTitle } from '../../shared/app/page_title';
import { navigate, to, usePlace } from '../../shared/app/router';
import { ErrorSummary } from '../../shared/components/ErrorSummary';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { Heading } from '../../shared/components/Heading';
import { Icon } from '../../shared/components/Icon';
import { t, townText } from '../../shared/i18n/text';
import { recall, remember } from '../../shared/memory';
import { dateAt } from '../../shared/time/civil';
import { useTown } from '../../shared/town';
import { keepDraft, readDraft } from '../application/draft';
import type { PageProperties } from '../page';
import { readPeople } from '../search/people';
import { WishForm } from '../search/WishForm';
import { empty_wish, queryOfWish, wishErrors, wishOfQuery, type Wish, type WishError } from '../search/wish';

/** The address says what is looked for; else what this tab remembers. */
function startingWish(query: URLSearchParams): Wish {
  if (query.has('from')) return wishOfQuery(query);
  const { people, activity } = readDraft();
  return { ...empty_wish, ...recall<Partial<Wish>>('wish'), people, activity };
}

export function HomePage(_: PageProperties) {
  const { town, failure } = useTown();
  const { query } = usePlace();
  const [wish, setWish] = useState<Wish>(() => startingWish(query));
  const today = dateAt(serverNow());
  // An address that somebody kept, of a day that is over: what is wrong with it is said at once.
  const [errors, setErrors] = useState<WishError[]>(() => (query.has('from') ? wishErrors(wish, today) : []));
  const [attempt, setAttempt] = useState(errors.length);
  usePageTitle(t('resident.home.title'), errors.length > 0);

  function change(part: Partial<Wish>): void {
    const next = { ...wish, ...part };
    setWish(next);
    remember('wish', next);
    keepDraft({ people: next.people, activity: next.activity });
  }

  function submit(): void {
    const found = wishErrors(wish, today);
    setErrors(found);
    setAttempt(attempt + 1);
    if (found.length > 0) return;
    keepDraft({ people: String(readPeople(wish.people) ?? '') });
    navigate(`/search?${queryOfWish(wish)}`);
  }

  return (
    <>
      <ErrorSummary attempt={attempt}
        errors={errors.map(({ field, code }) => ({ field, message: t(`resident.home.${code}`) }))} />
      <Heading>{t('resident.home.title')}</Heading>
      <p class="lead">{t('resident.home.lead')}</p>
      {failure && <FailureNotice failure={failure} />}
      <WishForm town={town} wish={wish} today={today} errors={errors} onChange={change} onSubmit={submit} />
      <h2>{t('resident.home.by_room')}</h2>
      <p>{t('resident.home.by_room_help')}</p>
      {(town?.facilities ?? []).map((facility) => <FacilityRooms key={facility.code} facility={facility} />)}
    </>
  );
}

function FacilityRooms({ facility }: { facility: Facility }) {
  return (
    <section class="facility" aria-labelledby={`facility-${facility.code}`}>
      <h3 id={`facility-${facility.code}`}><a href={to(`/facilities/${facility.code}`)}>{townText(facility.name)}</a></h3>
      {facility.address && <p class="facility__address">{townText(facility.address)}</p>}
      <ul class="link-list">
        {facility.spaces.map((space) => (
          <li key={space.code}>
            <a href={to(`/spaces/${space.code}`)}>
              <span class="link-list__name">{townText(space.name)}</span>
              <span class="link-list__note">{t('resident.home.capacity', { capacity: space.capacity })}</span>
              <Icon name="next" />
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
