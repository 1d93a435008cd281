// Name and value pairs, with a way to change where there is one.
import type { ComponentChildren } from 'preact';
import { t } from '../i18n/text';
import { Hidden } from './Hidden';

export interface SummaryRow { name: string; value: ComponentChildren; change?: string | undefined }

export function SummaryList({ rows }: { rows: readonly SummaryRow[] }) {
  return (
    <dl class="summary">
      {rows.map((row, index) => (
        <div class="summary__row" key={`${row.name} ${index}`}>
          <dt>{row.name}</dt>
          <dd>
            <span class="summary__value">{row.value}</span>
            {row.change && (
              <a class="summary__change" href={row.change}>
                {t('common.change')}<Hidden>{t('common.change_what', { what: row.name })}</Hidden>
              </a>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
