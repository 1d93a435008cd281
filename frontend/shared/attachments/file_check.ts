// What can be said of a chosen file before it is sent; the server looks into it.
import type { AttachmentList } from '../api/attachments';
import type { Refusal } from '../api/answer';

export interface ChosenFile { name: string; size: number }

function refusal(code: string, facts: Refusal['facts'] = {}): Refusal {
  return { kind: 'refusal', status: 422, code, facts, fields: [], request_id: '' };
}

/** Why there is no use in sending it; undefined: it can be tried. */
export function refusedBeforehand(file: ChosenFile, list: AttachmentList): Refusal | undefined {
  if (list.attachments.length >= list.most_files) return refusal('attachment_limit_reached', { limit: list.most_files });
  if (/\.hei[cf]$/i.test(file.name)) return refusal('attachment_heic');
  if (file.size === 0) return refusal('attachment_empty');
  if (file.size > list.most_bytes) return refusal('attachment_too_large', { most_bytes: list.most_bytes });
  return undefined;
}
