// Several uses before they are held together: which one clashes is told, and what else is free.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { PageProperties } from '../page';
import type { Failure } from '../../shared/api/answer';
import { holdUses, type Fitting } from '../../shared/api/applications';
import { loadDay, session, type Facility, type Use } from '../../shared/api/hiroba';
import { hasCode, sentenceFor } from '../../shared/api/wording';
import { usePageTitle } from '../../shared/app/page_title';
import { useRemote } from '../../shared/app/remote';
import { navigate, to } from '../../shared/app/router';
import { ErrorSummary } from '../../shared/components/ErrorSummary';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { Heading } from '../../shared/components/Heading';
import { Hidden } from '../../shared/components/Hidden';
import { Waiting } from '../../shared/components/Waiting';
import { longDate, yen } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { useStore } from '../../shared/store';
import { findFacility, useTown } from '../../shared/town';
import { logInFirst } from '../account/RequireLogIn';
import { ClashHelp } from '../availability/ClashHelp';
import { useOf, type Choice } from '../availability/day_slots';
import { nearestOf, ownApplicationIn, type Suggestion } from '../availability/suggestions';
import { useViewClass } from '../availability/view_class';
import { empty_basket, withoutEntry, type Basket, type Entry } from '../basket/basket';
import { clashedUse } from '../basket/clashed';
import { keepIntention, takeIntention } from '../basket/hold_intention';
import { keepBasket, useBasket } from '../basket/kept_basket';
import { keepLeftOut } from '../basket/left_out';
import { quantitiesOf } from '../../shared/terms/equipment_wish';
import { dateAndTimeWords, equipmentWords, timeWords } from '../use_words';

export function BasketPage(_: PageProperties) {
  const { town, failure } = useTown();
  const basket = useBasket();
  usePageTitle(t('resident.basket.title'));
  if (failure) return <FailureNotice failure={failure} />;
  if (!town) return <Waiting />;
  const facility = findFacility(town, basket.facility);
  if (!facility || basket.entries.length === 0) return <Empty />;
  return <Uses basket={basket} facility={facility} most={town.most_uses_per_application} />;
}

function Empty() {
  return (
    <>
      <Heading>{t('resident.basket.title')}</Heading>
      <p>{t('resident.basket.empty')}</p>
      <p><a class="button" href={to('/')}>{t('resident.nav.search')}</a></p>
    </>
  );
}

interface Trouble { failure: Failure; clashed: number | undefined; attempt: number }

interface Holding {
  busy: boolean;
  trouble: Trouble | undefined;
  hold(fitting: Fitting): Promise<void>;
  forget(): void;
}

function useHolding(basket: Basket): Holding {
  const known_session = useStore(session);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | undefined>(undefined);
  const resumed = useRef(false);
  const uses = basket.entries.map(({ use }) => use);

  // Back from logging in: go on where one was stopped.
  useEffect(() => {
    if (resumed.current || !known_session?.account) return;
    resumed.current = true;
    if (takeIntention('basket')) void hold('all');
  }, [known_session]);

  function stopForLogIn(): void {
    keepIntention('basket', uses);
    logInFirst();
  }

  async function hold(fitting: Fitting): Promise<void> {
    if (busy) return;
    if (known_session && !known_session.account) return stopForLogIn();
    setBusy(true);
    const answer = await holdUses(uses, fitting);
    setBusy(false);
    if (answer.ok) {
      const { application, left_out } = answer.value;
      keepLeftOut(application.application_id, uses, left_out);
      keepBasket(empty_basket);
      return navigate(`/applications/${application.application_id}/details`);
    }
    const { failure } = answer;
    if (hasCode(failure, 'not_logged_in')) return stopForLogIn();
    setTrouble((before) => ({ failure, clashed: clashedUse(failure, uses), attempt: (before?.attempt ?? 0) + 1 }));
  }

  return { busy, trouble, hold, forget: () => setTrouble(undefined) };
}

/** Which of the uses, and why. */
function sentenceOf({ failure, clashed }: Trouble, entries: readonly Entry[], facility: Facility): string {
  const entry = clashed === undefined ? undefined : entries[clashed];
  const space = facility.spaces.find(({ code }) => code === entry?.use.space);
  if (!entry || !space) return sentenceFor(failure);
  const use = `${townText(space.name)} ${dateAndTimeWords(space, { ...entry.use, ...entry })}`;
  return t('resident.basket.clashed', { use, reason: sentenceFor(failure) });
}

function Uses({ basket, facility, most }: { basket: Basket; facility: Facility; most: number }) {
  const { busy, trouble, hold, forget } = useHolding(basket);
  const clashed = trouble?.clashed === undefined ? undefined : basket.entries[trouble.clashed];

  function remove(index: number): void {
    forget();
    keepBasket(withoutEntry(basket, index));
  }

  function replaceClashed({ space, date, choice, price_yen }: Suggestion): void {
    if (!clashed || trouble?.clashed === undefined) return;
    const use = useOf(space, date, choice, quantitiesOf(clashed.use.equipment ?? []));
    const replaced = { use, start: choice.start, end: choice.end, price_yen };
    const entries = basket.entries.map((entry, index) => (index === trouble.clashed ? replaced : entry));
    forget();
    keepBasket({ ...basket, entries });
  }

  return (
    <>
      <ErrorSummary attempt={trouble?.attempt ?? 0} title={t('resident.clash.title')}
        errors={trouble ? [{ message: sentenceOf(trouble, basket.entries, facility) }] : []} />
      <Heading>{t('resident.basket.title')}</Heading>
      <p class="lead">{townText(facility.name)}</p>
      {clashed && <ClashedHelp facility={facility} entry={clashed} failure={trouble?.failure} onChoose={replaceClashed} />}
      <ul class="cards">
        {basket.entries.map((entry, index) => (
          <UseCard key={`${entry.use.space} ${entry.use.date} ${entry.start}`} facility={facility} entry={entry}
            clashed={index === trouble?.clashed} onRemove={() => remove(index)} />
        ))}
      </ul>
      {basket.entries.length < most && (
        <p><a class="button button--secondary" href={to(`/facilities/${facility.code}`)}>{t('resident.day.add_another')}</a></p>
      )}
      <p>{t('resident.basket.help')}</p>
      <p class="actions">
        <button type="button" class="button" aria-busy={busy} onClick={() => void hold('all')}>
          {t('resident.basket.hold', { count: basket.entries.length })}
        </button>
        {trouble && basket.entries.length > 1 && (
          <button type="button" class="button button--secondary" aria-busy={busy} onClick={() => void hold('those_that_fit')}>
            {t('resident.basket.hold_fitting')}
          </button>
        )}
      </p>
    </>
  );
}

function UseCard({ facility, entry, clashed, onRemove }: { facility: Facility; entry: Entry; clashed: boolean; onRemove(): void }) {
  const { use, price_yen } = entry;
  const space = facility.spaces.find(({ code }) => code === use.space);
  if (!space) return null;
  const timed = { ...use, start: entry.start, end: entry.end };
  return (
    <li class={clashed ? 'card card--clashed' : 'card'}>
      <h2 class="card__title">{longDate(use.date)} {timeWords(space, timed)}</h2>
      <p>{townText(space.name)}</p>
      {use.equipment && <p>{equipmentWords(facility, use.equipment)}</p>}
      {price_yen !== undefined && use.nights === undefined && <p class="note">{t('resident.basket.price', { price: yen(price_yen) })}</p>}
      {clashed && <p class="card__objection">{t('resident.basket.this_one')}</p>}
      <p class="card__actions">
        <button type="button" class="button button--small button--secondary" onClick={onRemove}>
          {t('resident.basket.remove')}
          <Hidden>{t('resident.search.of_space', { space: `${townText(space.name)} ${dateAndTimeWords(space, timed)}` })}</Hidden>
        </button>
      </p>
    </li>
  );
}

interface HelpProperties { facility: Facility; entry: Entry; failure: Failure | undefined; onChoose(suggestion: Suggestion): void }

function ClashedHelp({ facility, entry, failure, onChoose }: HelpProperties) {
  const view = useViewClass();
  const { use } = entry;
  const { remote } = useRemote(() => loadDay(facility.code, use.date, view.user_class, 0), [facility.code, use.date, view.user_class]);
  const space = facility.spaces.find(({ code }) => code === use.space);
  if (remote.state !== 'ready' || !space) return null;
  return (
    <ClashHelp facility={facility} space={space} day={remote.value} wanted={choiceIn(use, entry)} nearest={nearestOf(failure)}
      own={failure && ownApplicationIn(failure)} onChoose={onChoose} />
  );
}

function choiceIn({ band, nights }: Use, { start, end }: Entry): Choice {
  return { band, nights, start, end };
}
