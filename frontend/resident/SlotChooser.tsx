// Chooses a time of one space and holds it; says at once when somebody else was faster, and what is left.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Failure } from '../shared/api/answer';
import { holdSpace, session, type DayAvailability, type Facility, type HoldRequest, type Slot,
  type Space } from '../shared/api/hiroba';
import { hasCode, sentenceFor } from '../shared/api/wording';
import { navigate } from '../shared/app/router';
import { ErrorSummary, type PageError } from '../shared/components/ErrorSummary';
import { t } from '../shared/i18n/text';
import { useStore } from '../shared/store';
import { BandChoice } from './BandChoice';
import { ClashHelp } from './ClashHelp';
import { isStillFree, type Range } from './day_slots';
import { keepIntention, takeIntention } from './hold_intention';
import { HourChoice } from './HourChoice';
import { nextOpening } from './month_grid';
import { logInFirst } from './RequireLogIn';
import { useOpening } from './use_opening';

export interface Choice extends Range { band?: string | undefined }

interface Properties { facility: Facility; space: Space; day: DayAvailability; refresh(): void; distrust(): void }

const clash_codes = ['already_taken'];

function requestFor(space: Space, date: string, choice: Choice): HoldRequest {
  const common = { space: space.code, date };
  return choice.band !== undefined ? { ...common, band: choice.band } : { ...common, start: choice.start, end: choice.end };
}

function choiceOf(request: HoldRequest, slots: readonly Slot[]): Choice | undefined {
  if (request.band !== undefined) {
    const slot = slots.find((candidate) => candidate.band === request.band);
    return slot && { band: request.band, start: slot.start, end: slot.end };
  }
  return request.start !== undefined && request.end !== undefined
    ? { start: request.start, end: request.end } : undefined;
}

export function SlotChooser({ facility, space, day, refresh, distrust }: Properties) {
  const slots = day.spaces.find((entry) => entry.space === space.code)?.slots ?? [];
  const known_session = useStore(session);
  const [choice, setChoice] = useState<Choice | undefined>(undefined);
  const [clash, setClash] = useState<Choice | undefined>(undefined);
  const [error, setError] = useState<PageError | undefined>(undefined);
  const [attempt, setAttempt] = useState(0);
  const [busy, setBusy] = useState(false);
  const resumed = useRef(false);
  useOpening(nextOpening(slots), day, refresh);

  // Somebody took the chosen time while this page was open.
  useEffect(() => {
    if (!choice || busy || isStillFree(slots, choice)) return;
    setClash(choice);
    setChoice(undefined);
    refuse({ message: t('refusal.already_taken'), field: 'slots' });
  }, [day.version]);

  // Back from logging in: go on where one was stopped.
  useEffect(() => {
    if (resumed.current || !known_session?.account) return;
    resumed.current = true;
    const request = takeIntention(space.code, day.date);
    const wanted = request && choiceOf(request, slots);
    if (!wanted) return;
    setChoice(wanted);
    void hold(wanted);
  }, [known_session]);

  function refuse(found: PageError): void {
    setError(found);
    setAttempt((count) => count + 1);
  }

  function refuseFailure(failure: Failure, wanted: Choice): void {
    if (hasCode(failure, ...clash_codes)) {
      setClash(wanted);
      setChoice(undefined);
      distrust();
    }
    refuse({ message: sentenceFor(failure), field: 'slots' });
  }

  async function hold(wanted: Choice): Promise<void> {
    const request = requestFor(space, day.date, wanted);
    setBusy(true);
    const answer = await holdSpace(request);
    setBusy(false);
    if (answer.ok) return navigate(`/bookings/${answer.value.booking_id}/details`);
    if (hasCode(answer.failure, 'not_logged_in')) return stopForLogIn(request);
    refuseFailure(answer.failure, wanted);
  }

  function stopForLogIn(request: HoldRequest): void {
    keepIntention(request);
    logInFirst();
  }

  function submit(event: Event): void {
    event.preventDefault();
    if (busy) return;
    if (!choice) return refuse({ message: t('resident.day.nothing_chosen'), field: 'slots' });
    setClash(undefined);
    setError(undefined);
    if (known_session && !known_session.account) return stopForLogIn(requestFor(space, day.date, choice));
    void hold(choice);
  }

  function choose(next: Choice | undefined): void {
    setChoice(next);
    setClash(undefined);
    setError(undefined);
  }

  const bookable = slots.some((slot) => slot.state === 'free');
  return (
    <form class="form" onSubmit={submit} noValidate>
      <ErrorSummary attempt={attempt} errors={error ? [error] : []}
        title={clash ? t('resident.clash.title') : t('common.check_your_input')} />
      {clash && <ClashHelp facility={facility} space={space} day={day} wanted={clash} onChoose={choose} />}
      {space.use === 'by_band'
        ? <BandChoice space={space} slots={slots} choice={choice} onChoose={choose} />
        : <HourChoice slots={slots} choice={choice} onChoose={choose} />}
      {bookable && (
        <div class="form__end">
          <p>{t(known_session?.account ? 'resident.day.hold_help' : 'resident.day.hold_help_visitor')}</p>
          <button class="button" type="submit" aria-busy={busy}>{t('resident.day.hold')}</button>
        </div>
      )}
    </form>
  );
}
