// The state of a booking: icon, word and colour; never to be pressed.
import type { BookingState } from '../api/hiroba';
import { t, type MessageId } from '../i18n/text';
import { Icon, type IconName } from './Icon';

interface Look { icon: IconName; tone: string; word: MessageId }

const looks: Record<BookingState, Look> = {
  held: { icon: 'pen', tone: 'grey', word: 'common.state.held' },
  awaiting_payment: { icon: 'yen', tone: 'yellow', word: 'common.state.awaiting_payment' },
  confirmed: { icon: 'check', tone: 'green', word: 'common.state.confirmed' },
  cancelled: { icon: 'cross', tone: 'grey', word: 'common.state.cancelled' },
  expired: { icon: 'clock', tone: 'grey', word: 'common.state.expired' },
};

export function StateTag({ state }: { state: BookingState }) {
  const look = looks[state];
  return <span class={`tag tag--${look.tone}`}><Icon name={look.icon} />{t(look.word)}</span>;
}
