// Where one is on the way: 日時 → 利用内容 → 確認 → 支払い → 完了.
import { Hidden } from '../../shared/components/Hidden';
import { t, type MessageId } from '../../shared/i18n/text';

const names: readonly MessageId[] = ['resident.step.time', 'resident.step.details', 'resident.step.check',
  'resident.step.payment', 'resident.step.done'];

function stateOf(number: number, current: number): 'done' | 'current' | 'coming' {
  if (number < current) return 'done';
  return number === current ? 'current' : 'coming';
}

export function Steps({ current }: { current: number }) {
  return (
    <div class="steps">
      <p class="steps__text">{t('resident.step.of', { current, total: names.length })}</p>
      <ol class="steps__list" aria-hidden="true">
        {names.map((name, index) => (
          <li key={name} class={`steps__item steps__item--${stateOf(index + 1, current)}`}>
            <span class="steps__number">{index + 1}</span>
            <span class="steps__name">{t(name)}</span>
          </li>
        ))}
      </ol>
      <Hidden>{t(names[current - 1] ?? 'resident.step.time')}</Hidden>
    </div>
  );
}
