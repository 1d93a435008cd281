// From one day to another: the form above every list of the finance office, with the page's heading.
import { useState } from 'preact/hooks';
import { usePageTitle } from '../shared/app/page_title';
import { ErrorSummary } from '../shared/components/ErrorSummary';
import { TextField } from '../shared/components/Field';
import { Heading } from '../shared/components/Heading';
import { t } from '../shared/i18n/text';
import { periodErrors, type Period, type PeriodError } from './period';

export function PeriodForm({ period, title, onPeriod }: { period: Period; title: string; onPeriod(period: Period): void }) {
  const [form, setForm] = useState(period);
  const [errors, setErrors] = useState<PeriodError[]>([]);
  const [attempt, setAttempt] = useState(0);
  usePageTitle(title, errors.length > 0);

  function submit(event: Event): void {
    event.preventDefault();
    const found = periodErrors(form);
    setErrors(found);
    setAttempt(attempt + 1);
    if (found.length === 0) onPeriod(form);
  }

  const messageFor = (field: keyof Period) => {
    const error = errors.find((candidate) => candidate.field === field);
    return error && t(`finance.period.${error.code}`);
  };
  return (
    <>
      <ErrorSummary attempt={attempt}
        errors={errors.map(({ field, code }) => ({ field, message: t(`finance.period.${code}`) }))} />
      <Heading focus={false}>{title}</Heading>
      <form class="period" onSubmit={submit} noValidate>
        <TextField id="from" type="date" label={t('finance.period.from')} value={form.from} error={messageFor('from')}
          onValue={(from) => setForm({ ...form, from })} />
        <TextField id="to" type="date" label={t('finance.period.to')} value={form.to} error={messageFor('to')}
          onValue={(to) => setForm({ ...form, to })} />
        <button class="button" type="submit">{t('finance.period.show')}</button>
      </form>
    </>
  );
}
