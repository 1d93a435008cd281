// The papers of an application as one list: those that are there, and those that can be issued, in the order in which
// they come about.
import type { DocumentKind, DocumentList, IssuedDocument, Paper } from '../api/documents';

export interface PaperRow {
  key: string;
  kind: DocumentKind;
  paper: Paper;
  /** Undefined: it can be issued. */
  document: IssuedDocument | undefined;
}

const order: readonly DocumentKind[] = ['application_form', 'application_with_reduction', 'reduction_grant', 'reduction_refusal',
  'permit', 'change_permit', 'change_refusal', 'refusal', 'payment_notice', 'receipt', 'revocation', 'reinstatement', 'refund_decision'];

export function paperKey({ kind, subject_id }: Paper): string {
  return `${kind}-${subject_id ?? ''}`;
}

export function paperRows({ documents, issuable }: DocumentList): PaperRow[] {
  const rows: PaperRow[] = [
    ...documents.map((document) => ({ kind: document.kind, paper: { kind: document.kind, subject_id: document.subject_id }, document })),
    ...issuable.map((paper) => ({ kind: paper.kind, paper, document: undefined })),
  ].map((row) => ({ ...row, key: paperKey(row.paper) }));
  return rows.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind)); // stable: the older first within a kind
}

/** The list with that paper in it as it is now. */
export function withDocument({ documents, issuable }: DocumentList, changed: IssuedDocument): DocumentList {
  const is_known = documents.some(({ document_id }) => document_id === changed.document_id);
  return {
    documents: is_known
      ? documents.map((document) => (document.document_id === changed.document_id ? changed : document))
      : [...documents, changed],
    issuable: issuable.filter((paper) => paperKey(paper) !== paperKey(changed)),
  };
}
