import { expect, test } from 'vitest';
import { inFours } from './digits';

test.each([['44120349367', ['4412', '0349', '367']], ['9441', ['9441']], ['', []]])('%s is read as %o', (number, groups) => expect(inFours(number)).toEqual(groups));
