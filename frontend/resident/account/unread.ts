// How many notices were not read yet: the way to them says so on every page.
import { createStore } from '../../shared/store';

export const unread = createStore(0);
