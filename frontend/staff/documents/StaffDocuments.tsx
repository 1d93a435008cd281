// The papers of an application at the desk: issue, print, and issue again with the reason, which is counted.
import { useState } from 'preact/hooks';
import { reissueDocument, type IssuedDocument } from '../../shared/api/documents';
import { Documents, type Send } from '../../shared/documents/Documents';
import { t } from '../../shared/i18n/text';
import { Disclosure } from '../parts/Disclosure';
import { ReasonField } from '../parts/ReasonField';

const reasons = ['lost', 'damaged', 'other_name'] as const;

export function StaffDocuments({ application_id, version, level }: { application_id: string; version: number; level: 2 | 3 }) {
  return (
    <Documents application_id={application_id} version={version} level={level}
      more={(document, send) => <ReissueForm key={`${document.document_id}-${document.reissues}`} document={document} send={send} />} />
  );
}

function ReissueForm({ document, send }: { document: IssuedDocument; send: Send }) {
  const [reason, setReason] = useState('');
  const id = `reissue-${document.document_id}`;
  return (
    <Disclosure summary={t('staff.documents.reissue', { name: t(`shared.documents.kind.${document.kind}`) })}>
      <form onSubmit={(event) => {
        event.preventDefault();
        if (reason.trim()) void send(() => reissueDocument(document.document_id, reason));
      }}>
        <ReasonField id={id} label={t('staff.documents.reason')} help={t('staff.documents.reason_help')} value={reason}
          standard={reasons.map((each) => t(`staff.documents.reason_${each}`))} onValue={setReason} />
        <p class="actions"><button type="submit" class="button button--small">{t('staff.documents.do_reissue')}</button></p>
      </form>
    </Disclosure>
  );
}
