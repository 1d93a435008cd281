// What it is for, and by how many people.
import type { Activity } from './activity';
import type { Town, UserClass } from '../../shared/api/hiroba';
import { askable } from '../../shared/terms/reductions';
import { SelectField, TextField } from '../../shared/components/Field';
import { t, townText } from '../../shared/i18n/text';
import { isWrongPrice } from '../../shared/terms/admission_form';
import { CheckBox } from '../parts/CheckBox';
import type { BookField, DetailsForm } from './book_form';

interface Properties {
  form: DetailsForm;
  activities: readonly Activity[];
  official: boolean;
  town: Town;
  user_class: UserClass;
  capacity: number | undefined;
  onChange(change: Partial<DetailsForm>): void;
  messageFor(field: BookField): string | undefined;
}

export function DetailsFields({ form, activities, official, town, user_class, capacity, onChange, messageFor }: Properties) {
  return (
    <>
      <div class="fields">
        <TextField id="purpose" label={t('staff.panel.purpose')} required maxLength={200} value={form.purpose}
          error={messageFor('purpose')} onValue={(purpose) => onChange({ purpose })} />
        <TextField id="people" label={t('staff.panel.people')} required width="short" inputMode="numeric" value={form.people}
          error={messageFor('people')} onValue={(people) => onChange({ people })}
          {...(capacity === undefined ? {} : { help: t('staff.board.capacity', { capacity }) })} />
      </div>
      <div class="fields">
        <TextField id="group_name" label={t(official ? 'staff.book.department' : 'staff.panel.group')} required={false} maxLength={100}
          value={form.group_name} onValue={(group_name) => onChange({ group_name })} />
        {activities.length > 0 && (
          <SelectField id="activity" label={t('staff.book.activity')} value={form.activity} onValue={(activity) => onChange({ activity })}
            options={[{ value: '', text: t('staff.book.activity_none') }, ...activities.map(({ code, name }) => ({ value: code, text: townText(name) }))]} />
        )}
      </div>
      {!official && (
        <MoneyFields form={form} town={town} user_class={user_class} onChange={onChange} messageFor={messageFor} />
      )}
    </>
  );
}

/** Tickets, selling, a reduction: what changes the fee of all uses. */
function MoneyFields({ form, town, user_class, onChange, messageFor }: Pick<Properties, 'form' | 'town' | 'user_class' | 'onChange' | 'messageFor'>) {
  const classes = askable(town, user_class);
  const chosen = classes.find(({ code }) => code === form.reduction);
  const evidence = chosen ? townText(chosen.evidence) : '';
  return (
    <>
      <div class="fields">
        <TextField id="highest_yen" label={t('staff.book.highest')} required={false} width="short" inputMode="numeric" suffix={t('shared.terms.unit_yen')}
          value={form.highest_yen} error={isWrongPrice(form.highest_yen) ? t('staff.book.highest_not_a_number') : messageFor('highest_yen')} onValue={(highest_yen) => onChange({ highest_yen })} />
        {classes.length > 0 && (
          <SelectField id="reduction" label={t('staff.book.reduction')} value={form.reduction} error={messageFor('reduction')}
            onValue={(reduction) => onChange({ reduction, seen: false })}
            options={[{ value: '', text: t('staff.book.reduction_none') }, ...classes.map(({ code, name }) => ({ value: code, text: townText(name) }))]} />
        )}
      </div>
      <CheckBox id="sells" checked={form.sells} onChecked={(sells) => onChange({ sells })}>{t('staff.book.sells')}</CheckBox>
      {chosen && (
        <CheckBox id="seen" checked={form.seen} onChecked={(seen) => onChange({ seen })}>{t('staff.reductions.seen', { evidence: evidence || townText(chosen.name) })}</CheckBox>
      )}
    </>
  );
}
