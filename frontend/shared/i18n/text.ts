// The words on the screen. One catalogue per page load; the language is the first part of the address.
import type { MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import { IntlMessageFormat } from 'intl-messageformat';
import type ja from '../../i18n/ja.json';

export type Language = 'ja' | 'en';
export const languages: readonly Language[] = ['ja', 'en'];

export type MessageId = keyof typeof ja;
export type MessageValues = Record<string, string | number>;
export type Catalogue = Record<string, string | MessageFormatElement[]>;

let current_language: Language = 'ja';
let current_catalogue: Catalogue = {};
const formats = new Map<string, IntlMessageFormat>();

export function setCatalogue(language: Language, catalogue: Catalogue): void {
  current_language = language;
  current_catalogue = catalogue;
  formats.clear();
}

/** Words that travelled later, with the pages that say them. */
export function addWords(words: Catalogue): void {
  current_catalogue = { ...current_catalogue, ...words };
}

export function language(): Language {
  return current_language;
}

export function hasMessage(id: string): id is MessageId {
  return id in current_catalogue;
}

/** The sentence in the language of the page. Throws for an id that this application does not carry: a bug. */
export function t(id: MessageId, values?: MessageValues): string {
  const message = current_catalogue[id];
  if (message === undefined) throw new Error(`no message ${id}`);
  if (typeof message === 'string') return message;
  let format = formats.get(id);
  if (!format) {
    format = new IntlMessageFormat(message, current_language);
    formats.set(id, format);
  }
  return String(format.format(values));
}

const select_type = 5;

/** The values by which a sentence chooses its words. */
export function choicesOf(id: MessageId): string[] {
  const message = current_catalogue[id];
  if (message === undefined || typeof message === 'string') return [];
  return message.flatMap((element) => (element.type as number === select_type ? [(element as { value: string }).value] : []));
}

/** A word of the town, which the town itself brings in every language. */
export function townText(text: { ja: string; en: string }): string {
  return text[current_language];
}
