// Dates that could not be held with the others.
import type { Facility } from '../../shared/api/hiroba';
import { sentenceOfCode } from '../../shared/api/wording';
import { Banner } from '../../shared/components/Banner';
import { shortDate } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { leftOutOf } from '../basket/left_out';

export function LeftOutNotice({ application_id, facility }: { application_id: string; facility: Facility }) {
  const left_out = leftOutOf(application_id);
  if (left_out.length === 0) return null;
  return (
    <Banner kind="warning" title={t('resident.left_out.title', { count: left_out.length })}>
      <ul class="plain-list">
        {left_out.map(({ use, code, facts }) => {
          const space = facility.spaces.find((candidate) => candidate.code === use.space);
          return (
            <li key={`${use.space} ${use.date} ${use.band ?? use.start ?? ''}`}>
              {shortDate(use.date)} {space && townText(space.name)}：{sentenceOfCode(code, facts)}
            </li>
          );
        })}
      </ul>
    </Banner>
  );
}
