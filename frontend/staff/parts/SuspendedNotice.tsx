// Before the desk books for somebody: that they may not book themselves, and that the desk may.
import type { Resident } from '../../shared/api/staff';
import { Banner } from '../../shared/components/Banner';
import { t } from '../../shared/i18n/text';
import { suspendedText } from '../people/until_text';

export function SuspendedNotice({ resident }: { resident: Resident | undefined }) {
  const suspended = suspendedText(resident);
  if (suspended === undefined) return null;
  return (
    <Banner kind="warning" title={suspended} announce>
      <p>{t('staff.resident.suspended_help')}</p>
    </Banner>
  );
}
