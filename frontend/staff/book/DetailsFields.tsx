// What it is for, and by how many people.
import type { Activity } from './activity';
import { SelectField, TextField } from '../../shared/components/Field';
import { t, townText } from '../../shared/i18n/text';
import { CheckBox } from '../parts/CheckBox';
import type { BookField, DetailsForm } from './book_form';

interface Properties {
  form: DetailsForm;
  activities: readonly Activity[];
  official: boolean;
  capacity: number | undefined;
  onChange(change: Partial<DetailsForm>): void;
  messageFor(field: BookField): string | undefined;
}

export function DetailsFields({ form, activities, official, capacity, onChange, messageFor }: Properties) {
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
        <CheckBox id="admission" checked={form.admission} onChecked={(admission) => onChange({ admission })}>{t('staff.book.admission')}</CheckBox>
      )}
    </>
  );
}
