// 別表: what the ordinance says about one facility, for whoever asks.
import { ask } from './ask';
import type { Answer } from './answer';
import { client, safe } from './hiroba';
import type { components } from './schema.gen';

export type FeeTable = components['schemas']['FeeTable'];
export type FeeNote = components['schemas']['FeeNote'];

/** Of that day, or of today. */
export function loadFeeTable(facility: string, on?: string): Promise<Answer<FeeTable>> {
  return ask(() => client.GET('/api/v1/fee-table', { params: { query: { facility, ...(on === undefined ? {} : { on }) } } }), safe);
}
