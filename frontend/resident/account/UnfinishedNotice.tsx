// "途中の予約があります": on every page except those of that very application. Looks for news on the way.
import { useEffect, useState } from 'preact/hooks';
import { listApplications, listNotices } from '../../shared/api/applications';
import { serverNow, type Application } from '../../shared/api/hiroba';
import { to, usePlace } from '../../shared/app/router';
import { Icon } from '../../shared/components/Icon';
import { t, townText } from '../../shared/i18n/text';
import { findSpace, useTown } from '../../shared/town';
import { dateAndTimeWords } from '../use_words';
import { isUnfinished, nextPlace } from './my_applications';
import { unread } from './unread';

function useMine(visit: number): Application[] {
  const [applications, setApplications] = useState<Application[]>([]);
  useEffect(() => {
    let gone = false;
    void listApplications().then((answer) => {
      if (!gone && answer.ok) setApplications(answer.value);
    });
    void listNotices().then((answer) => {
      if (!gone && answer.ok) unread.set(answer.value.notices.filter(({ read }) => !read).length);
    });
    return () => { gone = true; };
  }, [visit]);
  return applications;
}

export function UnfinishedNotice() {
  const { path, key } = usePlace();
  const { town } = useTown();
  const applications = useMine(key);
  useEffect(() => () => unread.set(0), []);
  if (path === '/applications' || path === '/login' || path.startsWith('/applications/')) return null;
  const open = applications.find((application) => isUnfinished(application, serverNow()));
  const [first] = open?.bookings ?? [];
  if (!open || !first) return null;
  const space = town && findSpace(town, first.space)?.space;
  return (
    <section class="unfinished" aria-label={t('resident.unfinished.title')}>
      <p class="unfinished__text">
        <Icon name="pen" />
        <span>
          <strong>{t('resident.unfinished.title')}</strong><br />
          {space && `${townText(space.name)} ${dateAndTimeWords(space, first)}`}
          {open.bookings.length > 1 && ` ${t('resident.done.and_others', { count: open.bookings.length - 1 })}`}
        </span>
      </p>
      <p class="unfinished__actions">
        <a class="button button--small" href={to(nextPlace(open))}>{t('resident.unfinished.go_on')}</a>
        {open.next_step !== 'pay_difference' && (
          <a class="button button--small button--secondary" href={to(`/applications/${open.application_id}/cancel`)}>
            {t('resident.unfinished.give_up')}
          </a>
        )}
      </p>
    </section>
  );
}
