// A change that was applied for: drafted for its posts, or decided by the desk where there are none; a refusal never
// without its reason (行政手続法第8条).
import { useState } from 'preact/hooks';
import { decideChange, draftChange, type ReviewFile } from '../../shared/api/reviews';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { t } from '../../shared/i18n/text';
import { ReasonField } from '../parts/ReasonField';
import { TextArea } from '../parts/TextArea';
import { useAction } from '../parts/use_action';
import { isDecidedByDesk } from './worklist';

interface Properties { file: ReviewFile; onDone(file: ReviewFile): void }

const most_words = 500;

export function ChangeDecisionForm({ file, onDone }: Properties) {
  const { review } = file;
  const { application_id, version } = review.application;
  const by_desk = isDecidedByDesk(review);
  const [refusing, setRefusing] = useState(false);
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const [words, setWords] = useState('');
  const action = useAction();

  async function send(granted: boolean): Promise<void> {
    const why = granted ? {} : { reason: reason.trim() };
    const said = words.trim() === '' ? {} : { words: words.trim() };
    const done = await action.run(() => (by_desk ? decideChange(application_id, { version, granted, ...why })
      : draftChange(application_id, { version, proposal: granted ? 'grant' : 'refuse', ...why, ...said })));
    if (done) onDone(done);
  }

  function refuse(event: Event): void {
    event.preventDefault();
    setMissing(reason.trim() === '');
    if (reason.trim() === '') document.getElementById('change-reason')?.focus();
    else void send(false);
  }

  return (
    <section class="form form--desk" aria-labelledby="change-decision">
      <h2 id="change-decision">{t(by_desk ? 'staff.asked_change.decide' : 'staff.asked_change.draft')}</h2>
      {action.failure && <FailureNotice failure={action.failure} />}
      {!by_desk && <TextArea id="change-words" label={t('staff.review.words')} help={t('staff.review.words_help')} maxLength={most_words} value={words} onValue={setWords} />}
      {refusing
        ? (
          <form class="question" onSubmit={refuse} noValidate aria-label={t('staff.asked_change.refuse')}>
            <ReasonField id="change-reason" label={t('staff.review.reason_change')} value={reason} standard={[]} onValue={setReason}
              help={t('staff.decision.reason_help')} error={missing ? t('staff.reason.missing') : undefined} />
            <div class="actions">
              <button type="submit" class="button button--danger" aria-busy={action.busy}>{t(by_desk ? 'staff.asked_change.refuse' : 'staff.asked_change.draft_refusal')}</button>
              <button type="button" class="button button--secondary" onClick={() => setRefusing(false)}>{t('staff.question.no')}</button>
            </div>
          </form>
        )
        : (
          <div class="actions">
            <button type="button" class="button" aria-busy={action.busy} onClick={() => void send(true)}>{t(by_desk ? 'staff.asked_change.grant' : 'staff.asked_change.draft_grant')}</button>
            <button type="button" class="button button--secondary" onClick={() => setRefusing(true)}>{t('staff.asked_change.refuse_open')}</button>
          </div>
        )}
    </section>
  );
}
