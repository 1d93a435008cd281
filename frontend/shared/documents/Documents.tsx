// The papers of an application: what each is, a link to those that are there, a button for those that can be issued.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Answer, Failure } from '../api/answer';
import { documentAddress, issueDocument, listDocuments, type DocumentList, type IssuedDocument } from '../api/documents';
import { useRemote } from '../app/remote';
import { FailureNotice } from '../components/FailureNotice';
import { Hidden } from '../components/Hidden';
import { Icon } from '../components/Icon';
import { dateAndClock, longDate, yen } from '../format';
import { t } from '../i18n/text';
import { paperRows, withDocument, type PaperRow } from './paper_rows';

/** Sends a request for a paper, and takes its answer into the list. */
export type Send = (request: () => Promise<Answer<IssuedDocument>>) => Promise<boolean>;

interface Properties {
  application_id: string;
  /** Something the papers depend on: when it is another, they are asked for again. */
  version: number;
  level: 2 | 3;
  /** Who looks can issue nothing: only what is there is shown. */
  only_issued?: boolean;
  /** What else can be done with a paper that is there. */
  more?: (document: IssuedDocument, send: Send) => ComponentChildren;
}

export function Documents({ application_id, version, level, only_issued = false, more }: Properties) {
  const { remote, reload, put } = useRemote<DocumentList>(() => listDocuments(application_id), [application_id, version]);
  const [failure, setFailure] = useState<Failure | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  if (remote.state === 'failed') return <FailureNotice failure={remote.failure} onRetry={() => void reload()} />;
  if (remote.state === 'loading') return null;
  const list = remote.value;
  const rows = paperRows(only_issued ? { ...list, issuable: [] } : list);
  if (rows.length === 0) return null;

  const send: Send = async (request) => {
    if (busy) return false;
    setBusy(true);
    setFailure(undefined);
    const answer = await request();
    setBusy(false);
    if (answer.ok) put(withDocument(list, answer.value));
    else setFailure(answer.failure);
    return answer.ok;
  };

  const Title = level === 2 ? 'h2' : 'h3';
  return (
    <section aria-labelledby="documents-title" aria-busy={busy}>
      <Title id="documents-title">{t('shared.documents.title')}</Title>
      {failure && <FailureNotice failure={failure} />}
      <ul class="documents">
        {rows.map((row) => (
          <li key={row.key}>
            <PaperLine row={row} onIssue={() => void send(() => issueDocument(application_id, row.paper))} />
            {row.document && <Money marks={row.document.money} />}
            {row.document && more?.(row.document, send)}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What has become of a receipt's money: every copy that is opened says it as well. */
function Money({ marks }: { marks: IssuedDocument['money'] }) {
  if (marks.length === 0) return null;
  return (
    <ul class="documents__money">
      {marks.map(({ kind, yen: amount, on }) => (
        <li key={kind}>{t(`shared.documents.money.${kind}`, { amount: yen(amount), date: longDate(on) })}</li>
      ))}
    </ul>
  );
}

function PaperLine({ row: { kind, document }, onIssue }: { row: PaperRow; onIssue(): void }) {
  const name = t(`shared.documents.kind.${kind}`);
  return (
    <>
      <p class="documents__name">
        <strong>{name}</strong>
        {document?.number && <span> {document.number}</span>}
      </p>
      <p class="documents__help">{t(`shared.documents.help.${kind}`)}</p>
      {document ? (
        <p class="actions">
          <a class="button button--small button--secondary" href={documentAddress(document)} download>
            <Icon name="download" />{t('shared.documents.open')}<Hidden>{t('shared.documents.of', { name })}</Hidden>
          </a>
          <span class="documents__when">
            {t('shared.documents.issued', { at: dateAndClock(document.issued_at_ms) })}
            {document.reissues > 0 && ` ${t('shared.documents.reissued', { count: document.reissues })}`}
          </span>
        </p>
      ) : (
        <p class="actions">
          <button type="button" class="button button--small" onClick={onIssue}>
            {t('shared.documents.issue')}<Hidden>{t('shared.documents.of', { name })}</Hidden>
          </button>
        </p>
      )}
    </>
  );
}
