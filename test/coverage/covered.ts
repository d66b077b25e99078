/** All detections with what becomes of their samples. */
import { detections } from './detections.ts';
import { type Life, learnt } from './hunt.ts';
import type { Covered } from './page.ts';

export async function covered(life?: Life): Promise<Covered[]> {
  const { with: hunt } = life ?? (await learnt());
  const all: Covered[] = [];
  for (const detection of detections) all.push({ detection, outcome: await hunt(detection.sample) });
  return all;
}
