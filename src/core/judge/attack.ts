/**
 * The ATT&CK techniques that kubectl calls can be, with names and tactics.
 * Knows one version of ATT&CK; refuses to know calls.
 *
 * Source: MITRE ATT&CK Enterprise v18.1 (2025-11-13), techniques of platform Containers only.
 * v19 renames Defense Evasion and merges T1562.001 into T1685: change the version and the table together.
 */

/** An ATT&CK technique, with the version of ATT&CK it is meant in. */
export interface Technique {
  readonly id: string;
  readonly name: string;
  readonly tactics: readonly string[];
  readonly version: string;
}

export const attackVersion = '18.1';

const technique = (id: string, name: string, ...tactics: readonly string[]): Technique => ({
  id,
  name,
  tactics,
  version: attackVersion,
});

const defenseEvasion = 'Defense Evasion';
const persistence = 'Persistence';
const escalation = 'Privilege Escalation';

export const techniques = {
  'T1053.007': technique(
    'T1053.007',
    'Scheduled Task/Job: Container Orchestration Job',
    'Execution',
    persistence,
    escalation,
  ),
  'T1059.013': technique('T1059.013', 'Command and Scripting Interpreter: Container CLI/API', 'Execution'),
  T1069: technique('T1069', 'Permission Groups Discovery', 'Discovery'),
  T1070: technique('T1070', 'Indicator Removal', defenseEvasion),
  T1078: technique('T1078', 'Valid Accounts', 'Initial Access', persistence, escalation, defenseEvasion),
  'T1078.001': technique(
    'T1078.001',
    'Valid Accounts: Default Accounts',
    'Initial Access',
    persistence,
    escalation,
    defenseEvasion,
  ),
  T1098: technique('T1098', 'Account Manipulation', persistence, escalation),
  'T1098.006': technique(
    'T1098.006',
    'Account Manipulation: Additional Container Cluster Roles',
    persistence,
    escalation,
  ),
  T1133: technique('T1133', 'External Remote Services', 'Initial Access', persistence),
  'T1136.001': technique('T1136.001', 'Create Account: Local Account', persistence),
  T1485: technique('T1485', 'Data Destruction', 'Impact'),
  T1528: technique('T1528', 'Steal Application Access Token', 'Credential Access'),
  'T1543.005': technique(
    'T1543.005',
    'Create or Modify System Process: Container Service',
    persistence,
    escalation,
  ),
  'T1550.001': technique(
    'T1550.001',
    'Use Alternate Authentication Material: Application Access Token',
    defenseEvasion,
    'Lateral Movement',
  ),
  'T1552.007': technique('T1552.007', 'Unsecured Credentials: Container API', 'Credential Access'),
  'T1562.001': technique('T1562.001', 'Impair Defenses: Disable or Modify Tools', defenseEvasion),
  T1609: technique('T1609', 'Container Administration Command', 'Execution'),
  T1610: technique('T1610', 'Deploy Container', 'Execution', defenseEvasion),
  T1611: technique('T1611', 'Escape to Host', escalation),
  T1613: technique('T1613', 'Container and Resource Discovery', 'Discovery'),
} as const satisfies Readonly<Record<string, Technique>>;

export type TechniqueId = keyof typeof techniques;

/** The techniques of some ids, each once, in the order given; what any use of kubectl is comes last. */
export const attackOf = (ids: readonly TechniqueId[]): Technique[] =>
  [...new Set([...ids.filter((id) => id !== 'T1059.013'), 'T1059.013' as const])].map((id) => techniques[id]);
