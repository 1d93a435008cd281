// A building or ground: what it is like, where it is, what can be used and borrowed there.
import type { PageProperties } from '../page';
import { serverNow, type Facility, type Space } from '../../shared/api/hiroba';
import { usePageTitle } from '../../shared/app/page_title';
import { navigate, to } from '../../shared/app/router';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { TextField } from '../../shared/components/Field';
import { Heading } from '../../shared/components/Heading';
import { Hidden } from '../../shared/components/Hidden';
import { Icon } from '../../shared/components/Icon';
import { SummaryList } from '../../shared/components/SummaryList';
import { Waiting } from '../../shared/components/Waiting';
import { timeRange } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { dateAt, isDate, shortTime } from '../../shared/time/civil';
import { findFacility, useTown } from '../../shared/town';
import { AccessFeatures } from '../availability/AccessFeatures';
import { ClosuresOn } from '../availability/ClosureNotices';
import { equipmentPrice } from '../../shared/terms/EquipmentChoice';
import { Photos } from '../availability/Photos';
import { refundLines } from '../availability/refund_words';
import { useState } from 'preact/hooks';
import { NotFoundPage } from './NotFoundPage';

export function FacilityPage({ parameters }: PageProperties) {
  const { town, failure } = useTown();
  if (failure) return <FailureNotice failure={failure} />;
  if (!town) return <Waiting />;
  const facility = findFacility(town, parameters['facility'] ?? '');
  return facility ? <About facility={facility} /> : <NotFoundPage />;
}

function About({ facility }: { facility: Facility }) {
  const name = townText(facility.name);
  usePageTitle(name);
  return (
    <>
      <ClosuresOn facility={facility} date={dateAt(serverNow())} />
      <p><a class="back-link" href={to('/')}><Icon name="back" />{t('resident.nav.search')}</a></p>
      <Heading>{name}</Heading>
      <p class="lead">{townText(facility.description)}</p>
      <Photos photos={facility.photos} />
      <SummaryList rows={[
        { name: t('resident.facility.address'), value: <Address facility={facility} /> },
        { name: t('resident.facility.phone'), value: <a href={`tel:${facility.phone.replace(/[^0-9+]/g, '')}`}>{facility.phone}</a> },
      ]} />
      {facility.access.length > 0 && <h2>{t('resident.home.access')}</h2>}
      <AccessFeatures features={facility.access} />
      <p><a href={to(`/facilities/${facility.code}/fees`)}>{t('resident.fees.link')}</a></p>
      <DayChoice facility={facility} />
      <h2>{t('resident.facility.spaces')}</h2>
      <ul class="cards">{facility.spaces.map((space) => <SpaceInfo key={space.code} space={space} />)}</ul>
      <EquipmentTable facility={facility} />
      {facility.refund.length > 0 && (
        <>
          <h2>{t('resident.facility.refund')}</h2>
          <ul class="plain-list">{refundLines(facility.refund).map((line) => <li key={line}>{line}</li>)}</ul>
        </>
      )}
    </>
  );
}

/** The map of the Geospatial Information Authority: no account, no tracking, and it knows the smallest village. */
function mapOf({ latitude, longitude }: NonNullable<Facility['position']>): string {
  return `https://maps.gsi.go.jp/#16/${latitude.toFixed(5)}/${longitude.toFixed(5)}/`;
}

function Address({ facility }: { facility: Facility }) {
  return (
    <>
      {facility.address && townText(facility.address)}
      {facility.position && (
        <><br /><a href={mapOf(facility.position)} rel="noopener noreferrer" data-leaves>{t('resident.facility.map')}</a></>
      )}
    </>
  );
}

/** To the day of the whole building. */
function DayChoice({ facility }: { facility: Facility }) {
  const today = dateAt(serverNow());
  const [date, setDate] = useState('');
  const [missing, setMissing] = useState(false);

  function show(event: Event): void {
    event.preventDefault();
    setMissing(!isDate(date));
    if (isDate(date)) navigate(`/facilities/${facility.code}/days/${date}`);
    else document.getElementById('day')?.focus();
  }

  return (
    <form class="form form--card" onSubmit={show} noValidate>
      <TextField id="day" type="date" width="middle" label={t('resident.facility.day')} value={date} min={today} onValue={setDate}
        error={missing ? t('resident.home.date_missing') : undefined} />
      <button class="button" type="submit">{t('resident.facility.show_day')}</button>
    </form>
  );
}

function hoursOf(space: Space): string {
  if (space.nights) {
    return t('resident.day.check_in_out', { check_in: shortTime(space.nights.check_in), check_out: shortTime(space.nights.check_out) });
  }
  return t('resident.facility.hours', { hours: timeRange(space.opens, space.closes) });
}

function SpaceInfo({ space }: { space: Space }) {
  const name = townText(space.name);
  return (
    <li class="card">
      <h3 class="card__title">{name}</h3>
      <p class="card__note"><Icon name="people" />{t('resident.capacity', { capacity: space.capacity })}</p>
      <p class="card__note"><Icon name="clock" />{hoursOf(space)}</p>
      {townText(space.description) && <p>{townText(space.description)}</p>}
      <Photos photos={space.photos} />
      <AccessFeatures features={space.access} />
      {(space.review.user_classes.length > 0 || space.review.activities.length > 0 || space.review.from_people !== null) && (
        <p class="note">{t('resident.facility.review')}</p>
      )}
      <p class="card__actions">
        <a class="button button--small" href={to(`/spaces/${space.code}`)}>
          {t('resident.facility.see_free')}<Hidden>{t('resident.search.of_space', { space: name })}</Hidden>
        </a>
      </p>
    </li>
  );
}

function EquipmentTable({ facility }: { facility: Facility }) {
  if (facility.equipment.length === 0) return null;
  const spacesOf = (codes: readonly string[]) => facility.spaces.filter(({ code }) => codes.includes(code))
    .map(({ name }) => townText(name)).join(t('resident.comma'));
  return (
    <>
      <h2>{t('resident.facility.equipment')}</h2>
      <ul class="equipment-list">
        {facility.equipment.map((item) => (
          <li key={item.code}>
            <strong>{townText(item.name)}</strong>
            <span>{t('resident.facility.stock', { stock: item.stock })}・{equipmentPrice(item)}</span>
            {item.spaces.length > 0 && <span class="note">{t('resident.facility.only_in', { spaces: spacesOf(item.spaces) })}</span>}
          </li>
        ))}
      </ul>
    </>
  );
}
