// What became of the reduction: asked for, granted, refused, or there by rule; what to show at the desk, or was seen there.
import { serverNow } from '../../shared/api/hiroba';
import { to } from '../../shared/app/router';
import { Banner, type BannerKind } from '../../shared/components/Banner';
import { longDate, shortDate } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { percentParts, reductionNamed } from '../../shared/terms/reductions';
import { dateAt } from '../../shared/time/civil';
import { askingFor } from './reduction_asking';
import type { ApplicationView } from './WithApplication';

const kinds = { applied: 'info', waiting: 'warning', granted: 'success', refused: 'error' } as const satisfies Record<string, BannerKind>;

export function ReductionNotice({ application: { reduction }, town }: Pick<ApplicationView, 'application' | 'town'>) {
  if (reduction === null) return null;
  const known = reductionNamed(town, reduction.code);
  const name = known ? townText(known.name) : reduction.code;
  const holds = reduction.state === 'applied' || reduction.state === 'granted';
  return (
    <Banner kind={kinds[reduction.state]} title={t(`resident.reduction.${reduction.state}`, { name })}>
      {reduction.decided_at_ms !== null && <p>{t('resident.reduction.decided_on', { date: longDate(dateAt(reduction.decided_at_ms)) })}</p>}
      {reduction.reason && <p>{t('resident.reduction.reason', { reason: reduction.reason })}</p>}
      {reduction.evidence && <p>{t('resident.reduction.seen', { evidence: townText(reduction.evidence.kind), date: shortDate(reduction.evidence.seen_on) })}</p>}
      {holds && known && (
        <ul class="plain-list">
          {percentParts(known).map(({ component, percent }) => <li key={component}>{t('shared.reduction.percent', { component: t(`shared.fee.${component}`), percent })}</li>)}
          <li>{t('shared.fee.article', { article: townText(known.article) })}</li>
        </ul>
      )}
      {reduction.state === 'waiting' && known && townText(known.evidence) && <p>{t('shared.reduction.evidence', { evidence: townText(known.evidence) })}</p>}
      {reduction.state === 'waiting' && <p>{t('shared.reduction.full_until')}</p>}
    </Banner>
  );
}

/** The way to ask for one, while that can be done. */
export function ReductionLink({ application, town }: Pick<ApplicationView, 'application' | 'town'>) {
  if (askingFor(application, town, serverNow()) !== 'open') return null;
  return <p><a href={to(`/applications/${application.application_id}/reduction`)}>{t('resident.reduction.ask_link')}</a></p>;
}
