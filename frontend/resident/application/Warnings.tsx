// What does not forbid it but should be known before applying.
import type { Application, Facility } from '../../shared/api/hiroba';
import { Banner } from '../../shared/components/Banner';
import { t, townText } from '../../shared/i18n/text';
import { warningsOf } from './kept_warnings';

export function Warnings({ application, facility }: { application: Application; facility: Facility }) {
  return (
    <>
      {warningsOf(application).map(({ code, facts }) => {
        const neighbour = facility.spaces.find((space) => space.code === facts['space']);
        const space = neighbour ? townText(neighbour.name) : 'none';
        return (
          <Banner key={`${code} ${space}`} kind="warning" title={t(`resident.warning.${code}`, { space })}>
            <p>{t(`resident.warning.${code}_help`)}</p>
          </Banner>
        );
      })}
    </>
  );
}
