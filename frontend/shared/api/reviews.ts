// Every question about drafts, approvals and posts, by name. Shapes come from services/http/openapi.yaml.
import { ask } from './ask';
import type { Answer } from './answer';
import { changing, client, safe, withToken } from './hiroba';
import type { components } from './schema.gen';

type Schemas = components['schemas'];
export type Review = Schemas['Review'];
export type ReviewMatter = Schemas['ReviewMatter'];
export type ReviewFile = Schemas['ReviewFile'];
export type ChangeDraft = Schemas['ChangeDraft'];
export type ChangeDecision = Schemas['ChangeDecision'];
export type DraftRequest = Schemas['DraftRequest'];
export type OutsideDecision = Schemas['OutsideDecision'];
export type Approval = Schemas['Approval'];
export type OpinionRequest = Schemas['OpinionRequest'];
export type PostOfReview = Schemas['PostOfReview'];
export type Posts = Schemas['PostList'];
export type Deputy = Schemas['Deputy'];
export type DeputyRequest = Schemas['DeputyRequest'];

const csrf = (token: string) => ({ 'X-CSRF-Token': token });

export async function listReviews(): Promise<Answer<Review[]>> {
  const answer = await ask(() => client.GET('/api/v1/staff/reviews'), safe);
  return answer.ok ? { ...answer, value: answer.value.reviews } : answer;
}

export function loadReview(application_id: string, matter: ReviewMatter): Promise<Answer<ReviewFile>> {
  return ask(() => client.GET('/api/v1/staff/applications/{application_id}/review', { params: { path: { application_id }, query: { matter } } }), safe);
}

/** Where the file for a town's own approval system is fetched. */
export function reviewArchiveAddress(application_id: string, matter: ReviewMatter): string {
  return `/api/v1/staff/applications/${application_id}/review.zip?matter=${matter}`;
}

export function draftDecision(application_id: string, body: DraftRequest): Promise<Answer<ReviewFile>> {
  return withToken<ReviewFile>((token) => ask(() => client.POST('/api/v1/staff/applications/{application_id}/draft',
    { params: { path: { application_id }, header: csrf(token) }, body }), changing));
}

export function draftChange(application_id: string, body: ChangeDraft): Promise<Answer<ReviewFile>> {
  return withToken<ReviewFile>((token) => ask(() => client.POST('/api/v1/staff/applications/{application_id}/change-draft',
    { params: { path: { application_id }, header: csrf(token) }, body }), changing));
}

/** Where the desk decides alone. */
export function decideChange(application_id: string, body: ChangeDecision): Promise<Answer<ReviewFile>> {
  return withToken<ReviewFile>((token) => ask(() => client.POST('/api/v1/staff/applications/{application_id}/change-decision',
    { params: { path: { application_id }, header: csrf(token) }, body }), changing));
}

export function takeBackDraft(application_id: string, body: Schemas['SeenApplication']): Promise<Answer<ReviewFile>> {
  return withToken<ReviewFile>((token) => ask(() => client.POST('/api/v1/staff/applications/{application_id}/draft-withdrawal',
    { params: { path: { application_id }, header: csrf(token) }, body }), changing));
}

export function actOnDraft(application_id: string, body: Approval): Promise<Answer<ReviewFile>> {
  return withToken<ReviewFile>((token) => ask(() => client.POST('/api/v1/staff/applications/{application_id}/approval',
    { params: { path: { application_id }, header: csrf(token) }, body }), changing));
}

export function askOpinion(application_id: string, body: PostOfReview): Promise<Answer<ReviewFile>> {
  return withToken<ReviewFile>((token) => ask(() => client.POST('/api/v1/staff/applications/{application_id}/consultation',
    { params: { path: { application_id }, header: csrf(token) }, body }), changing));
}

export function giveOpinion(application_id: string, body: OpinionRequest): Promise<Answer<ReviewFile>> {
  return withToken<ReviewFile>((token) => ask(() => client.POST('/api/v1/staff/applications/{application_id}/opinion',
    { params: { path: { application_id }, header: csrf(token) }, body }), changing));
}

export function acknowledgeDeputy(application_id: string, body: PostOfReview): Promise<Answer<ReviewFile>> {
  return withToken<ReviewFile>((token) => ask(() => client.POST('/api/v1/staff/applications/{application_id}/acknowledgement',
    { params: { path: { application_id }, header: csrf(token) }, body }), changing));
}

export function recordOutsideDecision(application_id: string, body: OutsideDecision): Promise<Answer<ReviewFile>> {
  return withToken<ReviewFile>((token) => ask(() => client.POST('/api/v1/staff/applications/{application_id}/outside-decision',
    { params: { path: { application_id }, header: csrf(token) }, body }), changing));
}

export function listPosts(): Promise<Answer<Posts>> {
  return ask(() => client.GET('/api/v1/staff/posts'), safe);
}

export function nameDeputy(post: string, body: DeputyRequest): Promise<Answer<Deputy>> {
  return withToken<Deputy>((token) => ask(() => client.POST('/api/v1/staff/posts/{post}/deputies',
    { params: { path: { post }, header: csrf(token) }, body }), changing));
}

export function endDeputy(deputy_id: string): Promise<Answer<Deputy>> {
  return withToken<Deputy>((token) => ask(() => client.POST('/api/v1/staff/deputies/{deputy_id}/ending',
    { params: { path: { deputy_id }, header: csrf(token) } }), changing));
}
