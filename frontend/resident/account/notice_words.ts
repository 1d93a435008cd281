// What a notice speaks of, and why: from its own facts, so that it stays true when the booking has changed since.
import type { Notice } from '../../shared/api/applications';
import type { Application, Booking, Town } from '../../shared/api/hiroba';
import { dividedWords } from '../../shared/fee/divided_refund';
import { deadline, shortDate, timeRange, yen } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';
import { isDate } from '../../shared/time/civil';
import { findSpace } from '../../shared/town';

/** `小会議室 12月1日（火） 9:00〜12:00`; empty when it speaks of no use. */
export function subjectOf({ facts }: Pick<Notice, 'facts'>, town: Town): string {
  const { space, date, start, end } = facts;
  const found = typeof space === 'string' ? findSpace(town, space)?.space : undefined;
  const parts = [
    ...(found ? [townText(found.name)] : []),
    ...(typeof date === 'string' && isDate(date) ? [shortDate(date)] : []),
    ...(typeof start === 'string' && typeof end === 'string' ? [timeRange(start, end)] : []),
  ];
  return parts.join(' ');
}

type Place = Pick<Booking, 'space' | 'date' | 'start' | 'end'>;

/** A decision of staff names no use: those it can have been about, by how they stand now. */
function decided({ kind, facts }: Notice, { bookings }: Application): Booking[] {
  const meant = bookings.filter(({ state, reason }) => (kind === 'refused'
    ? state === 'refused' && (typeof facts['reason'] !== 'string' || reason === null || reason === facts['reason'])
    : state !== 'refused' && state !== 'under_review'));
  return meant.length > 0 ? meant : bookings;
}

/** What it speaks of, one line for each use; when it says none itself, the uses of its application. */
export function subjectsOf(notice: Notice, town: Town, application: Application | undefined): string[] {
  const said = subjectOf(notice, town);
  if (said !== '') return [said];
  if (application === undefined) return [];
  return decided(notice, application).map((booking) => placeWords(booking, town));
}

function placeWords({ space, date, start, end }: Place, town: Town): string {
  return subjectOf({ facts: { space, date, start, end } }, town);
}

/** Until when something is kept or lasts; `none` where the sentence does without it. */
export function untilOf({ facts }: Notice): string {
  return typeof facts['until_ms'] === 'number' ? deadline(facts['until_ms']) : 'none';
}

// The rule's own ground, where no member of staff has written one.
const by_rule = 'no_show';

/** What comes back; where a part of it pays what was owed, how it is divided. */
function refundWords({ refund_yen, set_off_yen, pay_out_yen }: Notice['facts']): string[] {
  if (typeof refund_yen !== 'number' || refund_yen <= 0) return [];
  const is_divided = typeof set_off_yen === 'number' && typeof pay_out_yen === 'number';
  const divided = is_divided ? dividedWords({ yen: refund_yen, set_off_yen, pay_out_yen }) : undefined;
  return [divided ?? t('resident.notice.refund', { amount: yen(refund_yen) })];
}

export function reasonsOf({ facts }: Notice): string[] {
  const { reason, owed_yen, more_yen } = facts;
  return [
    ...(reason === by_rule ? [t('resident.notice.reason_no_show')] : []),
    ...(typeof reason === 'string' && reason !== '' && reason !== by_rule ? [t('resident.notice.reason', { reason })] : []),
    ...refundWords(facts),
    ...(typeof more_yen === 'number' ? [t('resident.notice.more', { amount: yen(more_yen) })] : []),
    ...(typeof owed_yen === 'number' ? [t('resident.notice.owed', { amount: yen(owed_yen) })] : []),
  ];
}
