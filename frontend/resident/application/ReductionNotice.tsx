// What became of the reduction: asked for, granted, refused, or there by rule; and what to show at the desk.
import { Banner, type BannerKind } from '../../shared/components/Banner';
import { t, townText } from '../../shared/i18n/text';
import { reductionNamed } from '../../shared/terms/reductions';
import type { ApplicationView } from './WithApplication';

const kinds = { applied: 'info', waiting: 'warning', granted: 'success', refused: 'error' } as const satisfies Record<string, BannerKind>;

export function ReductionNotice({ application: { reduction }, town }: ApplicationView) {
  if (reduction === null) return null;
  const known = reductionNamed(town, reduction.code);
  const name = known ? townText(known.name) : reduction.code;
  return (
    <Banner kind={kinds[reduction.state]} title={t(`resident.reduction.${reduction.state}`, { name })}>
      {reduction.reason && <p>{t('resident.reduction.reason', { reason: reduction.reason })}</p>}
      {reduction.state === 'waiting' && known && townText(known.evidence) && <p>{t('shared.reduction.evidence', { evidence: townText(known.evidence) })}</p>}
      {reduction.state === 'waiting' && <p>{t('shared.reduction.full_until')}</p>}
    </Banner>
  );
}
