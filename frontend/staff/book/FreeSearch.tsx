// "Anything free for twenty people next weekend?": every free use of the facilities, the earliest first, one press to take it.
import { useState } from 'preact/hooks';
import { searchFree, type FreeUse, type SearchAnswer } from '../../shared/api/availability';
import { serverNow, type Facility, type UserClass } from '../../shared/api/hiroba';
import { Banner } from '../../shared/components/Banner';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { SelectField, TextField } from '../../shared/components/Field';
import { Hidden } from '../../shared/components/Hidden';
import { shortDate, timeRange, yen } from '../../shared/format';
import { t } from '../../shared/i18n/text';
import { addDays, dateAt } from '../../shared/time/civil';
import { useTown } from '../../shared/town';
import { useAction } from '../parts/use_action';
import { spaceText } from '../parts/place_text';
import { peopleOf } from './book_form';

interface Properties { facility: Facility; user_class: UserClass; people: string; onChoose(free: FreeUse): void }

const parts_of_day: Record<string, { start: string; end: string }> = {
  morning: { start: '09:00', end: '12:00' }, afternoon: { start: '12:00', end: '18:00' }, evening: { start: '17:00', end: '22:00' },
};

export function FreeSearch({ facility, user_class, people, onChoose }: Properties) {
  const today = dateAt(serverNow());
  const [form, setForm] = useState({ from: today, to: addDays(today, 13), part: '', people });
  const [answer, setAnswer] = useState<SearchAnswer | undefined>(undefined);
  const action = useAction();

  async function search(): Promise<void> {
    const found = await action.run(() => searchFree({ from: form.from, to: form.to, people: peopleOf(form.people) ?? 1,
      facility: facility.code, user_class, ...parts_of_day[form.part] }));
    if (found) setAnswer(found);
  }

  return (
    <section class="search" aria-label={t('staff.search.title')}>
      <div class="fields">
        <TextField id="search-from" type="date" label={t('staff.period.from')} value={form.from} onValue={(from) => setForm({ ...form, from })} />
        <TextField id="search-to" type="date" label={t('staff.period.to')} value={form.to} onValue={(to) => setForm({ ...form, to })} />
        <SelectField id="search-part" label={t('staff.search.part')} value={form.part} onValue={(part) => setForm({ ...form, part })}
          options={[{ value: '', text: t('staff.search.any_part') },
            ...Object.keys(parts_of_day).map((part) => ({ value: part, text: t(`staff.search.part_${part as 'morning' | 'afternoon' | 'evening'}`) }))]} />
        <TextField id="search-people" label={t('staff.search.people')} width="short" inputMode="numeric" value={form.people}
          onValue={(typed) => setForm({ ...form, people: typed })} />
        <button type="button" class="button button--small" aria-busy={action.busy} onClick={() => void search()}>{t('staff.search.do')}</button>
      </div>
      {action.failure && <FailureNotice failure={action.failure} />}
      {answer && <Found answer={answer} onChoose={onChoose} />}
    </section>
  );
}

function Found({ answer, onChoose }: { answer: SearchAnswer; onChoose(free: FreeUse): void }) {
  const { town } = useTown();
  const shown = answer.free.length > 0 ? answer.free : answer.alternatives;
  return (
    <>
      <p role="status">
        {answer.free.length > 0 ? t('staff.search.found', { count: answer.free.length }) : t('staff.search.nothing')}
      </p>
      {answer.free.length === 0 && answer.alternatives.length > 0 && <Banner kind="info" title={t('staff.search.alternatives')} />}
      <ul class="found">
        {shown.map((free) => {
          const what = `${spaceText(town, free.space)} ${shortDate(free.date)} ${timeRange(free.start, free.end)}`;
          return (
            <li key={`${free.space} ${free.date} ${free.start} ${free.end}`}>
              <span>{what}</span> <span class="nowrap">{yen(free.price_yen)}</span>
              <button type="button" class="button button--small button--secondary" onClick={() => onChoose(free)}>
                {t('staff.search.choose')}<Hidden>{t('staff.list.open_what', { title: what })}</Hidden>
              </button>
            </li>
          );
        })}
      </ul>
      {answer.more && <p class="note">{t('staff.search.more')}</p>}
    </>
  );
}
