// services/http/openapi.yaml as a judge: every answer is one that the contract promises.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { projectRoot } from './chain.mjs';

const document = parse(await readFile(path.join(projectRoot, 'services/http/openapi.yaml'), 'utf8'));
const ajv = new Ajv2020({ strict: false, allErrors: true });
ajv.addSchema({ $id: 'contract', components: document.components });

const compiled = new Map();
function validatorOf(schema, name) {
  if (!compiled.has(name)) compiled.set(name, ajv.compile(absolute(schema)));
  return compiled.get(name);
}

/** "#/components/…" inside the contract, seen from a schema outside it. */
function absolute(schema) {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"contract#/components/'));
}

function resolve(node) {
  if (!node?.$ref) return node;
  return node.$ref.slice(2).split('/').reduce((at, key) => at[key], document);
}

/**
 * Every operation of the contract.
 * @typedef {{id: string, method: string, path: string, parameters: any[], body: any, responses: any}} Operation
 * @type {Operation[]}
 */
export const operations = Object.entries(document.paths).flatMap(([route, item]) =>
  ['get', 'post', 'put', 'delete', 'patch']
    .filter((method) => item[method])
    .map((method) => ({
      id: item[method].operationId,
      method: method.toUpperCase(),
      path: route,
      parameters: [...(item.parameters ?? []), ...(item[method].parameters ?? [])].map(resolve),
      body: resolve(item[method].requestBody?.content?.['application/json']?.schema),
      responses: item[method].responses,
    })),
);

export const schemaNamed = (name) => document.components.schemas[name];
export const resolveSchema = resolve;

export const operation = (id) => operations.find((candidate) => candidate.id === id) ?? assert.fail(`the contract has no ${id}`);

/** The path of an operation with its parameters filled in. */
export function address(one, values = {}) {
  const route = one.path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(values[name]));
  const query = one.parameters
    .filter(({ in: where, name }) => where === 'query' && values[name] !== undefined)
    .map(({ name }) => `${name}=${encodeURIComponent(values[name])}`);
  return query.length > 0 ? `${route}?${query.join('&')}` : route;
}

/** Asserts that the answer is one of those that the operation promises, in status, kind and shape. */
export function assertKept(operation, answer) {
  assert.ok(answer.status < 500, `${operation.id}: ${answer.status} ${answer.text}`);
  const promised = resolve(operation.responses[answer.status] ?? operation.responses.default);
  const kinds = promised.content ?? {};
  if (Object.keys(kinds).length === 0) {
    assert.equal(answer.text, '', `${operation.id}: ${answer.status} has a body`);
    return;
  }
  const kind = (answer.headers['content-type'] ?? '').split(';')[0];
  assert.ok(kinds[kind], `${operation.id}: ${answer.status} is ${kind}`);
  if (!/json/.test(kind)) return;
  if (/problem/.test(kind)) assert.ok(answer.status >= 400, `${operation.id}: a refusal with ${answer.status}`);
  const valid = validatorOf(kinds[kind].schema, `${operation.id} ${answer.status in operation.responses ? answer.status : 'default'}`);
  assert.ok(valid(answer.json), `${operation.id} ${answer.status}: ${ajv.errorsText(valid.errors)}\n${answer.text}`);
}

/** Whether a request body is one that the contract allows. */
export function bodyIsAllowed(operation, body) {
  return validatorOf(operation.body, `${operation.id} request`)(body);
}
