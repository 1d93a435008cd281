// 払込票: the number that is paid at a convenience store, until when, and what each store asks for.
import { Banner } from '../../shared/components/Banner';
import type { StoreVoucher as Voucher } from '../../shared/api/hiroba';
import { deadline, yen } from '../../shared/format';
import { t } from '../../shared/i18n/text';
import { inFours } from './digits';
import { isWebPage } from './payment_step';

const known_stores = ['familymart', 'lawson', 'ministop', 'seicomart'] as const;
type KnownStore = typeof known_stores[number];

/** A store that the provider has added since is shown by the provider's own word. */
export function storeName(store: string): string {
  return known_stores.includes(store as KnownStore) ? t(`resident.voucher.store_${store as KnownStore}`) : store;
}

/** Read aloud at a till and typed at a machine: digits in fours, and no number is torn apart within one. */
function Digits({ number }: { number: string }) {
  return <strong class="digits">{inFours(number).map((four, index) => <span key={index}>{four}</span>)}</strong>;
}

export function StoreVoucher({ voucher, amount_yen }: { voucher: Voucher; amount_yen: number }) {
  return (
    <section aria-labelledby="voucher-title">
      <h2 id="voucher-title">{t('resident.voucher.title')}</h2>
      <p class="lead"><strong>{t('resident.voucher.until', { amount: yen(amount_yen), until: deadline(voucher.expires_at_ms) })}</strong></p>
      <ol class="plain-list">
        <li>{t('resident.voucher.go')}</li>
        <li>{t('resident.voucher.tell')}</li>
        <li>{t('resident.voucher.keep')}</li>
      </ol>
      <ul class="cards vouchers" aria-label={t('resident.voucher.stores')}>
        {voucher.stores.map(({ store, payment_code, confirmation_number }) => (
          <li class="card" key={store}>
            <h3 class="card__title">{storeName(store)}</h3>
            <dl class="voucher">
              <div><dt>{t('resident.voucher.payment_code')}</dt><dd><Digits number={payment_code} /></dd></div>
              <div>
                <dt>{t('resident.voucher.confirmation_number')}</dt>
                <dd>{confirmation_number === null ? t('resident.voucher.not_needed') : <Digits number={confirmation_number} />}</dd>
              </div>
            </dl>
          </li>
        ))}
      </ul>
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
