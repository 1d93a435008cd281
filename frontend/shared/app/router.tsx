// Moves between pages without loading them anew; each page has its own address, so reload and back work.
import { createStore, useStore } from '../store';
import { language } from '../i18n/text';
import { addressOf, placeOf, type Base } from './route';

export interface Place { path: string; query: URLSearchParams; key: number }

let base: Base = { language: 'ja', prefix: '' };
let visits = 0;

function here(keep_focus = false): Place {
  if (!keep_focus) visits += 1;
  return { path: placeOf(base, location.pathname) ?? '/', query: new URLSearchParams(location.search), key: visits };
}

const place = createStore<Place>({ path: '/', query: new URLSearchParams(), key: 0 });

export function usePlace(): Place {
  return useStore(place);
}

export function currentPlace(): Place {
  return place.get();
}

/** The address of a place of this application, for `href`. */
export function to(target: string): string {
  return addressOf(base, target);
}

/** A page that only turns over its content (another month) keeps the focus where it is. */
export function navigate(target: string, options: { replace?: boolean; keep_focus?: boolean } = {}): void {
  if (options.replace) history.replaceState(null, '', to(target));
  else history.pushState(null, '', to(target));
  place.set(here(options.keep_focus));
}

/** Changes what the address says without leaving the page. */
export function replaceQuery(query: URLSearchParams): void {
  const search = query.toString();
  history.replaceState(null, '', to(place.get().path) + (search ? `?${search}` : ''));
  place.set({ ...place.get(), query });
}

function staysHere(event: MouseEvent, link: HTMLAnchorElement): boolean {
  if (event.defaultPrevented || event.button !== 0) return false;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return false;
  if (link.target || link.hasAttribute('download') || link.hasAttribute('data-leaves')) return false;
  return link.origin === location.origin && placeOf(base, link.pathname) !== undefined
    && !(link.hash && link.pathname === location.pathname && link.search === location.search);
}

function followLink(event: MouseEvent): void {
  const link = (event.target as Element | null)?.closest?.('a');
  if (!(link instanceof HTMLAnchorElement) || !staysHere(event, link)) return;
  event.preventDefault();
  history.pushState(null, '', link.pathname + link.search);
  place.set(here(link.hasAttribute('data-keep-focus')));
}

/** Back and forward; a jump inside the page (the skip link) is none of ours. */
function followHistory(): void {
  const { path, query } = place.get();
  const search = query.toString();
  if (addressOf(base, path) === location.pathname && search === new URLSearchParams(location.search).toString()) return;
  place.set(here());
}

/** `prefix`: '' for the resident's pages, '/staff', '/finance'. The resident's links never swallow the others. */
export function startRouter(prefix: string, others: readonly string[] = []): void {
  base = { language: language(), prefix };
  place.set(here());
  addEventListener('popstate', followHistory);
  document.addEventListener('click', (event) => {
    const link = (event.target as Element | null)?.closest?.('a');
    const leaves = others.some((other) => link?.pathname.startsWith(addressOf(base, other)));
    if (!leaves) followLink(event);
  });
}
