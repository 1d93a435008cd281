// What everybody may ask about what is free, besides the month and the day.
import { ask } from './ask';
import type { Answer } from './answer';
import { client, safe, type UserClass } from './hiroba';
import type { components, operations } from './schema.gen';

type Schemas = components['schemas'];
export type WeekAvailability = Schemas['WeekAvailability'];
export type FreeUse = Schemas['FreeUse'];
export type SearchAnswer = Schemas['SearchAnswer'];
export type SearchQuery = operations['searchFree']['parameters']['query'];

export function loadWeek(space: string, from: string, user_class: UserClass): Promise<Answer<WeekAvailability>> {
  return ask(() => client.GET('/api/v1/availability/week', { params: { query: { space, from, user_class } } }), safe);
}

export function searchFree(query: SearchQuery): Promise<Answer<SearchAnswer>> {
  return ask(() => client.GET('/api/v1/availability/search', { params: { query } }), safe);
}
