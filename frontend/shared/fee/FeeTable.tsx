// Why it costs what it costs: component by component, every line with the article it rests on, and the same in easy words.
import { Fragment } from 'preact';
import type { Fee } from '../api/hiroba';
import { yen } from '../format';
import { t, townText } from '../i18n/text';
import { feeGroups, reducedBy, roundedBy, taxAddedTo, type FeeGroup, type FeeLine } from './fee_groups';
import { howMany } from './line_words';

interface Properties { fee: Fee; caption?: string | undefined }

export function FeeTable({ fee, caption }: Properties) {
  const groups = feeGroups(fee);
  return (
    <>
      <table class="fee">
        <caption>{caption ?? t('shared.fee.title')}</caption>
        <thead>
          <tr><th scope="col">{t('shared.fee.line')}</th><th scope="col" class="number">{t('shared.fee.amount')}</th></tr>
        </thead>
        {groups.map((group) => <Group key={group.component} group={group} titled={groups.length > 1} />)}
        <tfoot>
          <tr>
            <th scope="row">
              {t('shared.fee.total')}
              <span class="fee__count">{t('shared.fee.tax', { tax: yen(fee.tax_included_yen) })}</span>
            </th>
            <td class="number fee__total">{yen(fee.total_yen)}</td>
          </tr>
        </tfoot>
      </table>
      <InEasyWords fee={fee} groups={groups} />
    </>
  );
}

function Group({ group: { component, lines, sum }, titled }: { group: FeeGroup; titled: boolean }) {
  return (
    <tbody>
      {titled && (
        <tr class="fee__component">
          <th scope="rowgroup" colSpan={2}>
            {t(`shared.fee.${component}`)}
            {sum && <span class="fee__count">{t('shared.fee.subtotal', { amount: yen(sum.yen) })}</span>}
          </th>
        </tr>
      )}
      {lines.map((line, index) => <Line key={index} line={line} />)}
    </tbody>
  );
}

function Line({ line }: { line: FeeLine }) {
  const count = howMany(line);
  return (
    <tr>
      <th scope="row">
        {townText(line.label)}
        {count && <span class="fee__count">{count}</span>}
        {townText(line.article) && <span class="fee__article">{t('shared.fee.article', { article: townText(line.article) })}</span>}
      </th>
      <td class="number">{yen(line.yen)}</td>
    </tr>
  );
}

/** やさしい日本語: short sentences, one thing each, for children and for people who are learning the language. */
function InEasyWords({ fee, groups }: { fee: Fee; groups: readonly FeeGroup[] }) {
  const [reduced, taxed, rounded] = [reducedBy(fee), taxAddedTo(fee), roundedBy(fee)];
  return (
    <details class="more more--quiet">
      <summary>{t('shared.fee.easy')}</summary>
      <ul class="plain-list">
        {groups.map(({ component, sum }) => (
          <Fragment key={component}>{sum && <li>{t(`shared.fee.easy_${component}`, { amount: yen(sum.before_reduction_yen) })}</li>}</Fragment>
        ))}
        {reduced > 0 && <li>{t('shared.fee.easy_reduced', { amount: yen(reduced) })}</li>}
        {taxed > 0 && <li>{t('shared.fee.easy_tax_added', { amount: yen(taxed) })}</li>}
        {rounded < 0 && <li>{t('shared.fee.easy_rounded_up', { amount: yen(-rounded) })}</li>}
        {rounded > 0 && <li>{t('shared.fee.easy_rounded', { amount: yen(rounded) })}</li>}
        <li>{t('shared.fee.easy_total', { amount: yen(fee.total_yen), tax: yen(fee.tax_included_yen) })}</li>
        <li>{t('shared.fee.easy_article')}</li>
      </ul>
    </details>
  );
}
