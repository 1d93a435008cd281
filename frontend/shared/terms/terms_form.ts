// What is declared of one use: what can be asked there at all, what was chosen, and how it is sent.
import type { Booking, EquipmentWish, Facility, Space, Use } from '../api/hiroba';
import { normalizeDigits } from '../time/civil';
import { quantitiesOf, sameQuantities, wishesOf, type Quantities } from './equipment_wish';

export type Offers = Space['offers'];
export type Extra = Offers['extras'][number];

export interface TermsForm {
  price_class: string;
  is_rehearsal: boolean;
  wants_climate: boolean;
  early_minutes: number;
  extension_minutes: number;
  /** As typed, by code; empty: not wanted. */
  extras: Readonly<Record<string, string>>;
  /** Pieces, by code; 0: none. */
  equipment: Quantities;
}

export const no_terms: TermsForm = {
  price_class: '', is_rehearsal: false, wants_climate: false, early_minutes: 0, extension_minutes: 0, extras: {}, equipment: {},
};

export interface SentTerms {
  price_class?: string;
  is_rehearsal?: boolean;
  wants_climate?: boolean;
  early_minutes?: number;
  extension_minutes?: number;
  extras?: { code: string; amount: number }[];
  equipment?: EquipmentWish[];
}

export function termsFormOf({ terms, equipment }: Pick<Booking, 'terms' | 'equipment'>): TermsForm {
  return {
    price_class: terms.price_class ?? '',
    is_rehearsal: terms.is_rehearsal,
    wants_climate: terms.wants_climate,
    early_minutes: terms.early_minutes,
    extension_minutes: terms.extension_minutes,
    extras: Object.fromEntries(terms.extras.map(({ code, amount }) => [code, String(amount)])),
    equipment: quantitiesOf(equipment),
  };
}

/** Of a use that is not held yet. */
export function termsFormOfUse(use: Use): TermsForm {
  return {
    price_class: use.price_class ?? '',
    is_rehearsal: use.is_rehearsal ?? false,
    wants_climate: use.wants_climate ?? false,
    early_minutes: use.early_minutes ?? 0,
    extension_minutes: use.extension_minutes ?? 0,
    extras: Object.fromEntries((use.extras ?? []).map(({ code, amount }) => [code, String(amount)])),
    equipment: quantitiesOf(use.equipment ?? []),
  };
}

/** The same use with other terms. */
export function withTerms({ space, date, band, start, end, nights }: Use, form: TermsForm, offers: Offers): Use {
  const time = { ...(band === undefined ? {} : { band }), ...(start === undefined ? {} : { start }), ...(end === undefined ? {} : { end }), ...(nights === undefined ? {} : { nights }) };
  const { equipment, ...terms } = sentTerms(form, offers, true);
  return { space, date, ...time, ...terms, ...(equipment && equipment.length > 0 ? { equipment } : {}) };
}

const most_amount = 9_999;

/** What was typed as an amount; undefined when it is none. */
export function amountOf(typed: string): number | undefined {
  const digits = normalizeDigits(typed).trim();
  if (digits === '') return 0;
  const amount = /^[0-9]{1,4}$/.test(digits) ? Number(digits) : Number.NaN;
  return amount <= most_amount ? amount : undefined;
}

/** The extras whose amount makes no sense. */
export function extraFaults(form: TermsForm, offers: Offers): string[] {
  return offers.extras.filter(({ code }) => amountOf(form.extras[code] ?? '') === undefined).map(({ code }) => code);
}

/** Only what the place offers is sent; what it does not know stays unsaid. */
export function sentTerms(form: TermsForm, offers: Offers, climate_in_season: boolean): SentTerms {
  const extras = offers.extras.map(({ code }) => ({ code, amount: amountOf(form.extras[code] ?? '') ?? 0 })).filter(({ amount }) => amount > 0);
  return {
    ...(form.price_class && offers.price_classes.some(({ code }) => code === form.price_class) ? { price_class: form.price_class } : {}),
    ...(offers.rehearsal && form.is_rehearsal ? { is_rehearsal: true } : {}),
    ...(offers.climate && climate_in_season && form.wants_climate ? { wants_climate: true } : {}),
    ...(form.early_minutes > 0 && offers.most_early_minutes > 0 ? { early_minutes: form.early_minutes } : {}),
    ...(form.extension_minutes > 0 && offers.most_extension_minutes > 0 ? { extension_minutes: form.extension_minutes } : {}),
    ...(extras.length > 0 ? { extras } : {}),
    equipment: wishesOf(form.equipment),
  };
}

/** 0, what is free, the end of each step that is charged, and the most that is allowed. */
export function minuteSteps(most: number, step: number, free: number): number[] {
  const charged = Array.from({ length: Math.max(0, Math.floor((most - free) / step)) }, (_, count) => free + (count + 1) * step);
  return [...new Set([0, Math.min(free, most), ...charged, most])];
}

function amountsIn(form: TermsForm, offers: Offers): Record<string, number> {
  return Object.fromEntries(offers.extras.map(({ code }): [string, number] => [code, amountOf(form.extras[code] ?? '') ?? 0]).filter(([, amount]) => amount > 0));
}

/**
 * What differs from how a use was declared, as it is sent with a change: what is left out stays. What the place does not
 * offer falls away by that.
 */
export function changedTerms(before: TermsForm, after: TermsForm, offers: Offers, climate_in_season: boolean): SentTerms {
  const price_class = after.price_class || (offers.price_classes[0]?.code ?? '');
  const is_rehearsal = offers.rehearsal && after.is_rehearsal;
  const wants_climate = offers.climate && climate_in_season && after.wants_climate;
  const early_minutes = Math.min(after.early_minutes, offers.most_early_minutes);
  const extension_minutes = Math.min(after.extension_minutes, offers.most_extension_minutes);
  const extras = amountsIn(after, offers);
  const known = Object.fromEntries(Object.entries(before.extras).map(([code, amount]) => [code, Number(amount)]));
  return {
    ...(price_class === (before.price_class || (offers.price_classes[0]?.code ?? '')) ? {} : { price_class }),
    ...(is_rehearsal === before.is_rehearsal ? {} : { is_rehearsal }),
    ...(wants_climate === before.wants_climate ? {} : { wants_climate }),
    ...(early_minutes === before.early_minutes ? {} : { early_minutes }),
    ...(extension_minutes === before.extension_minutes ? {} : { extension_minutes }),
    ...(sameQuantities(extras, known) ? {} : { extras: Object.entries(extras).map(([code, amount]) => ({ code, amount })) }),
    ...(sameQuantities(after.equipment, before.equipment) ? {} : { equipment: wishesOf(after.equipment) }),
  };
}

/** Whether there is anything to declare there besides the time. */
export function asksAnything(facility: Facility, space: Space): boolean {
  const { price_classes, rehearsal, climate, most_early_minutes, most_extension_minutes, extras } = space.offers;
  return price_classes.length > 1 || rehearsal || climate || most_early_minutes > 0 || most_extension_minutes > 0
    || extras.length > 0 || facility.equipment.some(({ code }) => space.equipment.includes(code));
}
