// Pages of one kind of staff: asks to log in without leaving the address, refuses other accounts in words.
import type { ComponentChildren } from 'preact';
import { logOut, session, type Account } from '../api/hiroba';
import { t } from '../i18n/text';
import { useStore } from '../store';
import { Banner } from './Banner';
import { Heading } from './Heading';
import { LogInForm } from './LogInForm';
import { Waiting } from './Waiting';

interface Properties { roles: readonly Account['role'][]; title: string; children: ComponentChildren }

export function RoleGate({ roles, title, children }: Properties) {
  const known = useStore(session);
  if (!known) return <Waiting />;
  if (!known.account) {
    return <LogInForm title={t('common.log_in_to', { title })} onLoggedIn={() => undefined} />;
  }
  if (!roles.includes(known.account.role)) {
    return (
      <>
        <Heading>{title}</Heading>
        <Banner kind="error" title={t('refusal.wrong_role')}>
          <p>{t('common.wrong_role_help')}</p>
          <p><button type="button" class="button button--small" onClick={() => void logOut()}>{t('common.log_out')}</button></p>
        </Banner>
      </>
    );
  }
  return <>{children}</>;
}
