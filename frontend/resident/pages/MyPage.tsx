// My applications: what I must know, what wants something from me, what I wait for, what is to come, what is over.
import type { PageProperties } from '../page';
import { listApplications, listNotices, listWaiting, type NoticeList, type Waiting as WaitingPlace } from '../../shared/api/applications';
import type { Answer } from '../../shared/api/answer';
import { serverNow, type Application, type Town } from '../../shared/api/hiroba';
import { usePageTitle } from '../../shared/app/page_title';
import { useRemote } from '../../shared/app/remote';
import { to } from '../../shared/app/router';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { Heading } from '../../shared/components/Heading';
import { Hidden } from '../../shared/components/Hidden';
import { StateTag, Tag } from '../../shared/components/Tag';
import { Waiting } from '../../shared/components/Waiting';
import { yen } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { dateAt } from '../../shared/time/civil';
import { findFacility, findSpace, useTown } from '../../shared/town';
import { nextPlace, sortApplications } from '../account/my_applications';
import { Notices } from '../account/Notices';
import { RequireLogIn } from '../account/RequireLogIn';
import { WaitingPlaces } from '../account/WaitingPlaces';
import { payment_looks, paymentStateOfAll, standingOf } from '../application/states';
import { dateAndTimeWords } from '../use_words';

interface Mine { applications: Application[]; waiting: WaitingPlace[]; notices: NoticeList }

async function loadMine(): Promise<Answer<Mine>> {
  const [applications, waiting, notices] = await Promise.all([listApplications(), listWaiting(), listNotices()]);
  if (!applications.ok) return applications;
  if (!waiting.ok) return waiting;
  if (!notices.ok) return notices;
  return { ok: true, status: 200, value: { applications: applications.value, waiting: waiting.value, notices: notices.value } };
}

export function MyPage(_: PageProperties) {
  usePageTitle(t('resident.applications.title'));
  return (
    <>
      <Heading>{t('resident.applications.title')}</Heading>
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
  const { applications, waiting, notices } = remote.value;
  const now_ms = serverNow();
  const { unfinished, coming, over } = sortApplications(applications, now_ms, dateAt(now_ms));
  return (
    <>
      <Notices list={notices} applications={applications} town={town} />
      {applications.length === 0 && <p>{t('resident.applications.none')}</p>}
      <List title={t('resident.applications.unfinished')} applications={unfinished} town={town} />
      <WaitingPlaces places={waiting} applications={applications} town={town} onChange={() => void reload()} />
      <List title={t('resident.applications.coming')} applications={coming} town={town} />
      <List title={t('resident.applications.over')} applications={over} town={town} />
      <p class="actions">
        <a class="button button--secondary" href={to('/')}>{t('resident.nav.search')}</a>
        <a class="button button--secondary" href={to('/reductions')}>{t('resident.reductions.title')}</a>
        <a class="button button--secondary" href={to('/tickets')}>{t('resident.tickets.title')}</a>
      </p>
    </>
  );
}

function List({ title, applications, town }: { title: string; applications: readonly Application[]; town: Town }) {
  if (applications.length === 0) return null;
  return (
    <section>
      <h2>{title}</h2>
      <ul class="cards">
        {applications.map((application) => <Card key={application.application_id} application={application} town={town} />)}
      </ul>
    </section>
  );
}

function Tags({ application }: { application: Application }) {
  const payment = paymentStateOfAll(application);
  return <p class="tags"><StateTag state={standingOf(application)} />{payment && <Tag {...payment_looks[payment]} />}</p>;
}

function Card({ application, town }: { application: Application; town: Town }) {
  const [first, ...others] = application.bookings;
  const space = first && findSpace(town, first.space)?.space;
  const facility = findFacility(town, application.facility);
  const open = application.next_step !== 'none' && application.next_step !== 'wait_for_review' && application.state !== 'over';
  const when = space && first ? dateAndTimeWords(space, first) : '';
  return (
    <li class="card">
      <Tags application={application} />
      <h3 class="card__title">{when}</h3>
      <p>
        {space && townText(space.name)}{facility && `（${townText(facility.name)}）`}
        {others.length > 0 && <><br />{t('resident.done.and_others', { count: others.length })}</>}
      </p>
      <p>{yen(application.total_yen)}{application.number !== null && `　${t('resident.applications.number', { number: application.number })}`}</p>
      <p class="card__actions">
        <a class={open ? 'button button--small' : 'button button--small button--secondary'}
          href={to(open ? nextPlace(application) : `/applications/${application.application_id}`)}>
          {t(open ? 'resident.unfinished.go_on' : 'resident.applications.look')}
          <Hidden>{t('resident.search.of_space', { space: when })}</Hidden>
        </a>
      </p>
    </li>
  );
}
