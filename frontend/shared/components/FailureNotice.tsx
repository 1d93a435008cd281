// A page could not get what it shows.
import type { Failure } from '../api/answer';
import { isRefusedForGood, sentenceFor } from '../api/wording';
import { t } from '../i18n/text';
import { Banner } from './Banner';

export function FailureNotice({ failure, onRetry }: { failure: Failure; onRetry?: (() => void) | undefined }) {
  return (
    <Banner kind="error" title={sentenceFor(failure)} announce>
      {onRetry && !isRefusedForGood(failure) && <p><button type="button" class="button button--secondary" onClick={onRetry}>{t('common.try_again')}</button></p>}
    </Banner>
  );
}
