// Every date of a series with what stands in its way; each can be left out before it is booked.
import { useEffect, useRef } from 'preact/hooks';
import type { SeriesPreview } from '../../shared/api/applications';
import { Icon } from '../../shared/components/Icon';
import { longDate, yen } from '../../shared/format';
import { t } from '../../shared/i18n/text';
import { codeText } from '../parts/code_text';
import { toggled } from '../application/BookingsTable';
import { countSeries } from './series_form';

interface Properties {
  preview: SeriesPreview;
  left_out: ReadonlySet<string>;
  official: boolean;
  busy: boolean;
  onLeftOut(left_out: ReadonlySet<string>): void;
  onBook(fitting: 'all' | 'those_that_fit'): void;
}

export function SeriesDates({ preview, left_out, official, busy, onLeftOut, onBook }: Properties) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [preview]);
  const count = countSeries(preview.dates, left_out);
  return (
    <div class="preview">
      <h2 id="dates-title" ref={heading} tabIndex={-1}>{t('staff.series.dates')}</h2>
      <p role="status">{t('staff.series.count', { wanted: count.wanted, fitting: count.fitting, clashing: count.clashing })}</p>
      <div class="table-frame" role="region" aria-labelledby="dates-title" tabIndex={0}>
        <table class="list">
          <thead>
            <tr>
              <th scope="col">{t('staff.series.take')}</th>
              <th scope="col">{t('staff.board.date')}</th>
              <th scope="col">{t('staff.series.state')}</th>
              {!official && <th scope="col" class="number">{t('staff.panel.fee')}</th>}
            </tr>
          </thead>
          <tbody>
            {preview.dates.map(({ date, code, facts, price_yen }) => (
              <tr key={date}>
                <td>
                  <input type="checkbox" class="list__check" checked={!left_out.has(date)} aria-label={longDate(date)}
                    onChange={() => onLeftOut(toggled(left_out, date))} />
                </td>
                <th scope="row" class="list__time">{longDate(date)}</th>
                <td>
                  {code === null
                    ? <span class="tag tag--green"><Icon name="check" />{t('staff.series.free')}</span>
                    : <><span class="tag tag--red"><Icon name="cross" />{t('staff.series.clash')}</span> {codeText(code, facts)}</>}
                </td>
                {!official && <td class="number">{price_yen === null ? t('staff.none') : yen(price_yen)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div class="actions">
        {count.wanted > 0 && count.clashing === 0 && (
          <button type="button" class="button" aria-busy={busy} onClick={() => onBook('all')}>{t('staff.series.book_all', { count: count.wanted })}</button>
        )}
        {count.fitting > 0 && count.clashing > 0 && (
          <button type="button" class="button" aria-busy={busy} onClick={() => onBook('those_that_fit')}>
            {t('staff.series.book_fitting', { count: count.fitting })}
          </button>
        )}
      </div>
      {count.clashing > 0 && <p class="note">{t('staff.series.clash_help')}</p>}
    </div>
  );
}
