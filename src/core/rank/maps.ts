/** Small helpers for maps. Refuses to know what they hold. */

export function orMake<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}

export const noTexts = (): Set<string> => new Set();
