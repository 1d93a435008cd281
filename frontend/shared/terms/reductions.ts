// 減免: which classes somebody can ask for, and what is to be known about each.
import type { Town, UserClass } from '../api/hiroba';
import type { AdmissionForm } from './admission_form';

export type ReductionClass = Town['reductions'][number];

/** Nobody asks for what is given by rule. */
export function askable(town: Pick<Town, 'reductions'>, user_class: UserClass): ReductionClass[] {
  return town.reductions.filter(({ automatic, user_class: only }) => !automatic && (only === null || only === user_class));
}

/** The conditions, as ends of message ids. */
export type Condition = 'registered' | 'no_admission' | 'no_commercial';
export function conditionsOf({ only_registered_groups, not_with_admission, not_with_commercial }: ReductionClass): Condition[] {
  return [
    ...(only_registered_groups ? ['registered' as const] : []),
    ...(not_with_admission ? ['no_admission' as const] : []),
    ...(not_with_commercial ? ['no_commercial' as const] : []),
  ];
}

/** The condition that what was declared breaks already. */
export function brokenCondition(reduction: ReductionClass, { charges, sells }: Pick<AdmissionForm, 'charges' | 'sells'>): Condition | undefined {
  if (reduction.not_with_admission && charges === 'yes') return 'no_admission';
  return reduction.not_with_commercial && sells === 'yes' ? 'no_commercial' : undefined;
}

export type Component = keyof ReductionClass['percent'];

/** What is taken off, component by component; those of 0 % are left out. */
export function percentParts({ percent }: ReductionClass): { component: Component; percent: number }[] {
  return (['facility', 'additional', 'equipment'] as const).map((component) => ({ component, percent: percent[component] })).filter((part) => part.percent > 0);
}

export function reductionNamed(town: Town | undefined, code: string): ReductionClass | undefined {
  return town?.reductions.find((reduction) => reduction.code === code);
}
