/** Where public detections for Kubernetes audit logs are, at the commits at which they were read. Refuses to know what they say. */

/** A public detection: its name, and where it stands. */
export interface Source {
  readonly name: string;
  readonly url: string;
}

const onGitHub = (repository: string, commit: string, path: string, name: string): Source => ({
  name: `${name} (${repository}, ${commit.slice(0, 7)})`,
  url: `https://github.com/${repository}/blob/${commit}/${path.replaceAll(' ', '%20')}`,
});

/** A rule of Elastic's for Kubernetes. */
export const elastic = (rule: string, commit: string): Source =>
  onGitHub('elastic/detection-rules', commit, `rules/integrations/kubernetes/${rule}.toml`, rule);

/** One of Elastic's for AKS. */
export const elasticAks = (rule: string, commit: string): Source =>
  onGitHub('elastic/detection-rules', commit, `rules/integrations/azure/${rule}.toml`, rule);

export const falco = (rule: string): Source =>
  onGitHub(
    'falcosecurity/plugins',
    '029593e335101df1d4f0734a8d447ed8db718203',
    'plugins/k8saudit/rules/k8s_audit_rules.yaml',
    rule,
  );

export const sigma = (rule: string, commit: string): Source =>
  onGitHub('SigmaHQ/sigma', commit, `rules/application/kubernetes/audit/${rule}.yml`, rule);

export const panther = (rule: string, commit: string): Source =>
  onGitHub('panther-labs/panther-analysis', commit, `rules/kubernetes_rules/${rule}.yml`, rule);

export const splunk = (rule: string, commit: string): Source =>
  onGitHub('splunk/security_content', commit, `detections/cloud/${rule}.yml`, rule);

/** An alert type of Microsoft Defender for Containers. */
export const defender = (alert: string): Source =>
  onGitHub(
    'MicrosoftDocs/azure-docs',
    '375f9f9096372f6a3b4d7d93b8419a61a4fe5518',
    'articles/defender-for-cloud/alerts-containers.md',
    alert,
  );
