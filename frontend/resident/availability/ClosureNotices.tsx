// Closures in force: an emergency at the very top, in every language; planned ones as a notice with their reason.
import { loadDay, type Facility, type PublicClosure } from '../../shared/api/hiroba';
import { useRemote } from '../../shared/app/remote';
import { Banner } from '../../shared/components/Banner';
import { Icon } from '../../shared/components/Icon';
import { shortDate, timeRange } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';

const whole_day = { start: '00:00', end: '24:00' };

/** `12月1日（火）〜12月3日（木） 9:00〜12:00` */
function periodOf({ first, last, start, end }: PublicClosure): string {
  const days = first === last ? shortDate(first) : t('resident.search.period', { from: shortDate(first), to: shortDate(last) });
  const all_day = start === whole_day.start && end === whole_day.end;
  return all_day ? days : `${days} ${timeRange(start, end)}`;
}

function placeOf(closure: PublicClosure, facility: Facility): string {
  const space = facility.spaces.find(({ code }) => code === closure.space);
  return space ? t('resident.closure.of_space', { facility: townText(facility.name), space: townText(space.name) }) : townText(facility.name);
}

function Emergency({ closure, facility }: { closure: PublicClosure; facility: Facility }) {
  return (
    <section class="emergency" role="alert">
      <p class="emergency__title"><Icon name="warning" />{t('resident.closure.emergency', { place: placeOf(closure, facility) })}</p>
      <p>{townText(closure.reason)}</p>
      <p>{periodOf(closure)}</p>
      <p>{t('resident.closure.call')} <a href={`tel:${facility.phone.replace(/[^0-9+]/g, '')}`}>{facility.phone}</a></p>
    </section>
  );
}

interface Properties { facility: Facility; closures: readonly PublicClosure[]; space?: string | undefined }

/** With `space`, what concerns other spaces only is left out. */
export function Closures({ facility, closures, space }: Properties) {
  const concerned = closures.filter((closure) => closure.space === null || space === undefined || closure.space === space);
  const keyOf = (closure: PublicClosure) => `${closure.kind} ${closure.space ?? ''} ${closure.first} ${closure.start}`;
  return (
    <>
      {concerned.filter(({ kind }) => kind === 'emergency').map((closure) => (
        <Emergency key={keyOf(closure)} closure={closure} facility={facility} />
      ))}
      {concerned.filter(({ kind }) => kind === 'planned').map((closure) => (
        <Banner key={keyOf(closure)} kind="info" title={t('resident.closure.planned', { place: placeOf(closure, facility) })}>
          <p>{periodOf(closure)}</p>
          <p>{townText(closure.reason)}</p>
        </Banner>
      ))}
    </>
  );
}

/** For pages that do not show a day themselves: what is closed on that date. Says nothing while it cannot be asked. */
export function ClosuresOn({ facility, date, space }: { facility: Facility; date: string; space?: string }) {
  const { remote } = useRemote(() => loadDay(facility.code, date, 'in_town', 0), [facility.code, date]);
  return remote.state === 'ready' ? <Closures facility={facility} closures={remote.value.closures} space={space} /> : null;
}
