// Pages that only come after logging in travel when they are needed, so that the first page is light.
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Banner } from '../shared/components/Banner';
import { Waiting } from '../shared/components/Waiting';
import { t } from '../shared/i18n/text';
import type { PageProperties } from './ResidentPages';

type Pages = typeof import('./booking_pages');
export type BookingPageName = keyof Pages;

let arrived: Pages | undefined;

async function fetchPages(): Promise<Pages> {
  arrived ??= await import('./booking_pages');
  return arrived;
}

export function lazyPage(name: BookingPageName): ComponentType<PageProperties> {
  return function LazyPage(properties: PageProperties) {
    const [pages, setPages] = useState(arrived);
    const [failed, setFailed] = useState(false);
    const load = () => {
      setFailed(false);
      fetchPages().then(setPages, () => setFailed(true));
    };
    useEffect(load, []);
    if (pages) {
      const Page = pages[name];
      return <Page {...properties} />;
    }
    if (!failed) return <Waiting />;
    return (
      <Banner kind="warning" title={t('common.no_connection')} announce>
        <p><button type="button" class="button button--small" onClick={load}>{t('common.try_again')}</button></p>
      </Banner>
    );
  };
}

/** Called once the first page stands: the rest comes while the person is still looking. */
export function fetchPagesAhead(): void {
  fetchPages().catch(() => undefined);
}
