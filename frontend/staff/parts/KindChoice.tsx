// For a resident, or for the town itself.
import { t } from '../../shared/i18n/text';
import { RadioGroup } from './RadioGroup';

interface Properties { kind: 'ordinary' | 'official'; onKind(kind: 'ordinary' | 'official'): void }

export function KindChoice({ kind, onKind }: Properties) {
  return (
    <RadioGroup id="kind" legend={t('staff.kind.legend')} value={kind} onValue={onKind}
      options={[{ value: 'ordinary', text: t('staff.kind.ordinary') }, { value: 'official', text: t('staff.kind.official') }]} />
  );
}
