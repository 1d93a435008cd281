// What is closed or opened: one space, one building, or all halls.
import type { Town } from '../../shared/api/hiroba';
import { SelectField } from '../../shared/components/Field';
import { t, townText } from '../../shared/i18n/text';
import { RadioGroup } from '../parts/RadioGroup';
import type { ClosureField, ClosureForm, Reach } from './closure_form';

interface Properties {
  town: Town;
  form: Pick<ClosureForm, 'reach' | 'facility' | 'space'>;
  reaches: readonly Reach[];
  onChange(change: Partial<ClosureForm>): void;
  messageFor(field: ClosureField): string | undefined;
}

export function ReachFields({ town, form, reaches, onChange, messageFor }: Properties) {
  const facility = town.facilities.find(({ code }) => code === form.facility);
  return (
    <>
      <RadioGroup id="reach" legend={t('staff.closure.reach')} value={form.reach} onValue={(reach) => onChange({ reach })}
        options={reaches.map((reach) => ({ value: reach, text: t(`staff.closure.reach_${reach}`) }))} />
      {form.reach !== 'town' && (
        <div class="fields">
          <SelectField id="facility" label={t('staff.board.facility')} value={form.facility} error={messageFor('facility')}
            onValue={(code) => onChange({ facility: code, space: '' })}
            options={[{ value: '', text: t('staff.choose') }, ...town.facilities.map(({ code, name }) => ({ value: code, text: townText(name) }))]} />
          {form.reach === 'space' && (
            <SelectField id="space" label={t('staff.board.space')} value={form.space} error={messageFor('space')} onValue={(space) => onChange({ space })}
              options={[{ value: '', text: t('staff.choose') }, ...(facility?.spaces ?? []).map(({ code, name }) => ({ value: code, text: townText(name) }))]} />
          )}
        </div>
      )}
    </>
  );
}
