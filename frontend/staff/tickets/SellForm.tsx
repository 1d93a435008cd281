// Selling a book of tickets: its price is taken as every other payment at the counter.
import { useState } from 'preact/hooks';
import type { CounterMethod } from '../../shared/api/counter';
import { serverNow } from '../../shared/api/hiroba';
import type { Resident } from '../../shared/api/staff';
import { sellTicketBook, type SoldTicketBook, type TicketOnSale } from '../../shared/api/tickets';
import { ErrorSummary } from '../../shared/components/ErrorSummary';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { SelectField, TextField } from '../../shared/components/Field';
import { yen } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { coverWords, validWords } from '../../shared/tickets/ticket_words';
import { dateAt } from '../../shared/time/civil';
import { DrawerNotice } from '../counter/DrawerNotice';
import { changeYen, freshForm, type TakeForm } from '../counter/take_form';
import { RadioGroup } from '../parts/RadioGroup';
import { ResidentPicker } from '../parts/ResidentPicker';
import { useAction } from '../parts/use_action';
import { sellErrors, sellingOf, type SellError } from './sell_form';

interface Properties { tickets: readonly TicketOnSale[]; onSold(sold: SoldTicketBook): void }

const keyOf = ({ facility, ticket, price_class }: TicketOnSale) => `${facility}/${ticket}/${price_class ?? ''}`;

function wordsOf({ code }: SellError): string {
  return code === 'resident_missing' || code === 'buyer_missing' ? t(`staff.tickets.${code}`) : t(`staff.take.${code}`);
}

export function SellForm({ tickets, onSold }: Properties) {
  const today = dateAt(serverNow());
  const [sale] = useState(() => String(Date.now())); // each form is one sale
  const [chosen, setChosen] = useState(() => tickets[0] ? keyOf(tickets[0]) : '');
  const ticket = tickets.find((each) => keyOf(each) === chosen) ?? tickets[0];
  const [to_whom, setToWhom] = useState<'account' | 'name'>('account');
  const [resident, setResident] = useState<Resident | undefined>(undefined);
  const [name, setName] = useState('');
  const [form, setForm] = useState<TakeForm>(() => freshForm(ticket?.methods ?? [], ticket?.price_yen ?? 0, today));
  const [errors, setErrors] = useState<SellError[]>([]);
  const [attempt, setAttempt] = useState(0);
  const action = useAction();
  if (!ticket) return null;
  const set = (part: Partial<TakeForm>) => setForm({ ...form, ...part });
  const buyer = { by_name: to_whom === 'name', account_id: resident?.account_id, name };
  const errorAt = (field: SellError['field']) => {
    const error = errors.find((candidate) => candidate.field === field);
    return error && wordsOf(error);
  };
  const change = changeYen(form);

  function choose(key: string): void {
    const next = tickets.find((each) => keyOf(each) === key);
    if (!next) return;
    setChosen(key);
    setForm(freshForm(next.methods, next.price_yen, today));
  }

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (!ticket) return;
    const found = sellErrors(buyer, form, ticket.price_yen);
    setErrors(found);
    setAttempt(attempt + 1);
    if (found.length > 0) return;
    const sold = await action.run(() => sellTicketBook(sale, sellingOf(ticket, buyer, form)));
    if (sold) onSold(sold);
  }

  return (
    <form class="form" onSubmit={(event) => void submit(event)} noValidate>
      <ErrorSummary attempt={attempt} errors={errors.map((error) => ({ field: `sell-${error.field}`, message: wordsOf(error) }))} />
      {action.failure && <FailureNotice failure={action.failure} />}
      <SelectField id="sell-ticket" label={t('staff.tickets.which')} value={chosen} onValue={choose}
        options={tickets.map((each) => ({ value: keyOf(each), text: t('staff.tickets.on_sale', { name: townText(each.name), class: each.price_class ?? 'none', count: each.tickets, price: yen(each.price_yen) }) }))} />
      <p>{t('staff.tickets.costs', { count: ticket.tickets, price: yen(ticket.price_yen) })}<br />{coverWords(ticket.terms)} {validWords(ticket)}</p>
      <RadioGroup<'account' | 'name'> id="sell-to" legend={t('staff.tickets.to_whom')} value={to_whom} onValue={setToWhom}
        options={[{ value: 'account', text: t('staff.tickets.to_account') }, { value: 'name', text: t('staff.tickets.to_name') }]} />
      {to_whom === 'account'
        ? <ResidentPicker id="sell-resident" label={t('staff.tickets.holder')} resident={resident} onResident={setResident} error={errorAt('resident')} />
        : <TextField id="sell-buyer" label={t('staff.tickets.buyer')} maxLength={100} required value={name} error={errorAt('buyer')} onValue={setName} />}
      <RadioGroup<CounterMethod> id="sell-method" legend={t('staff.take.method')} value={form.method} onValue={(method) => set({ method })}
        options={ticket.methods.map((method) => ({ value: method, text: t(`common.method.${method}`) }))} />
      {form.method === 'cash' && <DrawerNotice facility={ticket.facility} />}
      {form.method === 'cash' ? (
        <>
          <TextField id="sell-given" label={t('staff.take.given')} inputMode="numeric" width="short" suffix={t('staff.take.yen')}
            value={form.given} error={errorAt('given')} onValue={(given) => set({ given })} help={t('staff.take.given_help')} />
          <p class="take-change" role="status">{change === undefined ? '' : <>{t('staff.take.change')} <strong>{yen(change)}</strong></>}</p>
        </>
      ) : (
        <>
          {form.method === 'terminal' && (
            <SelectField id="sell-kind" label={t('staff.take.kind')} value={form.terminal_kind}
              onValue={(kind) => set({ terminal_kind: kind as TakeForm['terminal_kind'] })}
              options={(['credit', 'emoney', 'code'] as const).map((kind) => ({ value: kind, text: t(`staff.take.kind_${kind}`) }))} />
          )}
          <TextField id="sell-reference" label={t(`staff.take.reference_${form.method}`)} width="middle" maxLength={100} required
            value={form.reference} error={errorAt('reference')} onValue={(reference) => set({ reference })} />
          {form.method !== 'terminal' && (
            <TextField id="sell-received_on" type="date" label={t('staff.take.received_on')} max={today} required
              value={form.received_on} error={errorAt('received_on')} onValue={(received_on) => set({ received_on })} />
          )}
        </>
      )}
      <p class="actions"><button type="submit" class="button" aria-busy={action.busy}>{t('staff.tickets.do_sell', { amount: yen(ticket.price_yen) })}</button></p>
    </form>
  );
}
