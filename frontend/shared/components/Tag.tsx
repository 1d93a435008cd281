// A state: icon, word and colour; never to be pressed.
import type { BookingState } from '../api/hiroba';
import { t, type MessageId } from '../i18n/text';
import { Icon, type IconName } from './Icon';

export interface Look { icon: IconName; tone: 'grey' | 'blue' | 'yellow' | 'green' | 'red'; word: MessageId }

export const stateLooks: Record<BookingState, Look> = {
  held: { icon: 'pen', tone: 'grey', word: 'common.state.held' },
  under_review: { icon: 'clock', tone: 'blue', word: 'common.state.under_review' },
  permitted_unpaid: { icon: 'yen', tone: 'yellow', word: 'common.state.permitted_unpaid' },
  permitted: { icon: 'check', tone: 'green', word: 'common.state.permitted' },
  checked_in: { icon: 'people', tone: 'blue', word: 'common.state.checked_in' },
  used: { icon: 'check', tone: 'grey', word: 'common.state.used' },
  no_show: { icon: 'warning', tone: 'red', word: 'common.state.no_show' },
  refused: { icon: 'cross', tone: 'red', word: 'common.state.refused' },
  withdrawn: { icon: 'cross', tone: 'grey', word: 'common.state.withdrawn' },
  cancelled: { icon: 'cross', tone: 'grey', word: 'common.state.cancelled' },
  expired: { icon: 'clock', tone: 'grey', word: 'common.state.expired' },
  revoked: { icon: 'warning', tone: 'red', word: 'common.state.revoked' },
};

export function Tag({ icon, tone, word }: Look) {
  return <span class={`tag tag--${tone}`}><Icon name={icon} />{t(word)}</span>;
}

export function StateTag({ state }: { state: BookingState }) {
  return <Tag {...stateLooks[state]} />;
}
