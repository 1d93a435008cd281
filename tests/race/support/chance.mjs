// Chance that can be repeated: the same seed, the same throws.

/** @param {number} seed */
export function chanceOf(seed) {
  let state = seed >>> 0;
  const next = () => { // mulberry32
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit) => Math.floor(next() * limit);
  return {
    below,
    happens: (share) => next() < share,
    one: (list) => list[below(list.length)],
    some: (list, most) => [...new Set(Array.from({ length: 1 + below(most) }, () => list[below(list.length)]))],
    /** One of the entries of {name: weight}. */
    weighted(weights) {
      let rest = next() * Object.values(weights).reduce((sum, weight) => sum + weight, 0);
      for (const [name, weight] of Object.entries(weights)) if ((rest -= weight) < 0) return name;
      throw new Error('weights that are none');
    },
  };
}
