/**
 * Programs that people, scripts and strangers use to call Kubernetes, by the beginning of their agents (DESIGN 3.12 b).
 * Nobody who has taken a token needs to use one of these, but most do.
 *
 * Every name says where it comes from: the agent that the tool's own source sets, or `client-go`: the name of the program
 * file, as `DefaultKubernetesUserAgent` in k8s.io/client-go/rest/config.go builds it where a tool sets none.
 */
import { isProgram } from './program.ts';

/** Names as `isProgram` takes them. */
const clients: readonly string[] = [
  // kubectl and whatever is named after it: kubectl.exe, and plugins, which are programs kubectl-NAME (client-go).
  'kubectl*',
  // Other command lines, and the terminals and desktops that people look at clusters with (client-go unless said).
  'oc',
  'k9s',
  'kubeadm',
  'kustomize',
  'kubecolor',
  'kubens',
  'stern',
  'kail',
  'kubetail',
  'popeye',
  'k8sgpt',
  'velero',
  'istioctl',
  'linkerd',
  'argocd',
  'flux',
  'skaffold',
  'tilt',
  'devspace',
  'telepresence',
  'octant',
  // Lens and what came of it run in Electron (`Mozilla/5.0 … Electron`), and ask by helpers named after them.
  'lens*',
  'openlens',
  'freelens*',
  'headlamp*',
  'aptakube',
  // Helm: `Helm/3.15.2` by internal/version/version.go since 3.0, `helm/v0.0.0` (client-go) for what goes around that.
  'helm',
  'helmfile',
  // Infrastructure as code. The provider and the backend of Terraform send `HashiCorp/1.0 Terraform/VERSION`
  // (terraform-provider-kubernetes, kubernetes/provider.go); OpenTofu kept that.
  'hashicorp',
  'terraform*',
  'opentofu*',
  'tofu',
  // `pulumi-kubernetes` and the plugin file pulumi-resource-kubernetes (client-go).
  'pulumi*',
  // Ansible's k8s modules send the agent of the Python client below, its own url module `ansible-httpget`.
  'ansible*',
  // What is on every machine: curl and GNU Wget (their manuals), BusyBox wget, HTTPie, xh.
  'curl',
  'wget',
  'busybox*',
  'httpie',
  'xh',
  // Windows PowerShell and PowerShell send `Mozilla/5.0 … PowerShell/VERSION` (Invoke-WebRequest, -UserAgent).
  'powershell*',
  'windowspowershell*',
  // Browsers, Electron and whoever claims to be one: RFC 9110, 10.1.5, and every browser since 1994. The portal of
  // Azure sends it, too (reference of real records).
  'mozilla',
  'opera',
  'postmanruntime',
  'insomnia',
  // Python: the official client (kubernetes/client/api_client.py, `OpenAPI-Generator/VERSION/python`, before that
  // `Swagger-Codegen`), requests, urllib, aiohttp (`Python/3.12 aiohttp/3.9`), httpx, pycurl.
  'openapi-generator',
  'swagger-codegen',
  'python*',
  'aiohttp',
  'pycurl',
  // Java: `Java/17`, `Java-http-client/17` (JDK), `okhttp/4` (the official client), fabric8 (Config.java), Apache.
  'java*',
  'okhttp',
  'fabric8-kubernetes-client',
  'apache-httpclient',
  // Go's net/http where nothing is set. AKS has components that send it, too; a pattern each, so they stay few.
  'go-http-client',
  // What `go run main.go` calls a program that names itself nowhere (client-go).
  'main',
  // JavaScript: node-fetch and axios (the official client, by version), undici, got, Deno, Bun.
  'node-fetch',
  'axios',
  'undici',
  'node',
  'got',
  'deno',
  'bun',
  // Ruby, Perl and PHP, and Rust where reqwest is told to say, by the defaults of their libraries.
  'ruby',
  'rest-client',
  'faraday',
  'libwww-perl',
  'lwp*',
  'guzzlehttp',
  'reqwest',
  // Tools of attackers and those who test like them. stratus: internal/providers (`stratus-red-team_UUID`); the rest are
  // named by their program files (client-go, or Python above): peirates, kdigger, kubeletctl, botb, CDK, kubesploit, …
  'stratus*',
  'peirates',
  'kdigger',
  'kube-hunter',
  'kubehunter',
  'kubeletctl',
  'kubesploit*',
  'kubeletmein',
  'kubestriker',
  'kubiscan',
  'kubedagger',
  'botb*',
  'cdk',
  'rakkess',
  'access-matrix',
  'rbac-police',
  'rbac-tool',
  'rbac-lookup',
  'redkube',
  'trufflehog*',
  'nmap',
  'nuclei',
  'sqlmap',
  'ffuf',
  'gobuster',
  'feroxbuster',
  'masscan',
  'zgrab',
  'nikto',
  'metasploit*',
  // Servers by which language models act in clusters (client-go, or the JavaScript and Python clients above).
  'kubernetes-mcp-server',
  'mcp-server*',
  'mcp-kubernetes*',
  'mcp-k8s*',
  'k8s-mcp*',
  'aks-mcp*',
  'holmes*',
  'claude*',
];

/** By their first letter: each of them is asked about every call. */
const byLetter = Map.groupBy(clients, (name) => name.charCodeAt(0));

/** @param folded the agent in lower case */
export const isClient = (folded: string): boolean =>
  byLetter.get(folded.charCodeAt(0))?.some((name) => isProgram(folded, name)) ?? false;
