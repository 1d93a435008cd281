// Everything the board knows about one booking.
import { useEffect, useRef } from 'preact/hooks';
import { SummaryList } from '../shared/components/SummaryList';
import { StateTag } from '../shared/components/Tag';
import { timeRange } from '../shared/format';
import { t, townText } from '../shared/i18n/text';
import { titleOf } from './BoardCellView';
import type { ListedBooking } from './board_layout';

export function BookingPanel({ listed, onClose }: { listed: ListedBooking; onClose(): void }) {
  const { booking, space } = listed;
  const heading = useRef<HTMLHeadingElement>(null);
  const opener = useRef<Element | null>(null);
  useEffect(() => {
    opener.current ??= document.activeElement;
    heading.current?.focus();
  }, [booking.booking_id]);

  function close(): void {
    onClose();
    if (opener.current instanceof HTMLElement) opener.current.focus();
  }

  const none = t('staff.none');
  return (
    <aside class="panel" aria-labelledby="panel-title" onKeyDown={(event) => { if (event.key === 'Escape') close(); }}>
      <div class="panel__head">
        <h2 id="panel-title" ref={heading} tabIndex={-1}>{titleOf(booking)}</h2>
        <StateTag state={booking.state} />
        <button type="button" class="button button--small button--secondary" onClick={close}>{t('staff.panel.close')}</button>
      </div>
      <SummaryList rows={[
        { name: t('staff.panel.number'), value: booking.number ?? none },
        { name: t('staff.board.space'), value: townText(space.name) },
        { name: t('staff.panel.time'), value: timeRange(booking.start, booking.end) },
        { name: t('staff.panel.holder'), value: booking.holder },
        { name: t('staff.panel.group'), value: booking.group_name || none },
        { name: t('staff.panel.purpose'), value: booking.purpose || none },
        { name: t('staff.panel.people'), value: booking.people === null ? none : t('staff.panel.people_count', { people: booking.people }) },
      ]} />
    </aside>
  );
}
