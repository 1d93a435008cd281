// Files attached to an application: what is there, sending one with its progress, removing one.
import { ask } from './ask';
import type { Answer } from './answer';
import { changing, client, safe, withKey, withToken } from './hiroba';
import type { components } from './schema.gen';

export type Attachment = components['schemas']['Attachment'];
export type AttachmentList = components['schemas']['AttachmentList'];

export function listAttachments(application_id: string): Promise<Answer<AttachmentList>> {
  return ask(() => client.GET('/api/v1/applications/{application_id}/attachments', { params: { path: { application_id } } }), safe);
}

export function attachmentFile(application_id: string, attachment_id: string): string {
  return `/api/v1/applications/${application_id}/attachments/${attachment_id}`;
}

interface Sending { address: string; headers: Record<string, string>; file: File; onProgress(sent: number): void }
interface Sent { data?: Attachment; error?: unknown; response: Response }

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

// fetch() cannot tell how much of a file has gone, and on a phone that takes a minute.
function post({ address, headers, file, onProgress }: Sending): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', address);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onerror = () => reject(new Error('no connection'));
    request.onload = () => {
      const told = new Headers();
      for (const name of ['X-Request-Id', 'Retry-After']) {
        const value = request.getResponseHeader(name);
        if (value !== null) told.set(name, value);
      }
      const response = new Response(request.responseText, { status: request.status, headers: told });
      const body = parsed(request.responseText);
      resolve(response.ok ? { data: body as Attachment, response } : { error: body, response });
    };
    request.send(file);
  });
}

/** `onProgress`: the part that has gone, 0 to 1. */
export function addAttachment(application_id: string, file: File, onProgress: (sent: number) => void): Promise<Answer<Attachment>> {
  const address = `/api/v1/applications/${application_id}/attachments?${new URLSearchParams({ name: file.name })}`;
  const intention = `attach.${application_id}.${file.name}.${file.size}.${file.lastModified}`;
  return withKey<Attachment>(intention, (headers) => ask(() => post({ address, headers, file, onProgress }), changing));
}

export function removeAttachment(application_id: string, attachment_id: string): Promise<Answer<unknown>> {
  return withToken<unknown>((token) => ask(
    () => client.DELETE('/api/v1/applications/{application_id}/attachments/{attachment_id}',
      { params: { path: { application_id, attachment_id }, header: { 'X-CSRF-Token': token } } }), changing));
}
