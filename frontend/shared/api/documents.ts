// Papers: forms, permits, notices and receipts of an application, as PDF.
import { ask } from './ask';
import type { Answer } from './answer';
import { changing, client, safe, withToken } from './hiroba';
import type { components } from './schema.gen';

type Schemas = components['schemas'];
export type DocumentKind = Schemas['DocumentKind'];
export type IssuedDocument = Schemas['Document'];
export type Paper = Schemas['Paper'];
export type DocumentList = Schemas['DocumentList'];

export function listDocuments(application_id: string): Promise<Answer<DocumentList>> {
  return ask(() => client.GET('/api/v1/applications/{application_id}/documents', { params: { path: { application_id } } }), safe);
}

export function issueDocument(application_id: string, { kind, subject_id }: Paper): Promise<Answer<IssuedDocument>> {
  const body = subject_id === null ? { kind } : { kind, subject_id };
  return withToken<IssuedDocument>((token) => ask(() => client.POST('/api/v1/applications/{application_id}/documents',
    { params: { path: { application_id }, header: { 'X-CSRF-Token': token } }, body }), changing));
}

export function reissueDocument(document_id: string, reason: string): Promise<Answer<IssuedDocument>> {
  return withToken<IssuedDocument>((token) => ask(() => client.POST('/api/v1/staff/documents/{document_id}/reissue',
    { params: { path: { document_id }, header: { 'X-CSRF-Token': token } }, body: { reason } }), changing));
}

export function documentAddress({ document_id }: IssuedDocument): string {
  return `/api/v1/documents/${document_id}.pdf`;
}

export function daySheetAddress(facility: string, date: string): string {
  return `/api/v1/staff/facilities/${facility}/day-sheet.pdf?date=${date}`;
}
