import { expect, test } from 'vitest';
import type { AttachmentList } from '../api/attachments';
import { fileSize } from '../format';
import { refusedBeforehand } from './file_check';

const list: AttachmentList = { attachments: [], may_add: true, may_remove: true, most_bytes: 1000, most_files: 1, kept_days: 365 };

test.each([
  [1, '1 KB'],
  [1024, '1 KB'],
  [358_400, '350 KB'],
  [1_258_291, '1.2 MB'],
  [10_485_760, '10 MB'],
])('%i bytes are %s', (bytes, words) => expect(fileSize(bytes)).toBe(words));

test.each([
  ['図面.pdf', 1000, undefined],
  ['IMG_0001.HEIC', 10, 'attachment_heic'],
  ['empty.pdf', 0, 'attachment_empty'],
  ['large.pdf', 1001, 'attachment_too_large'],
])('%s of %i bytes: %s', (name, size, code) => expect(refusedBeforehand({ name, size }, list)?.code).toBe(code));

test('no more than the application may have', () => {
  const full = { ...list, attachments: [{ attachment_id: '1', name: 'a.pdf', kind: 'pdf' as const, bytes: 1, added_at_ms: 0 }] };
  expect(refusedBeforehand({ name: 'b.pdf', size: 1 }, full)?.code).toBe('attachment_limit_reached');
});
