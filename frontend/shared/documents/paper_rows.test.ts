import { expect, test } from 'vitest';
import type { DocumentList, IssuedDocument } from '../api/documents';
import { paperRows, withDocument } from './paper_rows';

const receipt: IssuedDocument = { document_id: '7', kind: 'receipt', number: '令和8年度 第1号', subject_id: '31', issued_at_ms: 1, reissues: 0, money: [] };
const list: DocumentList = {
  documents: [receipt],
  issuable: [{ kind: 'receipt', subject_id: '32' }, { kind: 'application_form', subject_id: null }],
};

test('papers stand in the order in which they come about, issued or not', () => {
  expect(paperRows(list).map(({ kind, paper, document }) => [kind, paper.subject_id, document?.document_id])).toEqual([
    ['application_form', null, undefined], ['receipt', '31', '7'], ['receipt', '32', undefined]]);
});

test('a paper that was issued just now is there, and can not be issued any more', () => {
  const issued = { ...receipt, document_id: '8', subject_id: '32' };
  expect(withDocument(list, issued)).toEqual({ documents: [receipt, issued], issuable: [{ kind: 'application_form', subject_id: null }] });
});

test('a paper that was issued again stands in its place, with its count', () => {
  const again = { ...receipt, reissues: 1 };
  expect(withDocument(list, again)).toEqual({ ...list, documents: [again] });
});
