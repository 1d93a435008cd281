// The free cells that were picked, as the uses they make, and the way on from here.
import type { Facility, Use } from '../../shared/api/hiroba';
import { to } from '../../shared/app/router';
import { t, townText } from '../../shared/i18n/text';
import { addressFor } from '../book/use_address';
import { wishText } from '../parts/wish_text';

interface Properties { facility: Facility; uses: readonly Use[]; onClear(): void }

export function PickPanel({ facility, uses, onClear }: Properties) {
  return (
    <aside class="panel" aria-labelledby="picks-title" onKeyDown={(event) => { if (event.key === 'Escape') onClear(); }}>
      <div class="panel__head"><h2 id="picks-title">{t('staff.picks.title')}</h2></div>
      <ul class="picks" aria-live="polite">
        {uses.map((use) => {
          const space = facility.spaces.find(({ code }) => code === use.space);
          return <li key={JSON.stringify(use)}><strong>{space ? townText(space.name) : use.space}</strong> {space && wishText(space, use)}</li>;
        })}
      </ul>
      <p class="note">{t('staff.picks.help')}</p>
      <div class="actions">
        <a class="button button--small" href={to(addressFor('/book', facility.code, uses))}>{t('staff.picks.book')}</a>
        <a class="button button--small button--secondary" href={to(addressFor('/series', facility.code, uses))}>{t('staff.picks.repeat')}</a>
        <button type="button" class="button button--small button--secondary" onClick={onClear}>{t('staff.picks.clear')}</button>
      </div>
    </aside>
  );
}
