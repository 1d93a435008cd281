// That a reduction was drafted, or came back, and the way to its file.
import type { Review } from '../../shared/api/reviews';
import { to } from '../../shared/app/router';
import { Banner } from '../../shared/components/Banner';
import { t } from '../../shared/i18n/text';
import { isWithPosts } from './reduction_draft';

export function DraftNotice({ draft }: { draft: Review }) {
  const with_posts = isWithPosts(draft);
  return (
    <Banner kind={with_posts ? 'info' : 'warning'} title={t(with_posts ? 'staff.reductions.in_approval' : 'staff.reductions.returned')} announce>
      <p><a class="button button--small button--secondary" href={to(`/reviews/${draft.application.application_id}?matter=reduction`)}>{t('staff.reviews.open')}</a></p>
    </Banner>
  );
}
