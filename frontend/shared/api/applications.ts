// What residents ask about their own applications, waiting places and notices.
import { ask } from './ask';
import type { Answer } from './answer';
import { changing, client, keepClock, safe, withKey, withToken, type Application, type PaymentAttempt, type PaymentMethod,
  type Use } from './hiroba';
import type { components } from './schema.gen';

type Schemas = components['schemas'];
export type DetailsRequest = Schemas['DetailsRequest'];
export type HeldApplication = Schemas['HeldApplication'];
export type LeftOut = Schemas['LeftOut'];
export type Fitting = Schemas['HoldRequest']['fitting'];
export type ChangeRequest = Schemas['ChangeRequest'];
export type ChangePreview = Schemas['ChangePreview'];
export type AskedChange = Schemas['AskedChange'];
export type SeriesRequest = Schemas['SeriesRequest'];
export type SeriesPreview = Schemas['SeriesPreview'];
export type OwnReduction = Schemas['OwnReductionList']['reductions'][number];
export type Waiting = Schemas['Waiting'];
export type Notice = Schemas['Notice'];
export type NoticeList = Schemas['NoticeList'];

export async function listApplications(): Promise<Answer<Application[]>> {
  const answer = await ask(() => client.GET('/api/v1/applications'), safe);
  return answer.ok ? { ...answer, value: answer.value.applications } : answer;
}

export async function loadApplication(application_id: string): Promise<Answer<Application>> {
  return keepClock(await ask(
    () => client.GET('/api/v1/applications/{application_id}', { params: { path: { application_id } } }), safe));
}

export async function holdUses(uses: Use[], fitting: Fitting): Promise<Answer<HeldApplication>> {
  const body = { uses, fitting };
  const answer = await withKey<HeldApplication>(`hold.${JSON.stringify(body)}`, (header) => ask(
    () => client.POST('/api/v1/applications', { params: { header }, body }), changing));
  if (answer.ok) keepClock({ ...answer, value: answer.value.application });
  return answer;
}

export async function putDetails(application_id: string, body: DetailsRequest): Promise<Answer<Application>> {
  return keepClock(await withToken<Application>((token) => ask(
    () => client.PUT('/api/v1/applications/{application_id}/details',
      { params: { path: { application_id }, header: { 'X-CSRF-Token': token } }, body }), changing)));
}

export async function extendHold(application_id: string): Promise<Answer<Application>> {
  return keepClock(await withToken<Application>((token) => ask(
    () => client.POST('/api/v1/applications/{application_id}/hold-extension',
      { params: { path: { application_id }, header: { 'X-CSRF-Token': token } } }), changing)));
}

export async function submitApplication(application_id: string): Promise<Answer<Application>> {
  return keepClock(await withToken<Application>((token) => ask(
    () => client.POST('/api/v1/applications/{application_id}/submission',
      { params: { path: { application_id }, header: { 'X-CSRF-Token': token } } }), changing)));
}

/** Without `booking_ids` the whole application. */
export async function cancelApplication(application_id: string, booking_ids?: string[]): Promise<Answer<Application>> {
  return keepClock(await withToken<Application>((token) => ask(
    () => client.POST('/api/v1/applications/{application_id}/cancellation',
      { params: { path: { application_id }, header: { 'X-CSRF-Token': token } }, body: booking_ids ? { booking_ids } : {} }),
    changing)));
}

export function previewChange(application_id: string, body: ChangeRequest): Promise<Answer<ChangePreview>> {
  return withToken<ChangePreview>((token) => ask(
    () => client.POST('/api/v1/applications/{application_id}/change-preview',
      { params: { path: { application_id }, header: { 'X-CSRF-Token': token } }, body }), changing));
}

export async function changeApplication(application_id: string, body: ChangeRequest): Promise<Answer<Application>> {
  return keepClock(await withKey<Application>(`change.${application_id}.${JSON.stringify(body)}`, (header) => ask(
    () => client.POST('/api/v1/applications/{application_id}/change',
      { params: { path: { application_id }, header }, body }), changing)));
}

/** Of a change that staff decide: what it needs is kept until then. */
export async function applyForChange(application_id: string, body: ChangeRequest): Promise<Answer<Application>> {
  return keepClock(await withKey<Application>(`change-request.${application_id}.${JSON.stringify(body)}`, (header) => ask(
    () => client.POST('/api/v1/applications/{application_id}/change-request',
      { params: { path: { application_id }, header }, body }), changing)));
}

export async function withdrawChange({ application_id, version }: Pick<Application, 'application_id' | 'version'>): Promise<Answer<Application>> {
  return keepClock(await withToken<Application>((token) => ask(
    () => client.POST('/api/v1/applications/{application_id}/change-request/withdrawal',
      { params: { path: { application_id }, header: { 'X-CSRF-Token': token } }, body: { version } }), changing)));
}

/** Without a method: the first that is offered. */
export function startPayment(application_id: string, language: 'ja' | 'en', method?: PaymentMethod): Promise<Answer<PaymentAttempt>> {
  return withKey<PaymentAttempt>(`pay.${application_id}.${method ?? ''}`, (header) => ask(
    () => client.POST('/api/v1/applications/{application_id}/payment-attempts',
      { params: { path: { application_id }, header }, body: { language, ...(method && { method }) } }), changing));
}

/** Calls an attempt off at the provider, to pay in another way; the booking is kept. */
export function withdrawPayment(attempt_id: string): Promise<Answer<PaymentAttempt>> {
  return withToken<PaymentAttempt>((token) => ask(
    () => client.POST('/api/v1/payment-attempts/{attempt_id}/withdrawal',
      { params: { path: { attempt_id }, header: { 'X-CSRF-Token': token } } }), changing));
}

export async function listOwnReductions(): Promise<Answer<OwnReduction[]>> {
  const answer = await ask(() => client.GET('/api/v1/reductions'), safe);
  return answer.ok ? { ...answer, value: answer.value.reductions } : answer;
}

export async function askReduction(application_id: string, reduction_code: string): Promise<Answer<Application>> {
  return keepClock(await withToken<Application>((token) => ask(
    () => client.POST('/api/v1/applications/{application_id}/reduction-request',
      { params: { path: { application_id }, header: { 'X-CSRF-Token': token } }, body: { reduction_code } }), changing)));
}

export function previewSeries(body: SeriesRequest): Promise<Answer<SeriesPreview>> {
  return withToken<SeriesPreview>((token) => ask(
    () => client.POST('/api/v1/series-preview', { params: { header: { 'X-CSRF-Token': token } }, body }), changing));
}

export async function listWaiting(): Promise<Answer<Waiting[]>> {
  const answer = await ask(() => client.GET('/api/v1/waiting'), safe);
  return answer.ok ? { ...answer, value: answer.value.waiting } : answer;
}

export function joinWaitingList(body: Use): Promise<Answer<Waiting>> {
  return withToken<Waiting>((token) => ask(
    () => client.POST('/api/v1/waiting', { params: { header: { 'X-CSRF-Token': token } }, body }), changing));
}

export function leaveWaitingList(waiting_id: string): Promise<Answer<Waiting>> {
  return withToken<Waiting>((token) => ask(
    () => client.POST('/api/v1/waiting/{waiting_id}/withdrawal',
      { params: { path: { waiting_id }, header: { 'X-CSRF-Token': token } } }), changing));
}

export function listNotices(): Promise<Answer<NoticeList>> {
  return ask(() => client.GET('/api/v1/notices'), safe);
}

export function markNoticesRead(): Promise<Answer<unknown>> {
  return withToken<unknown>((token) => ask(
    () => client.POST('/api/v1/notices/read', { params: { header: { 'X-CSRF-Token': token } } }), changing));
}
