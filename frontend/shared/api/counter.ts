// Drawers, what the desk takes and records, and how applicants say that they will pay.
import { ask } from './ask';
import type { Answer } from './answer';
import { changing, client, keepClock, safe, withKey, withToken, type Application } from './hiroba';
import type { components } from './schema.gen';
import type { RefundFile } from './staff';

type Schemas = components['schemas'];
export type CounterMethod = Schemas['CounterMethod'];
export type AnyPaymentMethod = Schemas['AnyPaymentMethod'];
export type PaymentReceived = Schemas['PaymentReceived'];
export type Taking = Schemas['CounterPaymentTaking'];
export type TakenPayment = Schemas['TakenPayment'];
export type Drawer = Schemas['Drawer'];
export type DrawerShift = Schemas['DrawerShift'];
export type ShiftFile = Schemas['ShiftFile'];
export type CashCount = Schemas['CashCount'];
export type DrawerClosing = Schemas['DrawerClosing'];

const csrf = (token: string) => ({ 'X-CSRF-Token': token });

export async function planPayment(application_id: string, method: CounterMethod): Promise<Answer<Application>> {
  return keepClock(await withToken<Application>((token) => ask(
    () => client.POST('/api/v1/applications/{application_id}/payment-plan',
      { params: { path: { application_id }, header: csrf(token) }, body: { method } }), changing)));
}

export async function listDrawers(): Promise<Answer<Drawer[]>> {
  const answer = await ask(() => client.GET('/api/v1/staff/drawers'), safe);
  return answer.ok ? { ...answer, value: answer.value.drawers } : answer;
}

export function openDrawer(drawer: string, float_yen: number): Promise<Answer<ShiftFile>> {
  return withToken<ShiftFile>((token) => ask(() => client.POST('/api/v1/staff/drawers/{drawer}/shifts',
    { params: { path: { drawer }, header: csrf(token) }, body: { float_yen } }), changing));
}

export function loadShift(shift_id: string): Promise<Answer<ShiftFile>> {
  return ask(() => client.GET('/api/v1/staff/shifts/{shift_id}', { params: { path: { shift_id } } }), safe);
}

export function closeDrawer(shift_id: string, body: DrawerClosing): Promise<Answer<ShiftFile>> {
  return withToken<ShiftFile>((token) => ask(() => client.POST('/api/v1/staff/shifts/{shift_id}/closing',
    { params: { path: { shift_id }, header: csrf(token) }, body }), changing));
}

export function lookAtShift(shift_id: string, note: string): Promise<Answer<ShiftFile>> {
  const body = note === '' ? {} : { note };
  return withToken<ShiftFile>((token) => ask(() => client.POST('/api/v1/staff/shifts/{shift_id}/second-look',
    { params: { path: { shift_id }, header: csrf(token) }, body }), changing));
}

export async function listShifts(from: string, to: string): Promise<Answer<DrawerShift[]>> {
  const answer = await ask(() => client.GET('/api/v1/finance/shifts', { params: { query: { from, to } } }), safe);
  return answer.ok ? { ...answer, value: answer.value.shifts } : answer;
}

export function takePayment(application_id: string, body: Taking): Promise<Answer<TakenPayment>> {
  return withKey<TakenPayment>(`take.${application_id}.${JSON.stringify(body)}`, (header) => ask(
    () => client.POST('/api/v1/staff/applications/{application_id}/counter-payments',
      { params: { path: { application_id }, header }, body }), changing));
}

/** A repeat with the same words pays nothing more. */
export function payRefundInCash(refund_id: string, received_by: string): Promise<Answer<RefundFile>> {
  return withKey<RefundFile>(`refund.${refund_id}.${received_by}`, (header) => ask(
    () => client.POST('/api/v1/staff/refunds/{refund_id}/cash', { params: { path: { refund_id }, header }, body: { received_by } }), changing));
}

export async function undoPayment(payment_id: string, reason: string): Promise<Answer<Application>> {
  return keepClock(await withToken<Application>((token) => ask(
    () => client.POST('/api/v1/staff/counter-payments/{payment_id}/undoing',
      { params: { path: { payment_id }, header: csrf(token) }, body: { reason } }), changing)));
}
