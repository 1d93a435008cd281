// 起案: what is proposed, under which conditions or for which reason; or what the town's own approval system decided.
import { useState } from 'preact/hooks';
import { draftDecision, recordOutsideDecision, type ReviewFile } from '../../shared/api/reviews';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { TextField } from '../../shared/components/Field';
import { t, townText } from '../../shared/i18n/text';
import { useTown } from '../../shared/town';
import { toggled } from '../application/BookingsTable';
import { CheckBox } from '../parts/CheckBox';
import { spaceText, timesText } from '../parts/place_text';
import { RadioGroup } from '../parts/RadioGroup';
import { ReasonField } from '../parts/ReasonField';
import { refusalReasons } from '../parts/standard_reasons';
import { TextArea } from '../parts/TextArea';
import { useAction } from '../parts/use_action';
import { draftRequest, empty_draft, faultsOf, type DraftFault, type DraftForm as Form } from './draft_form';
import { underReview } from './review_list';

interface Properties { file: ReviewFile; outside: boolean; onDone(file: ReviewFile): void }

const most_words = 500;

export function DraftForm({ file, outside, onDone }: Properties) {
  const { review } = file;
  const { town } = useTown();
  const [form, setForm] = useState<Form>(empty_draft);
  const [number, setNumber] = useState('');
  const [faults, setFaults] = useState<readonly DraftFault[]>([]);
  const action = useAction();
  const waiting = underReview(review.application);
  const ids = waiting.map(({ booking_id }) => booking_id);
  const key = outside ? 'outside' : 'draft';
  const change = (part: Partial<Form>) => setForm({ ...form, ...part });

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    const found = [...faultsOf(form, ids), ...(outside && number.trim() === '' ? ['outside_number' as const] : [])];
    setFaults(found);
    const [first] = found;
    if (first) return document.getElementById(`${key}-${first}`)?.focus();
    const request = draftRequest(form, ids, review.application.version);
    const { application_id } = review.application;
    const done = await action.run(() => outside
      ? recordOutsideDecision(application_id, { ...request, outside_number: number.trim() })
      : draftDecision(application_id, request));
    if (done) onDone(done);
  }

  const refuses = form.proposal === 'refuse';
  return (
    <form class="form form--desk" onSubmit={(event) => void submit(event)} noValidate aria-label={t(`staff.review.${key}_title`)}>
      {action.failure && <FailureNotice failure={action.failure} />}
      {waiting.length > 1 && (
        <fieldset class="field" id={`${key}-bookings`} tabIndex={-1}>
          <legend class="field__label">{t('staff.application.bookings')}</legend>
          {faults.includes('bookings') && <p class="field__error">{t('staff.review.bookings_missing')}</p>}
          <div class="checks checks--column">
            {waiting.map((booking) => (
              <CheckBox key={booking.booking_id} id={`${key}-${booking.booking_id}`} checked={!form.left_out.has(booking.booking_id)}
                onChecked={() => change({ left_out: toggled(form.left_out, booking.booking_id) })}>
                {spaceText(town, booking.space)} {timesText(booking)}
              </CheckBox>
            ))}
          </div>
        </fieldset>
      )}
      {outside && <TextField id="outside-outside_number" label={t('staff.review.outside_number')} required value={number} onValue={setNumber} maxLength={100}
        error={faults.includes('outside_number') ? t('staff.review.outside_number_missing') : undefined} />}
      <RadioGroup id={`${key}-proposal`} legend={t(outside ? 'staff.review.outcome' : 'staff.review.proposal')} value={form.proposal}
        options={[{ value: 'permit', text: t('staff.review.proposal_permit') }, { value: 'refuse', text: t('staff.review.proposal_refuse') }]}
        onValue={(proposal) => change({ proposal })} />
      {refuses && <ReasonField id={`${key}-reason`} label={t('staff.decision.reason')} value={form.reason} standard={refusalReasons()}
        onValue={(reason) => change({ reason })} help={t('staff.decision.reason_help')} error={faults.includes('reason') ? t('staff.reason.missing') : undefined} />}
      {!refuses && (
        <>
          {file.standard_conditions.length > 0 && (
            <fieldset class="field">
              <legend class="field__label">{t('staff.review.conditions')}</legend>
              <div class="checks checks--column">
                {file.standard_conditions.map(({ code, text }) => (
                  <CheckBox key={code} id={`${key}-condition-${code}`} checked={form.standard_conditions.has(code)}
                    onChecked={() => change({ standard_conditions: toggled(form.standard_conditions, code) })}>{townText(text)}</CheckBox>
                ))}
              </div>
            </fieldset>
          )}
          <TextArea id={`${key}-own_condition`} label={t('staff.review.own_conditions')} help={t('staff.review.own_conditions_help')}
            value={form.own_condition} onValue={(own_condition) => change({ own_condition })} />
        </>
      )}
      <TextArea id={`${key}-words`} label={t('staff.review.words')} help={t('staff.review.words_help')} maxLength={most_words} value={form.words}
        onValue={(words) => change({ words })} />
      <button type="submit" class="button" aria-busy={action.busy}>{t(`staff.review.${key}_do`)}</button>
    </form>
  );
}
