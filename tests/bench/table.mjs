// The one table: on the screen, in build/bench/latest.md, and (as it was last measured) in README.md.

/**
 * @typedef {object} Row
 * @property {string} what @property {string} engine
 * @property {string} measured ours, with its unit
 * @property {string} [beside] what it stands beside
 * @property {number} [ratio] ours ÷ beside
 * @property {string} target of design §6; empty: for information
 * @property {Record<string, unknown>} numbers everything that was measured
 */

const columns = [
  ['what', (row) => row.what],
  ['on', (row) => row.engine],
  ['measured', (row) => row.measured],
  ['beside it', (row) => row.beside ?? ''],
  ['ratio', (row) => (row.ratio === undefined ? '' : row.ratio.toFixed(2))],
  ['target', (row) => row.target],
];

/** @param {Row[]} rows */
export function markdown(rows) {
  const lines = [columns.map(([name]) => name), ...rows.map((row) => columns.map(([, cell]) => cell(row)))];
  const widths = columns.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const written = lines.map((line) => `| ${line.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`);
  written.splice(1, 0, `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`);
  return `${written.join('\n')}\n`;
}

/** Every row must have given a number. @param {Row[]} rows */
export function assertNumbers(rows) {
  for (const row of rows) {
    const values = [row.ratio ?? 1, ...Object.values(row.numbers).filter((value) => typeof value === 'number')];
    if (values.length < 2 || !values.every(Number.isFinite)) throw new Error(`"${row.what}" on ${row.engine} gave no number`);
  }
}

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
export const perSecond = (value) => `${whole.format(value)}/s`;
export const milliseconds = (value) => `${value < 10 ? value.toFixed(1) : whole.format(value)} ms`;
