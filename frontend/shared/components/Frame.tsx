// What stands around every page: skip link, whose pages these are, the way around, whom to call.
import type { ComponentChildren } from 'preact';
import { useStore } from '../store';
import { logOut, session } from '../api/hiroba';
import { t, townText } from '../i18n/text';
import { navigate, to, usePlace } from '../app/router';
import { useTown } from '../town';
import { LanguageSwitch } from './LanguageSwitch';
import { TrafficBanner } from './TrafficBanner';
import { Icon } from './Icon';

export interface NavigationItem { target: string; text: string; current: boolean }

interface Properties {
  service: string;
  navigation: readonly NavigationItem[];
  log_in_target?: string;
  notices?: ComponentChildren;
  wide?: boolean;
  children: ComponentChildren;
}

async function leave(): Promise<void> {
  await logOut();
  navigate('/');
}

function Person({ log_in_target }: { log_in_target: string | undefined }) {
  const account = useStore(session)?.account;
  if (account) {
    return (
      <>
        <li class="person">{t('common.person', { name: account.display_name, role: account.role })}</li>
        <li><button type="button" class="link-button" onClick={() => void leave()}>{t('common.log_out')}</button></li>
      </>
    );
  }
  return log_in_target ? <li><a href={to(log_in_target)}>{t('common.log_in')}</a></li> : null;
}

function Contacts() {
  const { town } = useTown();
  return (
    <footer class="footer">
      <div class="footer__inner">
        <h2>{t('common.contact')}</h2>
        <ul class="contacts">
          {(town?.facilities ?? []).map((facility) => (
            <li key={facility.code}>
              <span class="contacts__name">{townText(facility.name)}</span>
              <a href={`tel:${facility.phone.replace(/[^0-9+]/g, '')}`}><Icon name="phone" />{facility.phone}</a>
            </li>
          ))}
        </ul>
        {town && <p class="footer__town">{townText(town.name)}</p>}
      </div>
    </footer>
  );
}

export function Frame({ service, navigation, log_in_target, notices, wide = false, children }: Properties) {
  usePlace();
  const { town } = useTown();
  return (
    <div class={wide ? 'frame frame--wide' : 'frame'}>
      <a class="skip-link" href="#content">{t('common.skip')}</a>
      <header class="header">
        <div class="header__inner">
          <a class="header__name" href={to('/')}>
            <span class="header__town">{town ? townText(town.name) : '\u00a0'}</span>
            <span class="header__service">{service}</span>
          </a>
          <LanguageSwitch />
        </div>
        <nav class="navigation" aria-label={t('common.navigation')}>
          <ul>
            {navigation.map((item) => (
              <li key={item.target}>
                <a href={to(item.target)} aria-current={item.current ? 'page' : undefined}>{item.text}</a>
              </li>
            ))}
            <Person log_in_target={log_in_target} />
          </ul>
        </nav>
      </header>
      <main class="page" id="content" tabIndex={-1}>
        <TrafficBanner />
        {notices}
        {children}
      </main>
      <Contacts />
    </div>
  );
}
