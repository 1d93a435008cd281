// Every collected amount with what it belongs to; money that came late stands out.
import type { CollectionList } from '../shared/api/hiroba';
import { yen } from '../shared/format';
import { t, townText } from '../shared/i18n/text';
import { findSpace, useTown } from '../shared/town';

export function CollectionsTable({ list }: { list: CollectionList }) {
  const { town } = useTown();
  const placeOf = (code: string) => {
    const found = town && findSpace(town, code);
    return found ? `${townText(found.facility.name)} ${townText(found.space.name)}` : code;
  };
  return (
    <div class="table-frame" role="region" aria-label={t('finance.collections.title')} tabIndex={0}>
      <table class="list">
        <thead>
          <tr>
            <th scope="col">{t('finance.column.entrusted_on')}</th>
            <th scope="col">{t('finance.column.booking_number')}</th>
            <th scope="col">{t('finance.column.place')}</th>
            <th scope="col" class="number">{t('finance.column.amount')}</th>
            <th scope="col">{t('finance.column.method')}</th>
            <th scope="col">{t('finance.column.fiscal_year')}</th>
            <th scope="col">{t('finance.column.account_code')}</th>
            <th scope="col">{t('finance.column.provider_ref')}</th>
          </tr>
        </thead>
        <tbody>
          {list.collections.map((collection) => (
            <tr key={collection.attempt_id}>
              <td class="list__time">{collection.entrusted_on}</td>
              <th scope="row" class="list__short">
                {collection.booking_number ?? t('finance.none')}
                {collection.late && <span class="tag tag--red">{t('finance.collections.late')}</span>}
              </th>
              <td>{placeOf(collection.space)}</td>
              <td class="number">{yen(collection.amount_yen)}</td>
              <td class="list__short">{t(`finance.method.${collection.method}`)}</td>
              <td class="list__short">{collection.fiscal_year}</td>
              <td class="list__code">{collection.account_code}</td>
              <td class="list__code">{collection.provider_ref}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={3}>{t('finance.collections.total')}</th>
            <td class="number">{yen(list.total_yen)}</td>
            <td colSpan={4}>{t('finance.collections.count', { count: list.count })}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  );
}
