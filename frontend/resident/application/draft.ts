// What was typed and not sent yet: survives a lost hold, a log-in, a change of language.
import { forget, recall, remember } from '../../shared/memory';
import { empty_details, type DetailsForm } from './details_form';

export function readDraft(): DetailsForm {
  return { ...empty_details, ...recall<Partial<DetailsForm>>('draft') };
}

export function keepDraft(form: Partial<DetailsForm>): void {
  remember('draft', { ...readDraft(), ...form });
}

export function dropDraft(): void {
  forget('draft');
}
