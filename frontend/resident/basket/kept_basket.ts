// The basket of this tab: nothing in it is held yet.
import { recall, remember } from '../../shared/memory';
import { createStore, useStore } from '../../shared/store';
import { empty_basket, type Basket } from './basket';

const kept = createStore<Basket>(recall<Basket>('basket') ?? empty_basket);

export function useBasket(): Basket {
  return useStore(kept);
}

export function currentBasket(): Basket {
  return kept.get();
}

export function keepBasket(basket: Basket): void {
  remember('basket', basket);
  kept.set(basket);
}
