// What I must know: unread ones open, the others behind one press; a suspension above all.
import { useEffect } from 'preact/hooks';
import { markNoticesRead, type Notice, type NoticeList } from '../../shared/api/applications';
import type { Application, Town } from '../../shared/api/hiroba';
import { to } from '../../shared/app/router';
import { Banner } from '../../shared/components/Banner';
import { Hidden } from '../../shared/components/Hidden';
import { dateAndClock, deadline } from '../../shared/format';
import { t } from '../../shared/i18n/text';
import { reasonsOf, subjectsOf, untilOf } from './notice_words';
import { unread } from './unread';

interface Properties { list: NoticeList; applications: readonly Application[]; town: Town }

const most_lines = 5;

function NoticeLine({ notice, applications, town }: { notice: Notice; applications: readonly Application[]; town: Town }) {
  const application = applications.find(({ application_id }) => application_id === notice.application_id);
  const subjects = subjectsOf(notice, town, application);
  const [first] = subjects;
  return (
    <li class={notice.read ? 'notice' : 'notice notice--new'}>
      <p class="notice__at">{!notice.read && <strong>{t('resident.notices.new')}</strong>} {dateAndClock(notice.created_at_ms)}</p>
      <p><strong>{t(`resident.notice.${notice.kind}`, { until: untilOf(notice) })}</strong></p>
      {subjects.slice(0, most_lines).map((subject) => <p key={subject}>{subject}</p>)}
      {subjects.length > most_lines && <p>{t('resident.done.and_others', { count: subjects.length - most_lines })}</p>}
      {reasonsOf(notice).map((reason) => <p key={reason}>{reason}</p>)}
      {notice.application_id !== null && (
        <p><a href={to(`/applications/${notice.application_id}`)}>{t('resident.applications.look')}{first !== undefined && <Hidden>{t('resident.search.of_space', { space: first })}</Hidden>}</a></p>
      )}
    </li>
  );
}

export function Notices({ list, applications, town }: Properties) {
  const fresh = list.notices.filter(({ read }) => !read);
  const known = list.notices.filter(({ read }) => read);
  // Seen is read: the mark goes with the next visit, so that this one still tells what is new.
  useEffect(() => {
    if (fresh.length === 0) return;
    void markNoticesRead().then((answer) => {
      if (answer.ok) unread.set(0);
    });
  }, [list]);
  const lines = (notices: readonly Notice[]) => (
    <ul class="notices">{notices.map((notice) => <NoticeLine key={notice.notice_id} notice={notice} applications={applications} town={town} />)}</ul>
  );
  return (
    <>
      {list.suspended_until_ms !== null && (
        <Banner kind="warning" title={t('resident.suspended.title', { until: deadline(list.suspended_until_ms) })}>
          <p>{t('resident.suspended.help')}</p>
        </Banner>
      )}
      {list.notices.length > 0 && (
        <section aria-labelledby="notices-title">
          <h2 id="notices-title">{t('resident.notices.title')}</h2>
          {fresh.length > 0 ? lines(fresh) : <p>{t('resident.notices.none_new')}</p>}
          {known.length > 0 && <details class="more"><summary>{t('resident.notices.known', { count: known.length })}</summary>{lines(known)}</details>}
        </section>
      )}
    </>
  );
}
