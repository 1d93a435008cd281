// My reductions: those that stand for a while, with their last day, and what became of each that was asked for.
import type { PageProperties } from '../page';
import { listApplications, listOwnReductions, type OwnReduction } from '../../shared/api/applications';
import type { Answer } from '../../shared/api/answer';
import type { Application, Town } from '../../shared/api/hiroba';
import { usePageTitle } from '../../shared/app/page_title';
import { useRemote } from '../../shared/app/remote';
import { to } from '../../shared/app/router';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { Heading } from '../../shared/components/Heading';
import { Hidden } from '../../shared/components/Hidden';
import { Icon } from '../../shared/components/Icon';
import { SummaryList } from '../../shared/components/SummaryList';
import { Tag, type Look } from '../../shared/components/Tag';
import { Waiting } from '../../shared/components/Waiting';
import { longDate, shortDate } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { percentParts, reductionNamed } from '../../shared/terms/reductions';
import { findFacility, findSpace, useTown } from '../../shared/town';
import { RequireLogIn } from '../account/RequireLogIn';
import { ReductionLink, ReductionNotice } from '../application/ReductionNotice';
import { dateAndTimeWords } from '../use_words';

interface Mine { standing: OwnReduction[]; applications: Application[] }

async function loadMine(): Promise<Answer<Mine>> {
  const [standing, applications] = await Promise.all([listOwnReductions(), listApplications()]);
  if (!standing.ok) return standing;
  if (!applications.ok) return applications;
  return { ok: true, status: 200, value: { standing: standing.value, applications: applications.value.filter(({ reduction }) => reduction !== null) } };
}

const looks: Record<OwnReduction['state'], Look> = {
  in_force: { icon: 'check', tone: 'green', word: 'resident.reductions.in_force' },
  to_come: { icon: 'clock', tone: 'blue', word: 'resident.reductions.to_come' },
  expired: { icon: 'clock', tone: 'grey', word: 'resident.reductions.expired' },
  ended: { icon: 'cross', tone: 'grey', word: 'resident.reductions.ended' },
};

export function MyReductionsPage(_: PageProperties) {
  usePageTitle(t('resident.reductions.title'));
  return (
    <>
      <p><a class="back-link" href={to('/applications')}><Icon name="back" />{t('resident.applications.title')}</a></p>
      <Heading>{t('resident.reductions.title')}</Heading>
      <RequireLogIn><Lists /></RequireLogIn>
    </>
  );
}

function Lists() {
  const { remote, reload } = useRemote(loadMine, []);
  const { town, failure } = useTown();
  if (failure) return <FailureNotice failure={failure} />;
  if (remote.state === 'failed') return <FailureNotice failure={remote.failure} onRetry={() => void reload()} />;
  if (remote.state === 'loading' || !town) return <Waiting />;
  const { standing, applications } = remote.value;
  return (
    <>
      <p class="lead">{t('resident.reductions.lead')}</p>
      <h2>{t('resident.reductions.standing')}</h2>
      {standing.length === 0 && <p>{t('resident.reductions.none_standing')}</p>}
      <ul class="cards">{standing.map((reduction, index) => <Standing key={index} town={town} reduction={reduction} />)}</ul>
      <h2>{t('resident.reductions.asked')}</h2>
      {applications.length === 0 && <p>{t('resident.reductions.none_asked')}</p>}
      <ul class="cards">{applications.map((application) => <Asked key={application.application_id} town={town} application={application} />)}</ul>
    </>
  );
}

function Standing({ town, reduction }: { town: Town; reduction: OwnReduction }) {
  const known = reductionNamed(town, reduction.reduction_code);
  const name = known ? townText(known.name) : reduction.reduction_code;
  return (
    <li class="card">
      <p class="tags"><Tag {...looks[reduction.state]} /></p>
      <h3 class="card__title">{name}</h3>
      <SummaryList rows={[
        { name: t('resident.reductions.for_whom'), value: reduction.group_name ?? t('resident.reductions.for_person') },
        { name: t('resident.reductions.valid'), value: t('resident.reductions.from_until', { from: longDate(reduction.valid_from), until: longDate(reduction.valid_until) }) },
        ...(known ? [{ name: t('resident.reductions.takes_off'), value: percentParts(known).map(({ component, percent }) => (
          <span key={component} class="annex__words">{t('shared.reduction.percent', { component: t(`shared.fee.${component}`), percent })}</span>)) }] : []),
        { name: t('resident.reductions.evidence'), value: t('resident.reduction.seen', { evidence: townText(reduction.evidence.kind), date: shortDate(reduction.evidence.seen_on) }) },
        ...(reduction.end_reason === null ? [] : [{ name: t('resident.reductions.end_reason'), value: reduction.end_reason }]),
      ]} />
    </li>
  );
}

function Asked({ town, application }: { town: Town; application: Application }) {
  const [first, ...others] = application.bookings;
  const space = first && findSpace(town, first.space)?.space;
  const facility = findFacility(town, application.facility);
  const when = space && first ? dateAndTimeWords(space, first) : '';
  return (
    <li class="card">
      <h3 class="card__title">{when}</h3>
      <p>
        {space && townText(space.name)}{facility && `（${townText(facility.name)}）`}
        {others.length > 0 && <><br />{t('resident.done.and_others', { count: others.length })}</>}
      </p>
      <ReductionNotice application={application} town={town} />
      <ReductionLink application={application} town={town} />
      <p class="card__actions">
        <a class="button button--small button--secondary" href={to(`/applications/${application.application_id}`)}>
          {t('resident.applications.look')}<Hidden>{t('resident.search.of_space', { space: when })}</Hidden>
        </a>
      </p>
    </li>
  );
}
