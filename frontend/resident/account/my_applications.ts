// Which of my applications want something from me, which are to come, which are over.
import type { Application, Booking } from '../../shared/api/hiroba';

export interface MyApplications { unfinished: Application[]; coming: Application[]; over: Application[] }

const steps_of_mine: ReadonlySet<Application['next_step']> = new Set(['fill_in', 'pay', 'submit', 'submit_for_review', 'pay_difference']);
const still_to_come: ReadonlySet<Booking['state']> = new Set(['under_review', 'permitted_unpaid', 'permitted', 'checked_in']);

/** It waits for the applicant; a hold does so only until its time is over. */
export function isUnfinished(application: Application, now_ms: number): boolean {
  if (!steps_of_mine.has(application.next_step)) return false;
  return application.state !== 'held' || (application.hold_expires_at_ms ?? 0) > now_ms;
}

function isComing(application: Application, today: string): boolean {
  return application.bookings.some(({ state, last_date }) => still_to_come.has(state) && last_date >= today);
}

export function sortApplications(applications: readonly Application[], now_ms: number, today: string): MyApplications {
  const sorted: MyApplications = { unfinished: [], coming: [], over: [] };
  for (const application of applications) {
    if (isUnfinished(application, now_ms)) sorted.unfinished.push(application);
    else if (isComing(application, today)) sorted.coming.push(application);
    else sorted.over.push(application);
  }
  const firstDate = ({ bookings }: Application) => bookings.find(({ last_date }) => last_date >= today)?.date ?? '';
  sorted.coming.sort((a, b) => firstDate(a).localeCompare(firstDate(b)));
  return sorted;
}

/** For what is owed now: an attempt that was paid was for something else. */
function hasBegunToPay({ attempt, state }: Application): boolean {
  return state === 'permitted_unpaid' && attempt !== null && attempt.state !== 'paid';
}

/** Where to go on with an application. */
export function nextPlace(application: Application): string {
  const root = `/applications/${application.application_id}`;
  switch (application.next_step) {
    case 'fill_in':
      return `${root}/details`;
    case 'submit':
    case 'submit_for_review':
    case 'pay_difference':
      return `${root}/check`;
    case 'pay':
      return hasBegunToPay(application) ? `${root}/payment` : `${root}/check`;
    case 'wait_for_review':
    case 'none':
      return root;
  }
}
