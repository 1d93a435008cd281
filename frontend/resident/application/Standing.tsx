// A page of the form was opened for an application that is no longer being filled in: how it stands, and what to do.
import type { Application } from '../../shared/api/hiroba';
import { usePageTitle } from '../../shared/app/page_title';
import { to } from '../../shared/app/router';
import { Heading } from '../../shared/components/Heading';
import { SummaryList } from '../../shared/components/SummaryList';
import { t } from '../../shared/i18n/text';
import { nextPlace } from '../account/my_applications';
import { EndedHold } from './EndedHold';
import { usesRows } from './rows';
import { standingOf, standingWord } from './states';
import type { ApplicationView } from './WithApplication';

/** Where the same time, if it is still free, can be chosen again. */
export function dayOfFirst({ bookings, facility }: Application): string {
  const [first] = bookings;
  return first ? `/facilities/${facility}/days/${first.date}?space=${first.space}` : '/';
}

export function StandingNotice(view: ApplicationView) {
  const { application } = view;
  const title = t(`resident.over.${standingWord(application)}`);
  usePageTitle(title);
  return (
    <>
      <Heading catches_focus>{title}</Heading>
      {standingOf(application) === 'expired' && <p class="lead">{t('resident.over.expired_help')}</p>}
      <EndedHold {...view} />
      <SummaryList rows={usesRows(view)} />
      {application.state === 'over'
        ? <p><a class="button" href={to(dayOfFirst(application))}>{t('resident.over.choose_again')}</a></p>
        : <p><a class="button" href={to(nextPlace(application))}>{t('resident.unfinished.go_on')}</a></p>}
    </>
  );
}
