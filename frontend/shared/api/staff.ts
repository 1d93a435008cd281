// Every question the desk asks, by name. Shapes come from services/http/openapi.yaml.
import { ask } from './ask';
import type { Answer } from './answer';
import type { HeldApplication } from './applications';
import { changing, client, safe, withKey, withToken, type Application } from './hiroba';
import type { components } from './schema.gen';

type Schemas = components['schemas'];
export type AttendanceEvent = Schemas['Attendance']['event'];
export type CauseTerms = Schemas['CauseTerms'];
export type Closure = Schemas['Closure'];
export type ClosureProgress = Schemas['ClosureProgress'];
export type ClosureTask = NonNullable<Schemas['ClosureTask']>;
export type ClosurePreview = Schemas['ClosurePreview'];
export type ClosureReport = Schemas['ClosureReport'];
export type ClosureRequest = Schemas['ClosureRequest'];
export type Conflict = Schemas['Conflict'];
export type Decision = Schemas['Decision'];
export type DecidedRefund = Schemas['DecidedRefund'];
export type DeskCounters = Schemas['DeskCounters'];
export type ExtraOpening = Schemas['ExtraOpening'];
export type ExtraOpeningRequest = Schemas['ExtraOpeningRequest'];
export type FoundApplications = Schemas['FoundApplicationList'];
export type FoundApplication = Schemas['FoundApplication'];
export type RefundCause = NonNullable<Revocation['cause']>;
export type RefundOrder = Schemas['RefundOrder'];
export type Revocation = Schemas['Revocation'];
export type OverduePayment = Schemas['OverduePayment'];
export type RefundFile = Schemas['RefundFile'];
export type RefundState = Schemas['RefundState'];
export type Repetition = Schemas['Repetition'];
export type Resident = Schemas['Resident'];
export type StaffApplication = Schemas['StaffApplication'];
export type StaffBooking = Schemas['StaffBooking'];
export type StaffWaiting = Schemas['StaffWaitingList']['waiting'][number];
export type ReductionDecision = Schemas['ReductionDecision'];
export type StandingReduction = Schemas['StandingReduction'];
export type StandingReductionRequest = Schemas['StandingReductionRequest'];
export type Suspension = Schemas['Suspension'];
export type SuspensionRequest = Schemas['SuspensionRequest'];

const csrf = (token: string) => ({ 'X-CSRF-Token': token });

/** One field of an answer instead of the whole of it. */
function only<T, K extends keyof T>(answer: Answer<T>, field: K): Answer<T[K]> {
  return answer.ok ? { ...answer, value: answer.value[field] } : answer;
}

export function loadStaffBooking(booking_id: string): Promise<Answer<StaffBooking>> {
  return ask(() => client.GET('/api/v1/staff/bookings/{booking_id}', { params: { path: { booking_id } } }), safe);
}

export function recordAttendance(booking_id: string, event: AttendanceEvent): Promise<Answer<StaffBooking>> {
  return withToken<StaffBooking>((token) => ask(() => client.POST('/api/v1/staff/bookings/{booking_id}/attendance',
    { params: { path: { booking_id }, header: csrf(token) }, body: { event } }), changing));
}

export function revokeBooking(booking_id: string, body: Revocation): Promise<Answer<StaffBooking>> {
  return withToken<StaffBooking>((token) => ask(() => client.POST('/api/v1/staff/bookings/{booking_id}/revocation',
    { params: { path: { booking_id }, header: csrf(token) }, body }), changing));
}

/** What a revocation or a refund for that cause would give back now. */
export function loadCauseTerms(booking_id: string, cause: RefundCause): Promise<Answer<CauseTerms>> {
  return ask(() => client.GET('/api/v1/staff/bookings/{booking_id}/refund-terms', { params: { path: { booking_id }, query: { cause } } }), safe);
}

export function decideRefund(booking_id: string, body: RefundOrder): Promise<Answer<DecidedRefund>> {
  return withToken<DecidedRefund>((token) => ask(() => client.POST('/api/v1/staff/bookings/{booking_id}/refund',
    { params: { path: { booking_id }, header: csrf(token) }, body }), changing));
}

export function reinstateBooking(booking_id: string): Promise<Answer<StaffBooking>> {
  return withToken<StaffBooking>((token) => ask(() => client.POST('/api/v1/staff/bookings/{booking_id}/reinstatement',
    { params: { path: { booking_id }, header: csrf(token) } }), changing));
}

/** Numbers only: nobody's application is looked at. */
export function countWaiting(): Promise<Answer<DeskCounters>> {
  return ask(() => client.GET('/api/v1/staff/counters'), safe);
}

export function decide(application_id: string, body: Decision): Promise<Answer<Application>> {
  return withToken<Application>((token) => ask(() => client.POST('/api/v1/staff/applications/{application_id}/decision',
    { params: { path: { application_id }, header: csrf(token) }, body }), changing));
}

export function bookForResident(body: StaffApplication): Promise<Answer<HeldApplication>> {
  return withKey<HeldApplication>(`book.${JSON.stringify(body)}`, (header) => ask(
    () => client.POST('/api/v1/staff/applications', { params: { header }, body }), changing));
}

export function findApplications(find: string): Promise<Answer<FoundApplications>> {
  return ask(() => client.GET('/api/v1/staff/applications', { params: { query: { find } } }), safe);
}

export async function searchResidents(q: string): Promise<Answer<Resident[]>> {
  return only(await ask(() => client.GET('/api/v1/staff/residents', { params: { query: { q } } }), safe), 'residents');
}

export async function listClosures(from: string, to: string, lifted: boolean): Promise<Answer<Closure[]>> {
  return only(await ask(() => client.GET('/api/v1/staff/closures', { params: { query: { from, to, lifted } } }), safe), 'closures');
}

export function previewClosure(body: ClosureRequest): Promise<Answer<ClosurePreview>> {
  return withToken<ClosurePreview>((token) => ask(() => client.POST('/api/v1/staff/closures/preview',
    { params: { header: csrf(token) }, body }), changing));
}

export function closeSpaces(body: ClosureRequest): Promise<Answer<ClosureReport>> {
  return withKey<ClosureReport>(`close.${JSON.stringify(body)}`, (header) => ask(
    () => client.POST('/api/v1/staff/closures', { params: { header }, body }), changing));
}

export function loadClosure(closure_id: string): Promise<Answer<ClosureReport>> {
  return ask(() => client.GET('/api/v1/staff/closures/{closure_id}', { params: { path: { closure_id } } }), safe);
}

export function loadClosureProgress(closure_id: string): Promise<Answer<ClosureProgress>> {
  return ask(() => client.GET('/api/v1/staff/closures/{closure_id}/progress', { params: { path: { closure_id } } }), safe);
}

export function revokeForClosure(closure_id: string, booking_ids: string[]): Promise<Answer<ClosureReport>> {
  return withToken<ClosureReport>((token) => ask(() => client.POST('/api/v1/staff/closures/{closure_id}/revocations',
    { params: { path: { closure_id }, header: csrf(token) }, body: { booking_ids } }), changing));
}

export function liftClosure(closure_id: string, reinstate: boolean): Promise<Answer<ClosureReport>> {
  return withToken<ClosureReport>((token) => ask(() => client.POST('/api/v1/staff/closures/{closure_id}/lifting',
    { params: { path: { closure_id }, header: csrf(token) }, body: { reinstate } }), changing));
}

export async function listExtraOpenings(): Promise<Answer<ExtraOpening[]>> {
  return only(await ask(() => client.GET('/api/v1/staff/extra-openings'), safe), 'openings');
}

export function openExtra(body: ExtraOpeningRequest): Promise<Answer<ExtraOpening>> {
  return withToken<ExtraOpening>((token) => ask(() => client.POST('/api/v1/staff/extra-openings',
    { params: { header: csrf(token) }, body }), changing));
}

export function withdrawExtraOpening(opening_id: string): Promise<Answer<ExtraOpening>> {
  return withToken<ExtraOpening>((token) => ask(() => client.POST('/api/v1/staff/extra-openings/{opening_id}/withdrawal',
    { params: { path: { opening_id }, header: csrf(token) } }), changing));
}

export async function listSuspensions(): Promise<Answer<Suspension[]>> {
  return only(await ask(() => client.GET('/api/v1/staff/suspensions'), safe), 'suspensions');
}

export function suspendResident(body: SuspensionRequest): Promise<Answer<Suspension>> {
  return withToken<Suspension>((token) => ask(() => client.POST('/api/v1/staff/suspensions',
    { params: { header: csrf(token) }, body }), changing));
}

export function liftSuspension(suspension_id: string): Promise<Answer<Suspension>> {
  return withToken<Suspension>((token) => ask(() => client.POST('/api/v1/staff/suspensions/{suspension_id}/lifting',
    { params: { path: { suspension_id }, header: csrf(token) } }), changing));
}

export async function listAllWaiting(from: string): Promise<Answer<StaffWaiting[]>> {
  return only(await ask(() => client.GET('/api/v1/staff/waiting', { params: { query: { from } } }), safe), 'waiting');
}

export async function listRefundsDue(): Promise<Answer<RefundFile[]>> {
  return only(await ask(() => client.GET('/api/v1/staff/refunds'), safe), 'refunds');
}

export async function listOverduePayments(): Promise<Answer<OverduePayment[]>> {
  return only(await ask(() => client.GET('/api/v1/staff/overdue-payments'), safe), 'overdue');
}

export function loadRefund(refund_id: string): Promise<Answer<RefundFile>> {
  return ask(() => client.GET('/api/v1/staff/refunds/{refund_id}', { params: { path: { refund_id } } }), safe);
}

export function approveRefund(refund_id: string): Promise<Answer<RefundFile>> {
  return withToken<RefundFile>((token) => ask(() => client.POST('/api/v1/staff/refunds/{refund_id}/approval',
    { params: { path: { refund_id }, header: csrf(token) } }), changing));
}

export function retryRefund(refund_id: string): Promise<Answer<RefundFile>> {
  return withToken<RefundFile>((token) => ask(() => client.POST('/api/v1/staff/refunds/{refund_id}/retry',
    { params: { path: { refund_id }, header: csrf(token) } }), changing));
}

export function reportNotRefunded(refund_id: string, note: string): Promise<Answer<RefundFile>> {
  return withToken<RefundFile>((token) => ask(() => client.POST('/api/v1/staff/refunds/{refund_id}/not-refunded',
    { params: { path: { refund_id }, header: csrf(token) }, body: { note } }), changing));
}

export function payRefundByTransfer(refund_id: string, body: Schemas['RefundBankTransfer']): Promise<Answer<RefundFile>> {
  return withToken<RefundFile>((token) => ask(() => client.POST('/api/v1/staff/refunds/{refund_id}/bank-transfer',
    { params: { path: { refund_id }, header: csrf(token) }, body }), changing));
}

export async function listReductionRequests(): Promise<Answer<Application[]>> {
  return only(await ask(() => client.GET('/api/v1/staff/reductions'), safe), 'applications');
}

export function decideReduction(application_id: string, body: ReductionDecision): Promise<Answer<Application>> {
  return withToken<Application>((token) => ask(() => client.POST('/api/v1/staff/applications/{application_id}/reduction-decision',
    { params: { path: { application_id }, header: csrf(token) }, body }), changing));
}

export async function listStandingReductions(account_id: string): Promise<Answer<StandingReduction[]>> {
  return only(await ask(() => client.GET('/api/v1/staff/residents/{account_id}/reductions', { params: { path: { account_id } } }), safe), 'reductions');
}

export function grantStandingReduction(account_id: string, body: StandingReductionRequest): Promise<Answer<StandingReduction>> {
  return withToken<StandingReduction>((token) => ask(() => client.POST('/api/v1/staff/residents/{account_id}/reductions',
    { params: { path: { account_id }, header: csrf(token) }, body }), changing));
}

export function endStandingReduction(standing_id: string, reason: string): Promise<Answer<StandingReduction>> {
  return withToken<StandingReduction>((token) => ask(() => client.POST('/api/v1/staff/reductions/{standing_id}/ending',
    { params: { path: { standing_id }, header: csrf(token) }, body: { reason } }), changing));
}
