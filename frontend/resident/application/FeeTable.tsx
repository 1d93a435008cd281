// Why it costs what it costs: every line with the article it rests on.
import type { Fee } from '../../shared/api/hiroba';
import { yen } from '../../shared/format';
import { t, townText } from '../../shared/i18n/text';

export function FeeTable({ fee }: { fee: Fee }) {
  return (
    <table class="fee">
      <caption>{t('resident.fee.title')}</caption>
      <thead>
        <tr><th scope="col">{t('resident.fee.line')}</th><th scope="col" class="number">{t('resident.fee.amount')}</th></tr>
      </thead>
      <tbody>
        {fee.lines.map((line, index) => (
          <tr key={index}>
            <th scope="row">
              {townText(line.label)}
              {line.quantity > 1 && (
                <span class="fee__count">{t('resident.fee.count', { unit: yen(line.unit_yen), quantity: line.quantity })}</span>
              )}
              <span class="fee__article">{t('resident.fee.article', { article: townText(line.article) })}</span>
            </th>
            <td class="number">{yen(line.yen)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">
            {t('resident.fee.total')}
            <span class="fee__count">{t('resident.fee.tax', { tax: yen(fee.tax_included_yen) })}</span>
          </th>
          <td class="number fee__total">{yen(fee.total_yen)}</td>
        </tr>
      </tfoot>
    </table>
  );
}
