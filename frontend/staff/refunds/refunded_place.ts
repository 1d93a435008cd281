// Where the desk sees what is given back: an application, or a book of tickets.
import type { RefundFile } from '../../shared/api/staff';

export function refundedPlace({ ground, application_id }: RefundFile['refund']): string {
  return ground === 'tickets' ? `/tickets/${application_id}` : `/applications/${application_id}`;
}
