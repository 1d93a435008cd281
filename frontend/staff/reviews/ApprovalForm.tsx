// What a post does with a draft: approve, send back, reject; say its opinion; ask another post; acknowledge its deputy.
import { useState } from 'preact/hooks';
import { acknowledgeDeputy, actOnDraft, askOpinion, giveOpinion, takeBackDraft, type Approval, type OpinionRequest, type ReviewFile } from '../../shared/api/reviews';
import { FailureNotice } from '../../shared/components/FailureNotice';
import { SelectField } from '../../shared/components/Field';
import { t, townText } from '../../shared/i18n/text';
import { TextArea } from '../parts/TextArea';
import { useAction } from '../parts/use_action';
import { actWord, askable, canTakeBack, isLastStep } from './worklist';

interface Properties { file: ReviewFile; onDone(file: ReviewFile): void }

const most_words = 500;

function actsOf({ review }: ReviewFile): Approval['act'][] {
  return isLastStep(review) && (review.draft?.proposal === 'permit' || review.draft?.proposal === 'grant') ? ['approve', 'return', 'reject'] : ['approve', 'return'];
}

export function ApprovalForm({ file, onDone }: Properties) {
  const { application, part } = file.review;
  const [words, setWords] = useState('');
  const [missing, setMissing] = useState(false);
  const action = useAction();
  if (part.decides === null) return null;

  async function send(act: Approval['act']): Promise<void> {
    const said = words.trim();
    setMissing(act !== 'approve' && said === '');
    if (act !== 'approve' && said === '') return document.getElementById('approval-words')?.focus();
    const done = await action.run(() => actOnDraft(application.application_id,
      { version: application.version, matter: file.review.matter, act, ...(said === '' ? {} : { words: said }) }));
    if (done) onDone(done);
  }

  return (
    <section class="form form--desk" aria-labelledby="approval-title">
      <h2 id="approval-title">{t('staff.review.your_turn', { post: townText(part.decides.post.name) })}{part.decides.as_deputy && ` ${t('staff.review.as_deputy')}`}</h2>
      {action.failure && <FailureNotice failure={action.failure} />}
      <TextArea id="approval-words" label={t('staff.review.approval_words')} help={t('staff.review.approval_words_help')} maxLength={most_words} value={words}
        onValue={setWords} error={missing ? t('staff.reason.missing') : undefined} />
      <div class="actions">
        {actsOf(file).map((act) => (
          <button key={act} type="button" class={act === 'approve' ? 'button' : act === 'reject' ? 'button button--danger' : 'button button--secondary'}
            aria-busy={action.busy} onClick={() => void send(act)}>
            {t(actWord(file.review, act))}
          </button>
        ))}
      </div>
    </section>
  );
}

export function OpinionForm({ file, onDone }: Properties) {
  const { application, part } = file.review;
  const [words, setWords] = useState('');
  const [missing, setMissing] = useState(false);
  const action = useAction();
  const [asked] = part.consulted;
  if (!asked) return null;
  const { post, as_deputy } = asked;

  async function send(opinion: OpinionRequest['opinion']): Promise<void> {
    const said = words.trim();
    setMissing(opinion === 'object' && said === '');
    if (opinion === 'object' && said === '') return document.getElementById('opinion-words')?.focus();
    const done = await action.run(() => giveOpinion(application.application_id,
      { version: application.version, matter: file.review.matter, post: post.code, opinion, ...(said === '' ? {} : { words: said }) }));
    if (done) onDone(done);
  }

  return (
    <section class="form form--desk" aria-labelledby="opinion-title">
      <h2 id="opinion-title">{t('staff.review.your_opinion', { post: townText(post.name) })}{as_deputy && ` ${t('staff.review.as_deputy')}`}</h2>
      {action.failure && <FailureNotice failure={action.failure} />}
      <TextArea id="opinion-words" label={t('staff.review.opinion_words')} maxLength={most_words} value={words} onValue={setWords}
        error={missing ? t('staff.reason.missing') : undefined} />
      <div class="actions">
        <button type="button" class="button" aria-busy={action.busy} onClick={() => void send('agree')}>{t('staff.review.do_agree')}</button>
        <button type="button" class="button button--secondary" aria-busy={action.busy} onClick={() => void send('object')}>{t('staff.review.do_object')}</button>
      </div>
    </section>
  );
}

export function OtherActs({ file, onDone }: Properties) {
  const { review, posts } = file;
  const { application, part } = review;
  const [post, setPost] = useState('');
  const action = useAction();
  const may_ask = review.state === 'in_approval' && (part.drafted || part.decides !== null);
  const others = may_ask ? askable(posts, review) : [];
  const run = async (send: Parameters<typeof action.run<ReviewFile>>[0]) => {
    const done = await action.run(send);
    if (!done) return;
    setPost('');
    onDone(done);
  };

  return (
    <>
      {action.failure && <FailureNotice failure={action.failure} />}
      {part.acknowledges.map(({ code, name }) => (
        <p key={code}>
          {t('staff.review.to_acknowledge', { post: townText(name) })}{' '}
          <button type="button" class="button button--small" aria-busy={action.busy}
            onClick={() => void run(() => acknowledgeDeputy(application.application_id, { version: application.version, matter: review.matter, post: code }))}>
            {t('staff.review.do_acknowledge')}
          </button>
        </p>
      ))}
      {others.length > 0 && (
        <form class="form form--desk" onSubmit={(event) => { event.preventDefault(); if (post) void run(() => askOpinion(application.application_id, { version: application.version, matter: review.matter, post })); }}>
          <SelectField id="ask-post" label={t('staff.review.ask')} value={post} onValue={setPost}
            options={[{ value: '', text: t('staff.review.ask_choose') }, ...others.map(({ code, name }) => ({ value: code, text: townText(name) }))]} />
          <button type="submit" class="button button--small button--secondary" disabled={post === ''} aria-busy={action.busy}>{t('staff.review.do_ask')}</button>
        </form>
      )}
      {canTakeBack(review) && (
        <p>
          <button type="button" class="button button--small button--secondary" aria-busy={action.busy}
            onClick={() => void run(() => takeBackDraft(application.application_id, { version: application.version, matter: review.matter }))}>{t('staff.review.do_take_back')}</button>
        </p>
      )}
    </>
  );
}
