// What tickets paid of an application's fees, use by use; nothing where none did.
import type { TicketUseLine } from '../../shared/api/tickets';
import { SummaryList } from '../../shared/components/SummaryList';
import { yen } from '../../shared/format';
import { t } from '../../shared/i18n/text';
import { whatFor } from '../../shared/tickets/UsesOfBook';
import { useTown } from '../../shared/town';

export function TicketsPaid({ uses }: { uses: readonly TicketUseLine[] }) {
  const { town } = useTown();
  const paying = uses.filter(({ returned_for }) => returned_for === null);
  if (paying.length === 0 || !town) return null;
  return (
    <>
      <h2>{t('resident.tickets.paid_title')}</h2>
      <SummaryList rows={paying.map((use) => ({
        name: whatFor(town, use),
        value: `${t('shared.tickets.count', { count: use.tickets })} (${t('shared.tickets.pays', { amount: yen(use.amount_yen) })})`,
      }))} />
    </>
  );
}
