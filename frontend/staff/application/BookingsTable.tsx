// Every booking of an application; those that can be given back can be chosen.
import type { Application } from '../../shared/api/hiroba';
import type { TicketUseLine } from '../../shared/api/tickets';
import { to } from '../../shared/app/router';
import { Hidden } from '../../shared/components/Hidden';
import { StateTag } from '../../shared/components/Tag';
import { t } from '../../shared/i18n/text';
import { paidByTickets } from '../../shared/tickets/paying';
import { useTown } from '../../shared/town';
import { feeText } from '../parts/fee_text';
import { equipmentText, spaceText, timesText } from '../parts/place_text';
import { inOrder } from './selection';

interface Properties { application: Application; tickets: readonly TicketUseLine[] | undefined; chosen: ReadonlySet<string>; onChosen(chosen: ReadonlySet<string>): void }

export function toggled(chosen: ReadonlySet<string>, id: string): Set<string> {
  const next = new Set(chosen);
  if (!next.delete(id)) next.add(id);
  return next;
}

export function BookingsTable({ application, tickets, chosen, onChosen }: Properties) {
  const { town } = useTown();
  return (
    <div class="table-frame" role="region" aria-label={t('staff.application.bookings')} tabIndex={0}>
      <table class="list list--cards">
        <thead>
          <tr>
            <td class="screen-only" />
            <th scope="col">{t('staff.panel.time')}</th>
            <th scope="col">{t('staff.board.space')}</th>
            <th scope="col">{t('staff.list.state')}</th>
            <th scope="col">{t('staff.panel.equipment')}</th>
            <th scope="col">{t('staff.panel.fee')}</th>
            <th scope="col">{t('staff.panel.reason')}</th>
            <td class="screen-only" />
          </tr>
        </thead>
        <tbody>
          {inOrder(application.bookings).map((booking) => (
            <tr key={booking.booking_id}>
              <td class="screen-only">
                {booking.refund !== null && (
                  <input type="checkbox" class="list__check" checked={chosen.has(booking.booking_id)}
                    aria-label={t('staff.application.choose', { time: timesText(booking) })}
                    onChange={() => onChosen(toggled(chosen, booking.booking_id))} />
                )}
              </td>
              <th scope="row" class="list__time">
                <a href={to(`/?${new URLSearchParams({ facility: booking.facility, date: booking.date, booking: booking.booking_id })}`)}>{timesText(booking)}</a>
              </th>
              <td class="list__name" data-label={t('staff.board.space')}>{spaceText(town, booking.space)}</td>
              <td data-label={t('staff.list.state')}><StateTag state={booking.state} /></td>
              <td data-label={t('staff.panel.equipment')}>{equipmentText(town, booking.facility, booking.equipment) || t('staff.none')}</td>
              <td data-label={t('staff.panel.fee')}>{feeText(booking, tickets && paidByTickets(tickets, booking.booking_id))}</td>
              <td class="list__words" data-label={t('staff.panel.reason')}>{booking.reason ?? t('staff.none')}</td>
              <td class="screen-only nowrap">
                {booking.changeable && (
                  <a href={to(`/applications/${application.application_id}/change?booking=${booking.booking_id}`)}>
                    {t('common.change')}<Hidden>{t('common.change_what', { what: timesText(booking) })}</Hidden>
                  </a>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
