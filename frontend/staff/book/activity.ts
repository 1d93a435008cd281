// What people do in a space, as the town names it.
import type { Town } from '../../shared/api/hiroba';

export type Activity = Town['activities'][number];
