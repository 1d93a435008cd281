// Something is under way.
import { t } from '../i18n/text';

export function Waiting({ text }: { text?: string }) {
  return (
    <p class="waiting" role="status">
      <span class="waiting__wheel" aria-hidden="true" />
      {text ?? t('common.loading')}
    </p>
  );
}
