/** All public detections that are covered or not, in the order of the page. */

import type { Detection } from './detection.ts';
import { accessDetections } from './detections-access.ts';
import { credentialDetections } from './detections-credentials.ts';
import { identityDetections } from './detections-identity.ts';
import { workloadDetections } from './detections-workloads.ts';

export const detections: readonly Detection[] = [
  ...credentialDetections,
  ...accessDetections,
  ...workloadDetections,
  ...identityDetections,
];
