// For whom windows and prices are shown: the person's own class, or what a visitor chose.
import { session, type UserClass } from '../../shared/api/hiroba';
import { recall, remember } from '../../shared/memory';
import { createStore, useStore } from '../../shared/store';

const chosen = createStore<UserClass>(recall<UserClass>('user_class') ?? 'in_town');

export interface ViewClass { user_class: UserClass; fixed: boolean; choose(user_class: UserClass): void }

function choose(user_class: UserClass): void {
  remember('user_class', user_class);
  chosen.set(user_class);
}

export function useViewClass(): ViewClass {
  const account = useStore(session)?.account;
  const visitor = useStore(chosen);
  return account ? { user_class: account.user_class, fixed: true, choose } : { user_class: visitor, fixed: false, choose };
}
