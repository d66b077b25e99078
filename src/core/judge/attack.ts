/**
 * The ATT&CK techniques that calls to a cluster can be, with names and tactics.
 * Knows one version of ATT&CK; refuses to know calls.
 *
 * Version: MITRE ATT&CK Enterprise v19.2 (2026-08). v20 (2026-10) could not be read when this was written.
 * Checked against: the STIX data of v18.1, platform Containers; what v19 revoked, renamed and split (T1562.001 is T1685,
 * Defense Evasion is Stealth and Defense Impairment; elastic/detection-rules#6035, MITRE's updates of April 2026); and a public
 * table of tactics as of v19.2. Each technique says in `checked` how far that went.
 */

/** An ATT&CK technique, with the version of ATT&CK it is meant in. */
export interface Technique {
  readonly id: string;
  readonly name: string;
  readonly tactics: readonly string[];
  readonly version: string;
}

export const attackVersion = '19.2';

/**
 * How an id was checked: `v19.2` with its tactics; `v18.1` only there, and v19 is not known to have touched it;
 * `other platform`: as `v19.2`, but MITRE lists it for Linux or IaaS, not for containers: what a command does in a container
 * or with its node is of these.
 */
type Checked = 'v19.2' | 'v18.1' | 'other platform';

interface Row extends Technique {
  readonly checked: Checked;
}

const technique = (checked: Checked, id: string, name: string, ...tactics: readonly string[]): Row => ({
  id,
  name,
  tactics,
  version: attackVersion,
  checked,
});

const access = 'Initial Access';
const execution = 'Execution';
const persistence = 'Persistence';
const escalation = 'Privilege Escalation';
const stealth = 'Stealth';
const credentials = 'Credential Access';

const rows = {
  'T1053.007': technique(
    'v19.2',
    'T1053.007',
    'Scheduled Task/Job: Container Orchestration Job',
    execution,
    persistence,
    escalation,
  ),
  'T1059.004': technique(
    'other platform',
    'T1059.004',
    'Command and Scripting Interpreter: Unix Shell',
    execution,
  ),
  'T1059.013': technique(
    'v19.2',
    'T1059.013',
    'Command and Scripting Interpreter: Container CLI/API',
    execution,
  ),
  T1069: technique('v19.2', 'T1069', 'Permission Groups Discovery', 'Discovery'),
  T1070: technique('v19.2', 'T1070', 'Indicator Removal', stealth),
  T1078: technique('v19.2', 'T1078', 'Valid Accounts', access, persistence, escalation, stealth),
  'T1078.001': technique(
    'v19.2',
    'T1078.001',
    'Valid Accounts: Default Accounts',
    access,
    persistence,
    escalation,
    stealth,
  ),
  T1098: technique('v18.1', 'T1098', 'Account Manipulation', persistence, escalation),
  'T1098.006': technique(
    'v19.2',
    'T1098.006',
    'Account Manipulation: Additional Container Cluster Roles',
    persistence,
    escalation,
  ),
  T1105: technique('other platform', 'T1105', 'Ingress Tool Transfer', 'Command and Control'),
  T1133: technique('v19.2', 'T1133', 'External Remote Services', access, persistence),
  'T1136.001': technique('v18.1', 'T1136.001', 'Create Account: Local Account', persistence),
  'T1204.003': technique('v19.2', 'T1204.003', 'User Execution: Malicious Image', execution),
  T1485: technique('v19.2', 'T1485', 'Data Destruction', 'Impact'),
  'T1496.001': technique('v19.2', 'T1496.001', 'Resource Hijacking: Compute Hijacking', 'Impact'),
  T1528: technique('v19.2', 'T1528', 'Steal Application Access Token', credentials),
  'T1543.005': technique(
    'v19.2',
    'T1543.005',
    'Create or Modify System Process: Container Service',
    persistence,
    escalation,
  ),
  'T1550.001': technique(
    'v19.2',
    'T1550.001',
    'Use Alternate Authentication Material: Application Access Token',
    'Lateral Movement',
  ),
  'T1552.001': technique('v19.2', 'T1552.001', 'Unsecured Credentials: Credentials In Files', credentials),
  'T1552.005': technique(
    'other platform',
    'T1552.005',
    'Unsecured Credentials: Cloud Instance Metadata API',
    credentials,
  ),
  'T1552.007': technique('v19.2', 'T1552.007', 'Unsecured Credentials: Container API', credentials),
  T1609: technique('v19.2', 'T1609', 'Container Administration Command', execution),
  T1610: technique('v19.2', 'T1610', 'Deploy Container', execution),
  T1611: technique('v19.2', 'T1611', 'Escape to Host', escalation),
  T1613: technique('v19.2', 'T1613', 'Container and Resource Discovery', 'Discovery'),
  T1685: technique('v19.2', 'T1685', 'Disable or Modify Tools', 'Defense Impairment'),
} as const satisfies Readonly<Record<string, Row>>;

export type TechniqueId = keyof typeof rows;

/** How far each id was checked. */
export const checked: Readonly<Record<string, Checked>> = Object.fromEntries(
  Object.values(rows).map((row) => [row.id, row.checked]),
);

export const techniques = Object.fromEntries(
  Object.entries(rows).map(([id, { checked: _checked, ...row }]) => [id, row]),
) as Readonly<Record<TechniqueId, Technique>>;

/** The techniques of some ids, each once, in the order given; what any use of kubectl is comes last. */
export const attackOf = (ids: readonly TechniqueId[]): Technique[] =>
  [...new Set([...ids.filter((id) => id !== 'T1059.013'), 'T1059.013' as const])].map((id) => techniques[id]);
