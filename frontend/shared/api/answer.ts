// How a question to the town's server ends: a value, a named refusal, or no connection.
import type { components } from './schema.gen';

/** Which field of the request a refusal speaks of, as a JSON pointer. */
export interface FieldFault { pointer: string; code: string }

type FreeUse = components['schemas']['FreeUse'];

export interface Refusal {
  kind: 'refusal';
  status: number;
  code: string;
  facts: Record<string, string | number>;
  fields: FieldFault[];
  request_id: string;
  /** Of a time that somebody else has: what is free nearest to it. */
  nearest?: FreeUse[];
}

export interface NoConnection { kind: 'no_connection' }

export type Failure = Refusal | NoConnection;
export type Answer<T> = { ok: true; value: T; status: number } | { ok: false; failure: Failure };

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function factsOf(value: unknown): Record<string, string | number> {
  if (!isRecord(value)) return {};
  const facts: Record<string, string | number> = {};
  for (const [name, fact] of Object.entries(value)) {
    if (typeof fact === 'string' || typeof fact === 'number') facts[name] = fact;
  }
  return facts;
}

function fieldsOf(value: unknown): FieldFault[] {
  if (!Array.isArray(value)) return [];
  return value.filter((fault): fault is FieldFault =>
    isRecord(fault) && typeof fault['pointer'] === 'string' && typeof fault['code'] === 'string');
}

function nearestOf(value: unknown): FreeUse[] {
  if (!Array.isArray(value)) return [];
  return value.filter((use): use is FreeUse => isRecord(use)
    && ['facility', 'space', 'date', 'start', 'end'].every((name) => typeof use[name] === 'string'));
}

// What the front door itself answers carries no problem document.
const code_by_status: Record<number, string> = {
  401: 'not_logged_in', 404: 'not_found', 405: 'method_not_allowed', 413: 'too_large', 414: 'uri_too_long',
  429: 'too_many_requests', 502: 'unavailable', 503: 'unavailable', 504: 'unavailable',
};

/** Reads a refusal out of an answer that was not a success, whoever in the chain gave it. */
export function readRefusal(status: number, body: unknown, request_id_header: string | null): Refusal {
  const problem = isRecord(body) ? body : {};
  const nearest = nearestOf(problem['nearest']);
  return {
    kind: 'refusal',
    status,
    code: typeof problem['code'] === 'string' ? problem['code'] : (code_by_status[status] ?? 'internal_error'),
    facts: factsOf(problem['facts']),
    fields: fieldsOf(problem['errors']),
    request_id: typeof problem['request_id'] === 'string' ? problem['request_id'] : (request_id_header ?? ''),
    ...(nearest.length > 0 ? { nearest } : {}),
  };
}
