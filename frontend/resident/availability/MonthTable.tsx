// The month as a plain table; days that can be booked or waited for are links, each with its meaning in words.
import { Hidden } from '../../shared/components/Hidden';
import { shortDate, weekdayName } from '../../shared/format';
import { t } from '../../shared/i18n/text';
import { dateParts, weekdayOf } from '../../shared/time/civil';
import { canBook, reasonsOf, weeksOf, type DateRun, type Mark, type MarkedDay } from './month_grid';
import { whyNotThatDay } from './why_not';

const marks: readonly Mark[] = ['free', 'few', 'full', 'closed', 'outside'];

function Sign({ mark }: { mark: Mark }) {
  return <span class={`sign sign--${mark}`} aria-hidden="true">{t(`resident.sign.${mark}`)}</span>;
}

function weekdayClass(date: string): string {
  const weekday = weekdayOf(date);
  if (weekday === 0) return ' month__day--sunday';
  return weekday === 6 ? ' month__day--saturday' : '';
}

function meaningOf(day: MarkedDay): string {
  const mark = t(`resident.mark.${day.mark}`);
  const reason = whyNotThatDay(day);
  return reason === undefined || reason === mark ? mark : t('resident.month.mark_and_reason', { mark, reason });
}

interface DayProperties { day: MarkedDay; today: string; leads: boolean; place(date: string): string }

function Day({ day, today, leads, place }: DayProperties) {
  const [, , number] = dateParts(day.date);
  const content = (
    <>
      <span class="month__number" aria-hidden="true">{number}</span>
      <Sign mark={day.mark} />
      <Hidden>{t('resident.month.day', { date: shortDate(day.date), mark: meaningOf(day) })}</Hidden>
    </>
  );
  const look = `month__day month__day--${day.mark}${weekdayClass(day.date)}`;
  return (
    <td class={day.date === today ? `${look} month__day--today` : look}>
      {leads ? <a href={place(day.date)}>{content}</a> : <span class="month__rest">{content}</span>}
    </td>
  );
}

interface Properties {
  days: readonly MarkedDay[];
  caption: string;
  today: string;
  /** People can wait for what is taken. */
  waiting_list: boolean;
  place(date: string): string;
}

export function MonthTable({ days, caption, today, waiting_list, place }: Properties) {
  const leads = ({ mark }: MarkedDay) => canBook(mark) || (waiting_list && mark === 'full');
  return (
    <table class="month">
      <caption class="visually-hidden">{caption}</caption>
      <thead>
        <tr>{[0, 1, 2, 3, 4, 5, 6].map((weekday) => <th scope="col" key={weekday}>{weekdayName(weekday)}</th>)}</tr>
      </thead>
      <tbody>
        {weeksOf(days).map((week, index) => (
          <tr key={index}>
            {week.map((day, weekday) => (day
              ? <Day key={day.date} day={day} today={today} leads={leads(day)} place={place} />
              : <td key={`blank-${weekday}`} class="month__blank" />))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function MonthLegend() {
  return (
    <ul class="legend" aria-label={t('resident.month.legend')}>
      {marks.map((mark) => <li key={mark}><Sign mark={mark} /> {t(`resident.mark.${mark}`)}</li>)}
    </ul>
  );
}

function runWords({ first, last }: DateRun): string {
  return first === last ? shortDate(first) : t('resident.search.period', { from: shortDate(first), to: shortDate(last) });
}

/** What the signs cannot say: why, and from when on. */
export function MonthReasons({ days }: { days: readonly MarkedDay[] }) {
  const reasons = reasonsOf(days).filter(({ day }) => day.mark === 'closed' || day.mark === 'outside');
  if (reasons.length === 0) return null;
  return (
    <section class="reasons" aria-labelledby="reasons-title">
      <h2 id="reasons-title">{t('resident.month.reasons')}</h2>
      <dl class="summary">
        {reasons.map(({ day, runs }) => (
          <div class="summary__row" key={`${day.mark} ${day.reason} ${day.opens_at_ms}`}>
            <dt>{whyNotThatDay(day)}</dt>
            <dd>{runs.map(runWords).join(t('resident.comma'))}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
