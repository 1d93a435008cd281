// The words that the first page does not say; they travel with the pages that do.
import { addWords, language, type Catalogue, type Language } from '../shared/i18n/text';

const words: Record<Language, () => Promise<{ default: unknown }>> = {
  ja: () => import('../shared/i18n/generated/resident_later.ja.gen'),
  en: () => import('../shared/i18n/generated/resident_later.en.gen'),
};

let arriving: Promise<void> | undefined;

export function fetchLateWords(): Promise<void> {
  arriving ??= words[language()]().then(
    ({ default: later }) => addWords(later as Catalogue),
    (error: unknown) => {
      arriving = undefined;
      throw error;
    },
  );
  return arriving;
}
