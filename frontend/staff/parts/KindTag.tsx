// 公用: what the town itself uses stands out by a word and a frame, not by colour alone.
import { t } from '../../shared/i18n/text';

export function KindTag({ kind }: { kind: 'ordinary' | 'official' }) {
  return kind === 'official' ? <span class="tag tag--official">{t('staff.kind.official_short')}</span> : null;
}
