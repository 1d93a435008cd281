// Which of several uses a refusal speaks of.
import type { Failure } from '../../shared/api/answer';
import type { Use } from '../../shared/api/hiroba';

/** Its place among the uses that were asked for; undefined when the refusal speaks of none or of all of them. */
export function clashedUse(failure: Failure, uses: readonly Use[]): number | undefined {
  if (failure.kind !== 'refusal') return undefined;
  const { index, date, space } = failure.facts;
  if (typeof index === 'number' && index >= 0 && index < uses.length) return index;
  const pointed = failure.fields.map(({ pointer }) => /^\/uses\/(\d+)(?:\/|$)/.exec(pointer)?.[1]).find((found) => found !== undefined);
  if (pointed !== undefined && Number(pointed) < uses.length) return Number(pointed);
  if (uses.length === 1) return 0;
  const fitting = uses.flatMap((use, position) =>
    ((date === undefined || use.date === date) && (space === undefined || use.space === space) ? [position] : []));
  return (date !== undefined || space !== undefined) && fitting.length > 0 ? fitting[0] : undefined;
}
