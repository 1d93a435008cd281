// A fee as people read it: by component, each with its lines and what was taken off.
import type { Fee } from '../api/hiroba';

export type FeeLine = Fee['lines'][number];
export type FeeComponentSum = Fee['components'][number];
export interface FeeGroup { component: FeeComponentSum['component']; lines: FeeLine[]; sum: FeeComponentSum | undefined }

/** The components that have something to say, in the order of the ordinance. */
export function feeGroups(fee: Fee): FeeGroup[] {
  const components = [...new Set([...fee.components.map(({ component }) => component), ...fee.lines.map(({ component }) => component)])];
  return components
    .map((component) => ({
      component,
      lines: fee.lines.filter((line) => line.component === component),
      sum: fee.components.find((sum) => sum.component === component),
    }))
    .filter(({ lines, sum }) => lines.length > 0 || (sum !== undefined && sum.before_reduction_yen !== 0));
}

/** What the reduction takes off altogether, as a positive amount. */
export function reducedBy(fee: Fee): number {
  return fee.components.reduce((sum, { reduction_yen }) => sum - reduction_yen, 0);
}

/** The consumption tax that is added to prices without it. */
export function taxAddedTo(fee: Fee): number {
  return fee.components.reduce((sum, { tax_added_yen }) => sum + tax_added_yen, 0);
}

/** What rounding takes off altogether, as a positive amount; negative where it rounds up. */
export function roundedBy(fee: Fee): number {
  return fee.components.reduce((sum, { rounding_yen }) => sum - rounding_yen, 0);
}

export interface AlikeFees { fee: Fee; titles: string[] }

/** Fees that are the same to the last line, with the uses they are of: a series is told once. */
export function alikeFees(fees: readonly Fee[], titles: readonly string[]): AlikeFees[] {
  const alike = new Map<string, AlikeFees>();
  fees.forEach((fee, index) => {
    const key = JSON.stringify(fee);
    const known = alike.get(key) ?? { fee, titles: [] };
    known.titles.push(titles[index] ?? '');
    alike.set(key, known);
  });
  return [...alike.values()];
}

export function sumOf(fees: readonly Fee[]): number {
  return fees.reduce((sum, { total_yen }) => sum + total_yen, 0);
}
