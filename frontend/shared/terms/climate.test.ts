import { expect, test } from 'vitest';
import type { Fee } from '../api/hiroba';
import { climateLines } from './climate';

const text = (word: string) => ({ ja: word, en: word });
const line = (label: string, yen: number, component: Fee['lines'][number]['component'] = 'additional'): Fee['lines'][number] =>
  ({ component, label: text(label), quantity: 1, unit_yen: yen, percent: null, yen, article: text('備考5'), account_code: '' });
const fee = (...lines: Fee['lines']): Fee => ({ total_yen: 0, tax_included_yen: 0, reduction_code: null, components: [], lines });

test('only what the heating adds is told', () => {
  const room = line('小会議室', 470, 'facility');
  const lights = line('照明', 200);
  expect(climateLines(fee(room, lights, line('暖房', 140), line('端数', 0)), fee(room, lights)).map(({ label }) => label.ja)).toEqual(['暖房']);
});
