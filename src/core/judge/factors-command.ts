/** Risk factors of what a command in a container does. A table for review; its columns are explained in factors.ts, deeds in deeds.ts. */
import type { Deed } from '../rank/command/deeds.ts';
import type { TechniqueId } from './attack.ts';
import type { Factor } from './factor.ts';

type Row = Omit<Factor, 'id' | 'when' | 'techniques'> & { readonly techniques: readonly TechniqueId[] };

/** One for each deed. */
const rows: Readonly<Record<Deed, Row>> = {
  token: {
    weight: 2.5,
    why: 'The command read the token of the pod: who has it acts as the workload, from anywhere.',
    innocent: 'Debugging why a workload may not call the API.',
    next: 'What may that service account do? Look for its calls from other addresses since.',
    techniques: ['T1528'],
  },
  credentials: {
    weight: 2.2,
    why: 'The command read files that hold passwords, keys or tokens.',
    innocent: 'Checking which credential a workload was given.',
    next: 'Whose credential is it, and where was it used since? Rotate it if nobody can explain it.',
    techniques: ['T1552.001'],
  },
  environment: {
    weight: 1.8,
    why: 'The command read the environment of other processes, where passwords and keys are often kept.',
    innocent: 'Looking for a wrong setting of a running process.',
    next: 'Which secrets does that workload get as variables?',
    techniques: ['T1552.001'],
  },
  metadata: {
    weight: 2.5,
    why: "The command asked the cloud's metadata service, which hands out tokens of the node's own identity.",
    innocent: 'An SDK or script that finds out where it runs.',
    next: "What may the node's managed identity do? Look for its use in the Azure activity log.",
    techniques: ['T1552.005'],
  },
  'reverse-shell': {
    weight: 3,
    why: 'The command opened a shell to a listener elsewhere.',
    innocent: 'Almost none; a penetration test.',
    next: 'Which address? Cut the pod off, and look at what else was done from it.',
    techniques: ['T1059.004'],
  },
  'download-and-run': {
    weight: 2.5,
    why: 'The command fetched a program or script and ran it: whatever its server chose to send.',
    innocent: 'Installing a tool by its usual one-line installer while debugging.',
    next: 'What was fetched, and does it still run? Is the address known?',
    techniques: ['T1105', 'T1059.004'],
  },
  download: {
    weight: 1.3,
    why: 'The command fetched something from outside of the cluster.',
    innocent: 'Testing whether a service is reachable; getting a debugging tool.',
    next: 'Which address, and what came of it?',
    techniques: ['T1105'],
  },
  'copy-out': {
    weight: 1.5,
    why: 'Files were packed to the output of the command, as `kubectl cp` does to take them out of a pod.',
    innocent: 'Fetching a dump or log by the team that owns the pod.',
    next: 'Which files, and how large were they?',
    techniques: ['T1609'],
  },
  'copy-in': {
    weight: 1.4,
    why: 'Files were unpacked from the input of the command, as `kubectl cp` does to put them into a pod.',
    innocent: 'Putting a test file or a fix into a pod.',
    next: 'Which files, and were they run afterwards?',
    techniques: ['T1105'],
  },
  host: {
    weight: 2.5,
    why: 'The command left the container for the system of its node.',
    innocent: 'A node shell of the platform team, `kubectl debug node`.',
    next: 'What was done on the node? Treat it as taken until explained.',
    techniques: ['T1611'],
  },
  miner: {
    weight: 3,
    why: 'The command runs a coin miner.',
    innocent: 'None that is known.',
    next: 'Stop the pod, keep its image, and find out who started it.',
    techniques: ['T1496.001'],
  },
  traces: {
    weight: 2,
    why: 'The command removed command histories or logs.',
    innocent: 'Making room on a full disk.',
    next: 'What was done in the hour before? Audit logs and logs that were shipped away still know.',
    techniques: ['T1070'],
  },
  encoded: {
    weight: 2.2,
    why: 'The command decoded a text and ran it, so that nobody reads what was run.',
    innocent: 'Scripts that quote a long text by encoding it.',
    next: 'Decode it: what does it do?',
    techniques: ['T1059.004'],
  },
  'attack-tool': {
    weight: 2.2,
    why: 'The command runs a tool made for scanning or attacking.',
    innocent: 'Your own penetration test; a network check with nmap.',
    next: 'Is a test announced for today? What did the tool find?',
    techniques: ['T1613'],
  },
  'cluster-api': {
    weight: 1.4,
    why: 'The command asked the cluster or a kubelet from within a pod, with the identity of that workload.',
    innocent: 'Debugging an operator; jobs that use kubectl.',
    next: 'What did that service account do at that time?',
    techniques: ['T1613'],
  },
};

export const commandFactors: readonly Factor[] = Object.entries(rows).map(([deed, row]) => ({
  id: `command-${deed}`,
  ...row,
  when: ({ deeds }) => deeds.some((done) => done === deed),
}));
