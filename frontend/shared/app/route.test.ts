import { describe, expect, test } from 'vitest';
import { addressOf, inLanguage, languageOf, matchPattern, placeOf, safePlace } from './route';

const staff = { language: 'ja', prefix: '/staff' } as const;

describe('addresses', () => {
  test.each([['/ja/', 'ja'], ['/en/staff/', 'en'], ['/fr/', 'ja'], ['/', 'ja']])('%s is read in %s', (path, language) =>
    expect(languageOf(path)).toBe(language));
  test('a place has an address inside its application', () => expect(addressOf(staff, '/list')).toBe('/ja/staff/list'));
  test.each([['/ja/staff/', '/'], ['/ja/staff', '/'], ['/ja/staff/x', '/x'], ['/ja/staffing', undefined], ['/en/staff/', undefined]])(
    '%s is the place %s of the staff’s pages', (path, place) => expect(placeOf(staff, path)).toBe(place));
  test('the other language shows the same page', () =>
    expect(inLanguage('/ja/bookings/7/details', '?a=1', 'en')).toBe('/en/bookings/7/details?a=1'));
});

describe('patterns', () => {
  test.each([
    ['/', '/', {}],
    ['/bookings/{id}', '/bookings/7', { id: '7' }],
    ['/bookings/{id}', '/bookings/7/check', undefined],
    ['/bookings/{id}/check', '/bookings/7/check', { id: '7' }],
    ['/spaces/{space}', '/spaces/%E5%A4%A7', { space: '大' }],
    ['/spaces/{space}', '/spaces/%', undefined],
  ])('%s against %s gives %o', (pattern, place, parameters) => expect(matchPattern(pattern, place)).toEqual(parameters));
});

test.each([
  ['/bookings/7', '/bookings/7'], ['//evil.example', '/'], ['/\\evil.example', '/'], ['https://evil.example', '/'],
  ['javascript:alert(1)', '/'], [null, '/'],
])('after logging in, %s leads to %s', (wanted, place) => expect(safePlace(wanted)).toBe(place));
