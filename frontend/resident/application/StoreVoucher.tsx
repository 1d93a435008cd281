// 払込票: the number that is paid at a convenience store, until when, and what each store asks for.
import { Banner } from '../../shared/components/Banner';
import type { StoreVoucher as Voucher } from '../../shared/api/hiroba';
import { deadline } from '../../shared/format';
import { t } from '../../shared/i18n/text';
import { isWebPage } from './payment_step';

const known_stores = ['familymart', 'lawson', 'ministop', 'seicomart'] as const;
type KnownStore = typeof known_stores[number];

/** A store that the provider has added since is shown by the provider's own word. */
export function storeName(store: string): string {
  return known_stores.includes(store as KnownStore) ? t(`resident.voucher.store_${store as KnownStore}`) : store;
}

export function StoreVoucher({ voucher }: { voucher: Voucher }) {
  return (
    <section aria-labelledby="voucher-title">
      <h2 id="voucher-title">{t('resident.voucher.title')}</h2>
      <p class="lead"><strong>{t('resident.voucher.until', { until: deadline(voucher.expires_at_ms) })}</strong></p>
      <ol class="plain-list">
        <li>{t('resident.voucher.go')}</li>
        <li>{t('resident.voucher.tell')}</li>
        <li>{t('resident.voucher.keep')}</li>
      </ol>
      <table class="fee">
        <thead>
          <tr>
            <th scope="col">{t('resident.voucher.store')}</th>
            <th scope="col">{t('resident.voucher.payment_code')}</th>
            <th scope="col">{t('resident.voucher.confirmation_number')}</th>
          </tr>
        </thead>
        <tbody>
          {voucher.stores.map(({ store, payment_code, confirmation_number }) => (
            <tr key={store}>
              <th scope="row">{storeName(store)}</th>
              <td>{payment_code}</td>
              <td>{confirmation_number ?? t('resident.voucher.not_needed')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {voucher.url !== null && isWebPage(voucher.url, location.href) && (
        <p><a href={voucher.url} data-leaves>{t('resident.voucher.page')}</a></p>
      )}
    </section>
  );
}

/** While the number is being taken back it may still be paid: then it counts. */
export function StillPayable() {
  return <Banner kind="info" title={t('resident.voucher.still_payable')} announce />;
}
