import { expect, test } from 'vitest';
import { readPeople } from './people';

test.each([
  ['20', 20], ['２０', 20], ['２０人', 20], ['1,200', 1200], ['8名', 8], ['0', undefined], ['-3', undefined],
  ['二十', undefined], ['', undefined], ['2.5', undefined], ['100001', undefined],
])('"%s" people are read as %s', (typed, people) => expect(readPeople(typed)).toBe(people));
