// The journal's accounts, and whether each equals what the other tables say.
import { loadTrialBalance, type TrialBalance } from '../shared/api/hiroba';
import { usePageTitle } from '../shared/app/page_title';
import { useRemote } from '../shared/app/remote';
import { Banner } from '../shared/components/Banner';
import { FailureNotice } from '../shared/components/FailureNotice';
import { Heading } from '../shared/components/Heading';
import { Icon } from '../shared/components/Icon';
import { Waiting } from '../shared/components/Waiting';
import { dateAndClock, yen } from '../shared/format';
import { hasMessage, t } from '../shared/i18n/text';

export function TrialBalancePage() {
  const title = t('finance.balance.title');
  const { remote, reload } = useRemote(loadTrialBalance, []);
  usePageTitle(title);
  return (
    <>
      <Heading>{title}</Heading>
      {remote.state === 'loading' && <Waiting />}
      {remote.state === 'failed' && <FailureNotice failure={remote.failure} onRetry={() => void reload()} />}
      {remote.state === 'ready' && <Balance balance={remote.value} />}
    </>
  );
}

/** `revenue:01-14-…` → 使用料収入 01-14-…; an account without a name is shown as it is, never hidden. */
function accountName(account: string): string {
  const [kind = '', ...detail] = account.split(':');
  const id = `finance.account.${kind}`;
  return hasMessage(id) ? [t(id), ...detail].join(' ') : account;
}

function Balance({ balance }: { balance: TrialBalance }) {
  const agrees = balance.checks.every((check) => check.agrees);
  return (
    <>
      <p>{t('finance.balance.as_of', { at: dateAndClock(balance.as_of_ms) })}</p>
      <Banner kind={agrees ? 'success' : 'error'} title={t(agrees ? 'finance.balance.agrees' : 'finance.balance.differs')} />
      <h2>{t('finance.balance.checks')}</h2>
      <Checks checks={balance.checks} />
      <h2>{t('finance.balance.accounts')}</h2>
      <Accounts accounts={balance.accounts} />
    </>
  );
}

function Checks({ checks }: { checks: TrialBalance['checks'] }) {
  return (
    <div class="table-frame" role="region" aria-label={t('finance.balance.checks')} tabIndex={0}>
      <table class="list">
        <thead>
          <tr>
            <th scope="col">{t('finance.balance.check')}</th>
            <th scope="col" class="number">{t('finance.balance.ledger')}</th>
            <th scope="col" class="number">{t('finance.balance.tables')}</th>
            <th scope="col">{t('finance.balance.result')}</th>
          </tr>
        </thead>
        <tbody>
          {checks.map((check) => (
            <tr key={`${check.code} ${check.account ?? ''}`}>
              <th scope="row">{t(`finance.check.${check.code}`, { account: check.account ?? '' })}</th>
              <td class="number">{yen(check.ledger_yen)}</td>
              <td class="number">{yen(check.tables_yen)}</td>
              <td>
                <span class={`tag tag--${check.agrees ? 'green' : 'red'}`}>
                  <Icon name={check.agrees ? 'check' : 'cross'} />
                  {check.agrees ? t('finance.balance.equal') : t('finance.balance.by', { difference: yen(check.ledger_yen - check.tables_yen) })}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Accounts({ accounts }: { accounts: TrialBalance['accounts'] }) {
  const sum = (field: 'debit_yen' | 'credit_yen' | 'balance_yen') => accounts.reduce((total, account) => total + account[field], 0);
  return (
    <div class="table-frame" role="region" aria-label={t('finance.balance.accounts')} tabIndex={0}>
      <table class="list">
        <thead>
          <tr>
            <th scope="col">{t('finance.balance.account')}</th>
            <th scope="col" class="number">{t('finance.balance.debit')}</th>
            <th scope="col" class="number">{t('finance.balance.credit')}</th>
            <th scope="col" class="number">{t('finance.balance.balance')}</th>
          </tr>
        </thead>
        <tbody>
          {accounts.map((account) => (
            <tr key={account.account}>
              <th scope="row">{accountName(account.account)}</th>
              <td class="number">{yen(account.debit_yen)}</td>
              <td class="number">{yen(account.credit_yen)}</td>
              <td class="number">{yen(account.balance_yen)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('finance.collections.total')}</th>
            <td class="number">{yen(sum('debit_yen'))}</td>
            <td class="number">{yen(sum('credit_yen'))}</td>
            <td class="number">{yen(sum('balance_yen'))}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  );
}
