// Cases about money, by name. Shapes come from services/http/openapi.yaml.
import { ask } from './ask';
import type { Answer } from './answer';
import { changing, client, safe, withToken } from './hiroba';
import type { components } from './schema.gen';

type Schemas = components['schemas'];
export type PaymentCase = Schemas['PaymentCase'];
export type PaymentCaseAction = Schemas['PaymentCaseAction'];
export type PaymentCaseFile = Schemas['PaymentCaseFile'];
export type PaymentCaseSettlement = Schemas['PaymentCaseSettlement'];

export async function listPaymentCases(): Promise<Answer<PaymentCase[]>> {
  const answer = await ask(() => client.GET('/api/v1/staff/payment-cases'), safe);
  return answer.ok ? { ...answer, value: answer.value.cases } : answer;
}

export function loadPaymentCase(case_id: string): Promise<Answer<PaymentCaseFile>> {
  return ask(() => client.GET('/api/v1/staff/payment-cases/{case_id}', { params: { path: { case_id } } }), safe);
}

export function settlePaymentCase(case_id: string, body: PaymentCaseSettlement): Promise<Answer<PaymentCaseFile>> {
  return withToken<PaymentCaseFile>((token) => ask(() => client.POST('/api/v1/staff/payment-cases/{case_id}/settlement',
    { params: { path: { case_id }, header: { 'X-CSRF-Token': token } }, body }), changing));
}
