// Addresses: /<language>/<application prefix>/<place>?<query>. Pure functions; the browser is in router.tsx.
import { languages, type Language } from '../i18n/text';

export interface Base { language: Language; prefix: string }

function isLanguage(text: string | undefined): text is Language {
  return languages.some((language) => language === text);
}

export function languageOf(pathname: string): Language {
  const first = pathname.split('/')[1];
  return isLanguage(first) ? first : 'ja';
}

/** The address inside the site of a place inside the application. */
export function addressOf(base: Base, place: string): string {
  return `/${base.language}${base.prefix}${place}`;
}

/** The place inside the application, or undefined when the address leads elsewhere. */
export function placeOf(base: Base, pathname: string): string | undefined {
  const root = `/${base.language}${base.prefix}`;
  if (pathname === root) return '/';
  return pathname.startsWith(`${root}/`) ? pathname.slice(root.length) : undefined;
}

/** The same page in another language. */
export function inLanguage(pathname: string, search: string, language: Language): string {
  return `/${language}${pathname.replace(/^\/[^/]*/, '')}${search}`;
}

export type Parameters = Record<string, string>;

/** `/bookings/{id}` against `/bookings/7` → { id: '7' }; undefined when it does not fit. */
export function matchPattern(pattern: string, place: string): Parameters | undefined {
  const wanted = pattern.split('/').filter(Boolean);
  const found = place.split('/').filter(Boolean);
  if (wanted.length !== found.length) return undefined;
  const parameters: Parameters = {};
  for (const [index, part] of wanted.entries()) {
    const name = /^\{(.+)\}$/.exec(part)?.[1];
    const value = found[index] ?? '';
    if (name !== undefined) {
      try {
        parameters[name] = decodeURIComponent(value);
      } catch {
        return undefined;
      }
    } else if (part !== value) {
      return undefined;
    }
  }
  return parameters;
}

/** Only a place of our own may follow a log-in; anything else (another host, a script) leads to the start. */
export function safePlace(text: string | null): string {
  return text !== null && /^\/(?![/\\])/.test(text) ? text : '/';
}
