// Uses whose hold the town ended: why, and whom to ask.
import { Banner } from '../../shared/components/Banner';
import { t, townText } from '../../shared/i18n/text';
import { dateAndTimeWords } from '../use_words';
import { reasonsOfHolds } from './ended_hold';
import { endedHoldWord, isEndedHold, isHeld, standingWord } from './states';
import { spaceOf, type ApplicationView } from './WithApplication';

/** Under the heading of an application that is over because of it. */
export function EndedHold({ application, facility }: ApplicationView) {
  const word = standingWord(application);
  if (word !== 'hold_closed' && word !== 'hold_ended') return null;
  return (
    <>
      {reasonsOfHolds(application).map((reason) => <p key={reason} class="lead">{t('resident.notice.reason', { reason })}</p>)}
      <p>{t('resident.over.hold_ended_help', { phone: facility.phone })}</p>
    </>
  );
}

/** On the pages of the form, when other uses of the application are still held. */
export function SomeHoldsEnded({ application, facility }: ApplicationView) {
  const ended = application.bookings.filter((booking) => isEndedHold(application, booking));
  if (!isHeld(application) || ended.length === 0) return null;
  return (
    <Banner kind="warning" title={t(`resident.over.${endedHoldWord(application)}`)}>
      <ul class="plain-list">
        {ended.map((booking) => {
          const space = spaceOf(facility, booking);
          return <li key={booking.booking_id}>{dateAndTimeWords(space, booking)} {townText(space.name)}</li>;
        })}
      </ul>
      {reasonsOfHolds(application).map((reason) => <p key={reason}>{t('resident.notice.reason', { reason })}</p>)}
      <p>{t('resident.reason.call', { phone: facility.phone })}</p>
    </Banner>
  );
}
