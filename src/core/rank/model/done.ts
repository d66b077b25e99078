/** What each actor did, and where; and once a day how widely. Refuses to know what it was. */
import type { DayCalls } from '../features.ts';
import type { Breadth } from './breadth.ts';
import { counts } from './columns.ts';
import { numberedPairs } from './numbers.ts';

/** @param breadth learns how widely things are done */
export function doneOf(breadth: Breadth) {
  const acts = numberedPairs();
  const deeds = numberedPairs();
  /** By act the last learnt day, counted from 1, on which it was learnt of the actor, and of who really calls. */
  const ofAct = { learnt: [] as number[], taught: [] as number[] };
  /** Of a day's acts how many were learnt of each who really calls. */
  const taughtBy = counts();
  let days = 0;
  return {
    isKnown(actor: number, action: number, namespace: number): boolean {
      const act = acts.find(actor, action);
      return act >= 0 && deeds.find(act, namespace) >= 0;
    },
    /** A day, all of it at once. */
    learn(calls: DayCalls): void {
      days += 1;
      taughtBy.clear();
      for (let at = 0; at < calls.length; at += 1) {
        const [actor, action, caller] = [calls.actor[at] ?? 0, calls.learnt[at] ?? 0, calls.caller[at] ?? 0];
        const act = acts.add(actor, action);
        deeds.add(act, calls.namespace[at] ?? 0);
        const wide = calls.breadth[at] ?? 0;
        if (wide === 0 || ofAct.learnt[act] === days) continue;
        ofAct.learnt[act] = days;
        const before = taughtBy.of(caller);
        const ofCaller = caller === actor ? act : acts.add(caller, action);
        const isTaught = ofAct.taught[ofCaller] === days;
        breadth.learn(actor, action, wide, isTaught ? null : before);
        if (isTaught) continue;
        ofAct.taught[ofCaller] = days;
        taughtBy.add(caller, 1);
      }
    },
  };
}
