// The town as the server tells it: names of facilities, spaces and bands by their codes.
import { loadTown, type Equipment, type Facility, type Space, type Town } from './api/hiroba';
import { createStore, useStore } from './store';
import { useEffect } from 'preact/hooks';
import type { Failure } from './api/answer';

interface TownState { town: Town | undefined; failure: Failure | undefined }

const state = createStore<TownState>({ town: undefined, failure: undefined });
let asked = false;

export function useTown(): TownState {
  useEffect(() => {
    if (asked) return;
    asked = true;
    loadTown().then((answer) => {
      asked = answer.ok;
      state.set(answer.ok ? { town: answer.value, failure: undefined } : { town: undefined, failure: answer.failure });
    });
  }, []);
  return useStore(state);
}

export function findFacility(town: Town, code: string): Facility | undefined {
  return town.facilities.find((facility) => facility.code === code);
}

export function findSpace(town: Town, code: string): { facility: Facility; space: Space } | undefined {
  for (const facility of town.facilities) {
    const space = facility.spaces.find((candidate) => candidate.code === code);
    if (space) return { facility, space };
  }
  return undefined;
}

export function findEquipment(town: Town, code: string): Equipment | undefined {
  return town.facilities.flatMap(({ equipment }) => equipment).find((equipment) => equipment.code === code);
}

/** What is known of the town by now; for words that can do without it. */
export function knownTown(): Town | undefined {
  return state.get().town;
}
