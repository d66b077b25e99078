/** ATT&CK techniques and kill chain phases in the words of OCSF. Refuses to know what was found. */
import type { Technique } from '../../judge/attack.ts';
import { withoutNulls } from './ocsf-evidence.ts';

// MITRE ATT&CK Enterprise v19, tactics; findings kept from before name the one that v19 split.
const tacticIds: Readonly<Record<string, string>> = {
  Reconnaissance: 'TA0043',
  'Resource Development': 'TA0042',
  'Initial Access': 'TA0001',
  Execution: 'TA0002',
  Persistence: 'TA0003',
  'Privilege Escalation': 'TA0004',
  Stealth: 'TA0005',
  'Defense Impairment': 'TA0112',
  'Defense Evasion': 'TA0005',
  'Credential Access': 'TA0006',
  Discovery: 'TA0007',
  'Lateral Movement': 'TA0008',
  Collection: 'TA0009',
  'Command and Control': 'TA0011',
  Exfiltration: 'TA0010',
  Impact: 'TA0040',
};

const killChain = [
  'Unknown',
  'Reconnaissance',
  'Weaponization',
  'Delivery',
  'Exploitation',
  'Installation',
  'Command & Control',
  'Actions on Objectives',
];

export const phaseOf = (phase: string) => {
  const id = killChain.indexOf(phase);
  return { phase, phase_id: id < 0 ? 99 : id };
};

/** One attack for each tactic of a technique; a sub-technique names its parent too. */
export function attacksOf({ id, name, tactics, version }: Technique) {
  const [parent = id] = id.split('.');
  const [family = name, own = name] = name.split(': ');
  const technique =
    parent === id
      ? { technique: { uid: id, name } }
      : {
          technique: { uid: parent, name: family },
          sub_technique: { uid: id, name: own },
        };
  const places = tactics.map((tactic) => ({
    tactic: withoutNulls({ uid: tacticIds[tactic], name: tactic }),
  }));
  return (places.length === 0 ? [{}] : places).map((place) => ({ version, ...place, ...technique }));
}
