// Every collected amount with what it belongs to; money that came late stands out.
import type { CollectionList } from '../shared/api/hiroba';
import { yen } from '../shared/format';
import { t, townText } from '../shared/i18n/text';
import { findFacility, useTown } from '../shared/town';

export function CollectionsTable({ list }: { list: CollectionList }) {
  const { town } = useTown();
  const placeOf = (facility_code: string, spaces: readonly string[]) => {
    const facility = town && findFacility(town, facility_code);
    const names = spaces.map((code) => {
      const space = facility?.spaces.find((candidate) => candidate.code === code);
      return space ? townText(space.name) : code;
    });
    return `${facility ? townText(facility.name) : facility_code} ${names.join(t('finance.list_separator'))}`;
  };
  return (
    <div class="table-frame" role="region" aria-label={t('finance.collections.title')} tabIndex={0}>
      <table class="list">
        <thead>
          <tr>
            <th scope="col">{t('finance.column.entrusted_on')}</th>
            <th scope="col">{t('finance.column.application_number')}</th>
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
            <tr key={`${collection.payment_id}-${collection.undone}`}>
              <td class="list__time">{collection.entrusted_on}</td>
              <th scope="row" class="list__short">
                {collection.application_number ?? t('finance.none')}
                {collection.undone && <span class="tag tag--red">{t('finance.collections.undone')}</span>}
                {collection.late && <span class="tag tag--red">{t('finance.collections.late')}</span>}
              </th>
              <td>{placeOf(collection.facility, collection.spaces)}</td>
              <td class="number">{yen(collection.undone ? -collection.amount_yen : collection.amount_yen)}</td>
              <td class="list__short">{t(`common.method.${collection.method}`)}</td>
              <td class="list__short">{collection.fiscal_year}</td>
              <td class="list__code">{collection.accounts.map(({ account_code }) => account_code).join(t('finance.list_separator'))}</td>
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
