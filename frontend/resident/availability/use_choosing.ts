// What happens between choosing a time of one space and holding it, or putting it beside others.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Failure } from '../../shared/api/answer';
import { holdUses, listApplications } from '../../shared/api/applications';
import type { FreeUse } from '../../shared/api/availability';
import { session, type DayAvailability, type Facility, type Slot, type Space, type Use } from '../../shared/api/hiroba';
import { hasCode, sentenceFor, sentenceOfCode } from '../../shared/api/wording';
import { navigate } from '../../shared/app/router';
import type { PageError } from '../../shared/components/ErrorSummary';
import { t } from '../../shared/i18n/text';
import { useStore } from '../../shared/store';
import { useTown } from '../../shared/town';
import { logInFirst } from '../account/RequireLogIn';
import { applicationAt } from '../application/own_slots';
import { withEntry, type Entry } from '../basket/basket';
import { keepIntention, takeIntention } from '../basket/hold_intention';
import { currentBasket, keepBasket, useBasket } from '../basket/kept_basket';
import { placeOfUse } from '../basket/use_place';
import { quantitiesOf, type Quantities } from '../../shared/terms/equipment_wish';
import { choiceOf, isStillFree, slotsOf, useOf, type Choice } from './day_slots';
import { nearestOf, ownApplicationIn, type Suggestion } from './suggestions';

/** Where one is, and what the address says was chosen. */
export interface Chosen { facility: Facility; space: Space; day: DayAvailability; asked: Use | undefined; distrust(): void }

/** A time that was lost, with what the server says is nearest; `own`: where one's own application is that has it. */
export interface Clash { wanted: Choice; nearest: readonly FreeUse[]; own?: string | undefined }

interface Troubles {
  attempt: number;
  error: PageError | undefined;
  clash: Clash | undefined;
  refuse(message: string, clash?: Clash): void;
  /** Says more of a clash, unless it is not spoken of any more. */
  explain(clash: Clash, message: string, own: string): void;
  forget(): void;
}

const clash_codes = ['already_yours', 'already_taken', 'preparation_time', 'closure'];

function useTroubles(): Troubles {
  const [attempt, setAttempt] = useState(0);
  const [error, setError] = useState<PageError | undefined>(undefined);
  const [clash, setClash] = useState<Clash | undefined>(undefined);
  const current = useRef<Clash | undefined>(undefined);

  function refuse(message: string, clashed?: Clash): void {
    current.current = clashed;
    setError({ message, field: 'slots' });
    setClash(clashed);
    setAttempt((count) => count + 1);
  }

  return {
    attempt, error, clash, refuse,
    explain(explained, message, own) {
      if (current.current === explained) refuse(message, { ...explained, own });
    },
    forget() {
      current.current = undefined;
      setError(undefined);
      setClash(undefined);
    },
  };
}

/** Of a time that is not free any more, or not yet. */
function whyLost(slots: readonly Slot[], wanted: Choice): string {
  const lost = slots.find((slot) => slot.state !== 'free' && slot.start >= wanted.start && slot.start < wanted.end);
  const { reason = 'already_taken', opens_at_ms } = lost ?? {};
  return sentenceOfCode(reason, opens_at_ms === undefined ? {} : { opens_at_ms });
}

function entryOf(use: Use, choice: Choice, slots: readonly Slot[]): Entry {
  const price_yen = slots.find(({ start, end }) => start === choice.start && end === choice.end)?.price_yen;
  return { use, start: choice.start, end: choice.end, price_yen };
}

interface Holding { busy: boolean; hold(use: Use, choice: Choice): void }

/** Holds, leads to logging in first, and goes on after it. */
function useHolding(page: string, onFailure: (failure: Failure, choice: Choice) => void, resume: (use: Use) => Choice | undefined): Holding {
  const known_session = useStore(session);
  const [busy, setBusy] = useState(false);
  const resumed = useRef(false);

  useEffect(() => {
    if (resumed.current || !known_session?.account) return;
    resumed.current = true;
    const [use] = takeIntention(page) ?? [];
    const choice = use && resume(use);
    if (use && choice) void send(use, choice);
  }, [known_session]);

  function stopForLogIn(use: Use): void {
    keepIntention(page, [use]);
    logInFirst();
  }

  async function send(use: Use, choice: Choice): Promise<void> {
    setBusy(true);
    const answer = await holdUses([use], 'all');
    setBusy(false);
    if (answer.ok) navigate(`/applications/${answer.value.application.application_id}/details`);
    else if (hasCode(answer.failure, 'not_logged_in')) stopForLogIn(use);
    else onFailure(answer.failure, choice);
  }

  return {
    busy,
    hold(use, choice) {
      if (known_session && !known_session.account) stopForLogIn(use);
      else void send(use, choice);
    },
  };
}

export interface Choosing {
  choice: Choice | undefined;
  quantities: Quantities;
  /** How many uses are in the basket now, after one was added. */
  added: number;
  busy: boolean;
  troubles: Troubles;
  choose(choice: Choice | undefined): void;
  chooseInstead(suggestion: Suggestion): void;
  chooseEquipment(quantities: Quantities): void;
  submit(): void;
  addAnother(): void;
}

export function useChoosing({ facility, space, day, asked, distrust }: Chosen): Choosing {
  const slots = slotsOf(day, space.code);
  const { town } = useTown();
  const basket = useBasket();
  const [choice, setChoice] = useState<Choice | undefined>(undefined);
  const [quantities, setQuantities] = useState<Quantities>(() => quantitiesOf(asked?.equipment ?? []));
  const [added, setAdded] = useState(0);
  const troubles = useTroubles();
  const { busy, hold } = useHolding(`${space.code} ${day.date}`, refuseFailure, resume);

  // The time that the address speaks of, unless it cannot be had by now.
  useEffect(() => {
    const wanted = asked && choiceOf(asked, slots);
    if (!wanted) return;
    if (isStillFree(slots, wanted)) setChoice(wanted);
    else void lose(wanted);
  }, []);

  // Somebody took the chosen time while this page was open.
  useEffect(() => {
    if (!choice || busy || isStillFree(slots, choice)) return;
    setChoice(undefined);
    void lose(choice);
  }, [day.version]);

  /** It is gone: to somebody else, or to oneself in another tab or earlier. */
  async function lose(wanted: Choice): Promise<void> {
    const clash = { wanted, nearest: [] };
    troubles.refuse(whyLost(slots, wanted), clash);
    const answer = session.get()?.account ? await listApplications() : undefined;
    const own = answer?.ok ? applicationAt(answer.value, space, day.date, wanted)?.application_id : undefined;
    if (own !== undefined) troubles.explain(clash, sentenceOfCode('already_yours', {}), `/applications/${own}`);
  }

  function resume(use: Use): Choice | undefined {
    const wanted = choiceOf(use, slots);
    setChoice(wanted);
    setQuantities(quantitiesOf(use.equipment ?? []));
    return wanted;
  }

  function refuseFailure(failure: Failure, wanted: Choice): void {
    if (!hasCode(failure, ...clash_codes)) return troubles.refuse(sentenceFor(failure));
    setChoice(undefined);
    distrust();
    troubles.refuse(sentenceFor(failure), { wanted, nearest: nearestOf(failure), own: ownApplicationIn(failure) });
  }

  /** The chosen time, or a word that there is none. */
  function chosen(): Choice | undefined {
    if (choice) troubles.forget();
    else troubles.refuse(t('resident.day.nothing_chosen'));
    return choice;
  }

  function addToBasket(wanted: Choice): boolean {
    const most = town?.most_uses_per_application ?? 1;
    const answer = withEntry(currentBasket(), facility.code, entryOf(useOf(space, day.date, wanted, quantities), wanted, slots), most);
    if (answer.ok) keepBasket(answer.basket);
    else troubles.refuse(t(`resident.basket.${answer.code}`, { most }));
    return answer.ok;
  }

  function choose(next: Choice | undefined): void {
    setChoice(next);
    setAdded(0);
    troubles.forget();
  }

  return {
    choice, quantities, added, busy, troubles, choose,
    chooseEquipment: setQuantities,
    chooseInstead({ space: other, date, choice: next }) {
      if (other.code === space.code && date === day.date) choose(next);
      else navigate(placeOfUse(facility.code, useOf(other, date, next, quantities)));
    },
    submit() {
      const wanted = busy ? undefined : chosen();
      if (!wanted) return;
      if (basket.entries.length === 0 || basket.facility !== facility.code) hold(useOf(space, day.date, wanted, quantities), wanted);
      else if (addToBasket(wanted)) navigate('/basket');
    },
    addAnother() {
      const wanted = chosen();
      if (!wanted || !addToBasket(wanted)) return;
      setChoice(undefined);
      setAdded(currentBasket().entries.length);
    },
  };
}
