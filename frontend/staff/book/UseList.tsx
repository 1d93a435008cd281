// The chosen uses, each with its equipment and the way to drop it.
import type { Facility, Space, Use } from '../../shared/api/hiroba';
import { Hidden } from '../../shared/components/Hidden';
import { t, townText } from '../../shared/i18n/text';
import { TimeChooser } from '../parts/TimeChooser';
import { wishText } from '../parts/wish_text';
import { TermsOfUse } from './TermsOfUse';
import { sameUse } from './book_form';

interface Properties { facility: Facility; uses: readonly Use[]; onUses(uses: Use[]): void }

export function UseList({ facility, uses, onUses }: Properties) {
  return (
    <ol class="uses">
      {uses.map((use, index) => {
        const space = facility.spaces.find(({ code }) => code === use.space);
        return space && (
          <UseItem key={`${use.space} ${use.date} ${use.band ?? use.start ?? ''}`} id={`use-${index}`} facility={facility} space={space} use={use}
            onUse={(changed) => onUses(uses.map((each) => (sameUse(each, use) ? changed : each)))}
            onDrop={() => onUses(uses.filter((each) => !sameUse(each, use)))} />
        );
      })}
    </ol>
  );
}

interface ItemProperties { id: string; facility: Facility; space: Space; use: Use; onUse(use: Use): void; onDrop(): void }

function UseItem({ id, facility, space, use, onUse, onDrop }: ItemProperties) {
  return (
    <li class="uses__item">
      <p class="uses__what">
        <strong>{townText(space.name)}</strong> <span>{wishText(space, use)}</span>
        <button type="button" class="button button--small button--secondary" onClick={onDrop}>
          {t('staff.book.drop')}<Hidden>{t('staff.list.open_what', { title: `${townText(space.name)} ${wishText(space, use)}` })}</Hidden>
        </button>
      </p>
      {space.use === 'by_night' && (
        <TimeChooser id={`${id}-nights`} space={space} slots={[]} wish={{ nights: use.nights ?? 1 }}
          onWish={({ nights }) => { if (nights !== undefined) onUse({ ...use, nights }); }} />
      )}
      <TermsOfUse id={id} facility={facility} space={space} use={use} onUse={onUse} />
    </li>
  );
}
