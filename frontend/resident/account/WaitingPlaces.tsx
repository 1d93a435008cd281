// What I wait for: how many are before me, and what is offered to me until when.
import { useState } from 'preact/hooks';
import type { Failure } from '../../shared/api/answer';
import { leaveWaitingList, type Waiting } from '../../shared/api/applications';
import type { Application, Town } from '../../shared/api/hiroba';
import { sentenceFor } from '../../shared/api/wording';
import { to } from '../../shared/app/router';
import { Hidden } from '../../shared/components/Hidden';
import { Tag, type Look } from '../../shared/components/Tag';
import { t, townText } from '../../shared/i18n/text';
import { findSpace } from '../../shared/town';
import { untilWords } from '../application/HoldBanner';
import { dateAndTimeWords } from '../use_words';
import { nextPlace } from './my_applications';

const looks: Record<Waiting['state'], Look> = {
  waiting: { icon: 'clock', tone: 'blue', word: 'resident.waiting.state_waiting' },
  offered: { icon: 'warning', tone: 'yellow', word: 'resident.waiting.state_offered' },
  taken: { icon: 'check', tone: 'green', word: 'resident.waiting.state_taken' },
  lapsed: { icon: 'clock', tone: 'grey', word: 'resident.waiting.state_lapsed' },
  withdrawn: { icon: 'cross', tone: 'grey', word: 'resident.waiting.state_withdrawn' },
  over: { icon: 'clock', tone: 'grey', word: 'resident.waiting.state_over' },
};

interface Properties { places: readonly Waiting[]; applications: readonly Application[]; town: Town; onChange(): void }

function Offer({ offer }: { offer: Application }) {
  return (
    <div class="offer">
      <p><strong>{t('resident.waiting.offer')}</strong></p>
      {offer.hold_expires_at_ms !== null && <p>{t('resident.waiting.offer_until', { until: untilWords(offer.hold_expires_at_ms) })}</p>}
      <p><a class="button button--small" href={to(nextPlace(offer))}>{t('resident.waiting.take')}</a></p>
    </div>
  );
}

function Place({ place, applications, town, onChange }: Omit<Properties, 'places'> & { place: Waiting }) {
  const [failure, setFailure] = useState<Failure | undefined>(undefined);
  const space = findSpace(town, place.space)?.space;
  const offer = applications.find(({ application_id }) => application_id === place.offer_application_id);
  const when = space ? dateAndTimeWords(space, place) : place.date;

  async function leave(): Promise<void> {
    const answer = await leaveWaitingList(place.waiting_id);
    setFailure(answer.ok ? undefined : answer.failure);
    if (answer.ok) onChange();
  }

  return (
    <li class="card">
      <p class="tags"><Tag {...looks[place.state]} /></p>
      <h3 class="card__title">{when}</h3>
      <p>{space && townText(space.name)}</p>
      {place.state === 'waiting' && <p>{t('resident.waiting.ahead', { ahead: place.ahead })}</p>}
      {place.state === 'offered' && offer && <Offer offer={offer} />}
      {failure && <p class="field__error" role="alert">{sentenceFor(failure)}</p>}
      {(place.state === 'waiting' || place.state === 'offered') && (
        <p class="card__actions">
          <button type="button" class="button button--small button--secondary" onClick={() => void leave()}>
            {t('resident.waiting.leave')}<Hidden>{t('resident.search.of_space', { space: when })}</Hidden>
          </button>
        </p>
      )}
    </li>
  );
}

export function WaitingPlaces({ places, ...rest }: Properties) {
  const alive = places.filter(({ state }) => state === 'waiting' || state === 'offered');
  if (alive.length === 0) return null;
  return (
    <section aria-labelledby="waiting-title">
      <h2 id="waiting-title">{t('resident.waiting.title')}</h2>
      <ul class="cards">{alive.map((place) => <Place key={place.waiting_id} place={place} {...rest} />)}</ul>
    </section>
  );
}
