// 減免の申請: the class is chosen with its conditions in view, and with what will have to be shown at the desk.
import type { Town, UserClass } from '../api/hiroba';
import { t, townText } from '../i18n/text';
import type { AdmissionForm } from './admission_form';
import { askable, brokenCondition, conditionsOf, percentParts, type ReductionClass } from './reductions';

interface Properties {
  town: Town;
  user_class: UserClass;
  form: AdmissionForm;
  onChange(part: Partial<AdmissionForm>): void;
}

export function ReductionChoice({ town, user_class, form, onChange }: Properties) {
  const classes = askable(town, user_class);
  if (classes.length === 0) return null;
  const chosen = classes.find(({ code }) => code === form.reduction);
  return (
    <fieldset class="field" aria-describedby="reduction-help">
      <legend class="field__label">{t('shared.reduction.title')}</legend>
      <p class="field__help" id="reduction-help">{t('shared.reduction.help')}</p>
      <div class="radios radios--column">
        <Choice id="reduction-none" checked={chosen === undefined} label={t('shared.reduction.none')} onChoose={() => onChange({ reduction: '' })} />
        {classes.map((reduction) => (
          <Choice key={reduction.code} id={`reduction-${reduction.code}`} checked={chosen === reduction} label={townText(reduction.name)}
            onChoose={() => onChange({ reduction: reduction.code })} />
        ))}
      </div>
      <div role="status">{chosen && <About reduction={chosen} form={form} />}</div>
    </fieldset>
  );
}

interface ChoiceProperties { id: string; checked: boolean; label: string; onChoose(): void }

function Choice({ id, checked, label, onChoose }: ChoiceProperties) {
  return (
    <div class="radio">
      <input type="radio" id={id} name="reduction" checked={checked} onChange={onChoose} />
      <label for={id}>{label}</label>
    </div>
  );
}

/** What it takes off, for whom, and what to bring. */
export function About({ reduction, form }: { reduction: ReductionClass; form: Pick<AdmissionForm, 'charges' | 'sells'> }) {
  const broken = brokenCondition(reduction, form);
  return (
    <div class="reduction">
      {broken && <p class="field__error">{t(`shared.reduction.broken_${broken === 'no_commercial' ? 'no_commercial' : 'no_admission'}`)}</p>}
      <ul class="plain-list">
        {percentParts(reduction).map(({ component, percent }) => (
          <li key={component}>{t('shared.reduction.percent', { component: t(`shared.fee.${component}`), percent })}</li>
        ))}
        {conditionsOf(reduction).map((condition) => <li key={condition}>{t(`shared.reduction.condition_${condition}`)}</li>)}
        {townText(reduction.evidence) && <li>{t('shared.reduction.evidence', { evidence: townText(reduction.evidence) })}</li>}
        <li>{t('shared.fee.article', { article: townText(reduction.article) })}</li>
      </ul>
      <p class="field__help">{t('shared.reduction.full_until')}</p>
    </div>
  );
}
