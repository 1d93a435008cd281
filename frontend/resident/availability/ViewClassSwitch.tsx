// Says for whom prices and booking periods are shown; visitors may look with other eyes.
import { t } from '../../shared/i18n/text';
import type { ViewClass } from './view_class';

export function ViewClassSwitch({ view }: { view: ViewClass }) {
  const other = view.user_class === 'in_town' ? 'out_of_town' : 'in_town';
  return (
    <p class="view-class">
      {t(`resident.view_class.${view.user_class}`)}
      {!view.fixed && (
        <button type="button" class="link-button" onClick={() => view.choose(other)}>
          {t(`resident.view_class.show_${other}`)}
        </button>
      )}
    </p>
  );
}
