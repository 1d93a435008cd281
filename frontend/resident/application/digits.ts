// A long number in groups that can be read out.

/** "44120349367" → 4412, 0349, 367 */
export function inFours(number: string): string[] {
  return number.match(/.{1,4}/gu) ?? [];
}
