// What happened to something about money, line by line: when, what, by whom, and a last column of words.
import type { ComponentChildren } from 'preact';
import { t } from '../../shared/i18n/text';
import { instantText } from './place_text';

export interface HistoryLine {
  at_ms: number;
  event: string;
  what: string;
  /** Where it led; told with `has_states`. */
  state?: string;
  by: string | null;
  words: string;
}

interface Properties { id: string; title: string; words_title: string; has_states?: boolean; lines: readonly HistoryLine[] }

export function HistoryTable({ id, title, words_title, has_states = false, lines }: Properties) {
  const cell = (label: string, value: ComponentChildren) => <td data-label={label}>{value}</td>;
  return (
    <>
      <h2 id={id}>{title}</h2>
      <div class="table-frame" role="region" aria-labelledby={id} tabIndex={0}>
        <table class="list list--cards">
          <thead>
            <tr>
              <th scope="col">{t('staff.refund.when')}</th>
              <th scope="col">{t('staff.refund.what')}</th>
              {has_states && <th scope="col">{t('staff.refunds.state')}</th>}
              <th scope="col">{t('staff.refund.by')}</th>
              <th scope="col">{words_title}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line, index) => (
              <tr key={index}>
                <th scope="row" class="list__time">{instantText(line.at_ms)}</th>
                {cell(t('staff.refund.what'), line.what)}
                {has_states && cell(t('staff.refunds.state'), line.state)}
                {cell(t('staff.refund.by'), line.by ?? t('staff.none'))}
                <td class="list__words" data-label={words_title}>{line.words === '' ? t('staff.none') : line.words}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
