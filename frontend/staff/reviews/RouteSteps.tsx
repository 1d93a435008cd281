// The route of a draft, step by step, with who stood where and in whose stead.
import type { Review } from '../../shared/api/reviews';
import { Icon } from '../../shared/components/Icon';
import { t, townText } from '../../shared/i18n/text';
import { instantText } from '../parts/place_text';

const icons = { done: 'check', turn: 'clock', waiting: 'pen' } as const;

export function RouteSteps({ review }: { review: Review }) {
  if (review.steps.length === 0) return <p>{t('staff.review.desk_decides')}</p>;
  return (
    <>
      <ol class="route">
        {review.steps.map(({ post, state, by, as_deputy, words, at_ms }) => (
          <li key={post.code} class={`route__step route__step--${state}`} aria-current={state === 'turn' ? 'step' : undefined}>
            <span class="route__post"><Icon name={icons[state]} />{townText(post.name)}</span>
            <span>{t(`staff.review.step_${state}`)}</span>
            {by !== null && <span>{by}{as_deputy && ` ${t('staff.review.as_deputy')}`}</span>}
            {at_ms !== null && <span class="route__at">{instantText(at_ms)}</span>}
            {words !== null && <q>{words}</q>}
          </li>
        ))}
      </ol>
      {review.delegated && <p class="route__delegated">{t('staff.review.delegated')}</p>}
    </>
  );
}

export function Consultations({ review }: { review: Review }) {
  if (review.consultations.length === 0) return null;
  return (
    <>
      <h2>{t('staff.review.consultations')}</h2>
      <ul class="plain-list">
        {review.consultations.map(({ post, opinion, by, as_deputy, words, at_ms }) => (
          <li key={post.code}>
            {townText(post.name)}: {opinion === null ? t('staff.review.no_opinion') : t(`staff.review.opinion_${opinion}`)}
            {by !== null && ` ${by}`}{as_deputy && ` ${t('staff.review.as_deputy')}`}{at_ms !== null && ` ${instantText(at_ms)}`}
            {words !== null && <><br /><q>{words}</q></>}
          </li>
        ))}
      </ul>
    </>
  );
}

export function ReviewHistory({ review }: { review: Review }) {
  return (
    <details class="history" open>
      <summary>{t('staff.history.title')}</summary>
      <ol>
        {[...review.history].reverse().map((line, index) => (
          <li key={review.history.length - index}>
            <span class="history__event">
              {t(`staff.review.event_${line.event}`)}{line.post !== null && ` ${townText(line.post.name)}`}{line.as_deputy && ` ${t('staff.review.as_deputy')}`}
            </span>
            <span class="history__who">{instantText(line.at_ms)} {line.by ?? t('staff.history.system')}</span>
            {line.words !== null && <span class="history__note">{line.words}</span>}
            {line.acknowledged_by !== null && <span class="history__note">{t('staff.review.acknowledged', { name: line.acknowledged_by })}</span>}
          </li>
        ))}
      </ol>
    </details>
  );
}
