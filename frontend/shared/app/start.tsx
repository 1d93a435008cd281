// What every application does before its first page: words, router, session.
import { render, type ComponentType } from 'preact';
import { loadSession } from '../api/hiroba';
import { setCatalogue, type Catalogue, type Language } from '../i18n/text';
import { languageOf } from './route';
import { startRouter } from './router';
import { SafetyNet } from '../components/SafetyNet';

export type Catalogues = Record<Language, () => Promise<{ default: unknown }>>;

export interface Application {
  prefix: string;
  others?: readonly string[];
  catalogues: Catalogues;
  Pages: ComponentType;
}

export async function start({ prefix, others, catalogues, Pages }: Application): Promise<void> {
  const language = languageOf(location.pathname);
  const words = await catalogues[language]();
  setCatalogue(language, words.default as Catalogue);
  startRouter(prefix, others);
  void loadSession();
  const root = document.getElementById('application');
  if (!root) throw new Error('the page has no #application');
  root.replaceChildren();
  render(<SafetyNet><Pages /></SafetyNet>, root);
}
