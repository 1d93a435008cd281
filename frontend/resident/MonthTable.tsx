// The month as a plain table; only days that can be booked are links, each with its meaning in words.
import { Hidden } from '../shared/components/Hidden';
import { shortDate, weekdayName } from '../shared/format';
import { t } from '../shared/i18n/text';
import { dateParts, weekdayOf } from '../shared/time/civil';
import { canBook, weeksOf, type Mark, type MarkedDay } from './month_grid';

const marks: readonly Mark[] = ['free', 'few', 'full', 'closed', 'outside'];

function Sign({ mark }: { mark: Mark }) {
  return <span class={`sign sign--${mark}`} aria-hidden="true">{t(`resident.sign.${mark}`)}</span>;
}

function weekdayClass(date: string): string {
  const weekday = weekdayOf(date);
  if (weekday === 0) return ' month__day--sunday';
  return weekday === 6 ? ' month__day--saturday' : '';
}

interface DayProperties { day: MarkedDay; today: string; place(date: string): string }

function Day({ day, today, place }: DayProperties) {
  const [, , number] = dateParts(day.date);
  const content = (
    <>
      <span class="month__number" aria-hidden="true">{number}</span>
      <Sign mark={day.mark} />
      <Hidden>{t('resident.month.day', { date: shortDate(day.date), mark: t(`resident.mark.${day.mark}`) })}</Hidden>
    </>
  );
  const look = `month__day month__day--${day.mark}${weekdayClass(day.date)}`;
  return (
    <td class={day.date === today ? `${look} month__day--today` : look}>
      {canBook(day.mark) ? <a href={place(day.date)}>{content}</a> : <span class="month__rest">{content}</span>}
    </td>
  );
}

interface Properties { days: readonly MarkedDay[]; caption: string; today: string; place(date: string): string }

export function MonthTable({ days, caption, today, place }: Properties) {
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
              ? <Day key={day.date} day={day} today={today} place={place} />
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
