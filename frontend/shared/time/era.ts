// Japanese eras: a matter of display only.

interface Era { name: string; from: string }

// Newest first; 元号法 and the cabinet orders that named each era.
const eras: readonly Era[] = [
  { name: '令和', from: '2019-05-01' },
  { name: '平成', from: '1989-01-08' },
  { name: '昭和', from: '1926-12-25' },
];

/** `令和8年`, `令和元年`; undefined before 昭和. */
export function eraYear(date: string): string | undefined {
  const era = eras.find((candidate) => candidate.from <= date);
  if (!era) return undefined;
  const year = Number(date.slice(0, 4)) - Number(era.from.slice(0, 4)) + 1;
  return `${era.name}${year === 1 ? '元' : year}年`;
}
