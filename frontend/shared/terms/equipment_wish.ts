// Equipment with quantities, as an address carries it: `projector:1,wireless_microphone:2`.
import type { EquipmentWish } from '../api/hiroba';

/** Quantities by code; only what is wanted stands in it. */
export type Quantities = Readonly<Record<string, number>>;

export function readQuantities(text: string | null): Quantities {
  const quantities: Record<string, number> = {};
  for (const part of (text ?? '').split(',')) {
    const found = /^([a-z0-9_]{1,40}):([0-9]{1,4})$/.exec(part);
    if (found?.[1] !== undefined && Number(found[2]) > 0) quantities[found[1]] = Number(found[2]);
  }
  return quantities;
}

export function quantitiesText(quantities: Quantities): string {
  return wishesOf(quantities).map(({ code, quantity }) => `${code}:${quantity}`).join(',');
}

export function wishesOf(quantities: Quantities): EquipmentWish[] {
  return Object.entries(quantities).filter(([, quantity]) => quantity > 0).map(([code, quantity]) => ({ code, quantity }));
}

export function quantitiesOf(wishes: readonly EquipmentWish[]): Quantities {
  return Object.fromEntries(wishes.map(({ code, quantity }) => [code, quantity]));
}

/** 0 takes it out. */
export function withQuantity(quantities: Quantities, code: string, quantity: number): Quantities {
  const { [code]: _, ...others } = quantities;
  return quantity > 0 ? { ...others, [code]: quantity } : others;
}

export function sameQuantities(a: Quantities, b: Quantities): boolean {
  const sorted = (quantities: Quantities) => quantitiesText(Object.fromEntries(Object.entries(quantities).sort()));
  return sorted(a) === sorted(b);
}
