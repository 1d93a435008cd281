// What tickets paid of an application's fees, use by use, what came back of them, and what is left to pay in money.
import type { Application } from '../../shared/api/hiroba';
import type { TicketUseLine } from '../../shared/api/tickets';
import { SummaryList } from '../../shared/components/SummaryList';
import { yen } from '../../shared/format';
import { t } from '../../shared/i18n/text';
import { countAndWorth } from '../../shared/tickets/ticket_words';
import { whatFor } from '../../shared/tickets/UsesOfBook';
import { useTown } from '../../shared/town';

/** What came back says so. */
function worthNow(use: TicketUseLine): string {
  const worth = countAndWorth(use);
  return use.returned_for === null ? worth : t('resident.tickets.returned', { worth, why: t(`shared.tickets.returned_${use.returned_for}`) });
}

export function TicketsPaid({ application, uses }: { application: Application; uses: readonly TicketUseLine[] }) {
  const { town } = useTown();
  if (uses.length === 0 || !town) return null;
  return (
    <>
      <h2>{t('resident.tickets.paid_title')}</h2>
      <SummaryList rows={[
        ...uses.map((use) => ({ name: whatFor(town, use), value: worthNow(use) })),
        ...(application.owed_yen > 0 && application.payments.length === 0 ? [{ name: t('resident.payments.left'), value: yen(application.owed_yen) }] : []),
      ]} />
    </>
  );
}
