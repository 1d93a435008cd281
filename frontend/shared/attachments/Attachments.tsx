// The files of one application: for the applicant and for the desk alike.
import { useRef, useState } from 'preact/hooks';
import { addAttachment, attachmentFile, listAttachments, removeAttachment, type Attachment, type AttachmentList } from '../api/attachments';
import type { Failure } from '../api/answer';
import { sentenceFor } from '../api/wording';
import { useRemote } from '../app/remote';
import { Banner } from '../components/Banner';
import { FailureNotice } from '../components/FailureNotice';
import { Hidden } from '../components/Hidden';
import { Icon } from '../components/Icon';
import { dateAndClock, fileSize } from '../format';
import { t } from '../i18n/text';
import { refusedBeforehand } from './file_check';

interface Properties {
  application_id: string;
  /** Whether files can be added and removed here, or only looked at (then nothing is shown when there are none). */
  editable: boolean;
}

export function Attachments({ application_id, editable }: Properties) {
  const { remote, reload } = useRemote(() => listAttachments(application_id), [application_id]);
  if (remote.state === 'loading') return null;
  if (remote.state === 'failed') return <FailureNotice failure={remote.failure} onRetry={() => void reload()} />;
  const list = remote.value;
  if (list.attachments.length === 0 && !(editable && list.may_add)) return null;
  return (
    <section class="attachments" aria-labelledby="attachments-title">
      <h2 id="attachments-title" tabIndex={-1}>{t('shared.attachments.title')}</h2>
      <Attached application_id={application_id} list={list} removable={editable && list.may_remove} onRemoved={reload} />
      {editable && list.may_add && <Adding application_id={application_id} list={list} onAdded={reload} />}
    </section>
  );
}

interface AttachedProperties { application_id: string; list: AttachmentList; removable: boolean; onRemoved(): Promise<void> }

function Attached({ application_id, list, removable, onRemoved }: AttachedProperties) {
  const [failure, setFailure] = useState<Failure | undefined>(undefined);

  async function remove({ attachment_id }: Attachment): Promise<void> {
    const answer = await removeAttachment(application_id, attachment_id);
    setFailure(answer.ok ? undefined : answer.failure);
    await onRemoved();
    document.getElementById('attachments-title')?.focus();
  }

  return (
    <>
      {failure && <FailureNotice failure={failure} />}
      <ul class="attachments__list">
        {list.attachments.map((attachment) => (
          <li key={attachment.attachment_id}>
            <a href={attachmentFile(application_id, attachment.attachment_id)} download>
              <Icon name="download" />{attachment.name}
            </a>
            <span class="attachments__about">
              {t('shared.attachments.about', { kind: attachment.kind, size: fileSize(attachment.bytes), at: dateAndClock(attachment.added_at_ms) })}
            </span>
            {removable && <Removing name={attachment.name} onRemove={() => void remove(attachment)} />}
          </li>
        ))}
      </ul>
    </>
  );
}

/** Asks once more on the spot: what is removed does not come back. */
function Removing({ name, onRemove }: { name: string; onRemove(): void }) {
  const [asked, setAsked] = useState(false);
  const what = <Hidden>{t('shared.attachments.which', { name })}</Hidden>;
  if (!asked) return <button type="button" class="link-button" onClick={() => setAsked(true)}>{t('shared.attachments.remove')}{what}</button>;
  return (
    <span class="attachments__sure">
      <button type="button" class="link-button" onClick={onRemove} ref={(button) => button?.focus()}>{t('shared.attachments.remove_now')}{what}</button>
      <button type="button" class="link-button" onClick={() => setAsked(false)}>{t('shared.attachments.keep')}{what}</button>
    </span>
  );
}

interface Refused { name: string; failure: Failure }

function Adding({ application_id, list, onAdded }: { application_id: string; list: AttachmentList; onAdded(): Promise<void> }) {
  const control = useRef<HTMLInputElement>(null);
  const [sending, setSending] = useState<{ name: string; sent: number } | undefined>(undefined);
  const [refused, setRefused] = useState<readonly Refused[]>([]);
  const [added, setAdded] = useState(0);

  async function send(files: readonly File[]): Promise<void> {
    const faults: Refused[] = [];
    let so_far = list;
    let count = 0;
    for (const file of files) {
      const beforehand = refusedBeforehand(file, so_far);
      if (beforehand) {
        faults.push({ name: file.name, failure: beforehand });
        continue;
      }
      setSending({ name: file.name, sent: 0 });
      const answer = await addAttachment(application_id, file, (sent) => setSending({ name: file.name, sent }));
      if (answer.ok) {
        count += 1;
        so_far = { ...so_far, attachments: [...so_far.attachments, answer.value] };
      } else {
        faults.push({ name: file.name, failure: answer.failure });
      }
    }
    setSending(undefined);
    setRefused(faults);
    setAdded(count);
    if (control.current) control.current.value = '';
    await onAdded();
  }

  return (
    <div class="field">
      <p class="field__help" id="attachment-help">
        {t('shared.attachments.help', { size: fileSize(list.most_bytes), files: list.most_files })}{' '}
        {t('shared.attachments.kept', { days: list.kept_days })}
      </p>
      <Banner kind="warning" title={t('shared.attachments.never')}><p>{t('shared.attachments.never_why')}</p></Banner>
      <label class="field__label" for="attachment-file">{t('shared.attachments.choose')}</label>
      <input ref={control} class="attachments__input" type="file" id="attachment-file" multiple disabled={sending !== undefined}
        accept=".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png" aria-describedby="attachment-help"
        onChange={(event) => void send(Array.from(event.currentTarget.files ?? []))} />
      <div role="status">
        {sending && (
          <p class="attachments__sending">
            <span>{t('shared.attachments.sending', { name: sending.name })}</span>
            <progress value={sending.sent} max={1} aria-label={t('shared.attachments.sending', { name: sending.name })} />
          </p>
        )}
        {!sending && added > 0 && <p>{t('shared.attachments.added', { count: added })}</p>}
      </div>
      {refused.map(({ name, failure }) => (
        <p class="field__error" role="alert" key={name}>{t('shared.attachments.refused', { name })} {sentenceFor(failure)}</p>
      ))}
    </div>
  );
}
