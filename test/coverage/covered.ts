/** All detections with what becomes of their samples. */
import { detections } from './detections.ts';
import { type Life, learnt } from './hunt.ts';
import type { Covered } from './page.ts';

export async function covered(life?: Life): Promise<Covered[]> {
  const month = life ?? (await learnt());
  const all: Covered[] = [];
  for (const detection of detections) {
    const { sample, isOfCaller } = detection;
    const outcome = await month.with(sample);
    all.push({ detection, outcome, others: isOfCaller === true ? [] : await month.byOthers(sample) });
  }
  return all;
}
