/**
 * What to run first where health says something, by its id. Names in capitals are those of `azd env get-values`; what is in
 * angle brackets is to be filled in. Knows commands; refuses to know what is wrong.
 */

const app = '--resource-group "$AZURE_RESOURCE_GROUP" --name "$SERVICE_RARECALL_NAME"';
const diagnostics = 'az monitor diagnostic-settings list --resource <id of the cluster>';
const logs = `az functionapp log tail ${app}`;
const provision = 'azd provision';
const secret = 'az keyvault secret set --vault-name "$AZURE_KEY_VAULT_NAME" --name <its name> --file <file>';
const rankAgain =
  'curl --request POST --header "x-functions-key: <admin key>" "$SERVICE_RARECALL_URI/api/days/<day>/rank"';

const commands: Readonly<Record<string, string>> = {
  settings: `azd env set <NAME> <value> && ${provision}`,
  'secret-unresolved': secret,
  identity: `az functionapp identity show ${app}`,
  rights: provision,
  clock: `az functionapp restart ${app}`,
  'archive-unreachable':
    'az role assignment create --assignee-object-id "$RARECALL_IDENTITY_PRINCIPAL_ID" --assignee-principal-type ServicePrincipal --role "Storage Blob Data Reader" --scope <id of the account of the logs>',
  'archive-absent': diagnostics,
  'archive-empty': diagnostics,
  'unread-category': diagnostics,
  'nothing-counted': diagnostics,
  quiet: diagnostics,
  'sweep-late': logs,
  poison:
    'az storage message peek --auth-mode login --account-name "$RARECALL_STORAGE_NAME" --queue-name <queue>',
  'archive-poison':
    'az storage message peek --auth-mode login --account-name <account of the logs> --queue-name <queue>',
  unreadable: 'npx rarecall backfill --from <day> --to <day>',
  unranked: rankAgain,
  'not-ranked': rankAgain,
  'damaged-findings': rankAgain,
  'damaged-suppression': 'npx rarecall suppress <file>',
  undelivered: logs,
  'given-up': logs,
  sink: secret,
  'row-budget': 'curl --header "x-functions-key: <key>" "$SERVICE_RARECALL_URI/api/clusters"',
  flooded: 'curl --header "x-functions-key: <key>" "$SERVICE_RARECALL_URI/api/report?day=<day>"',
  'finding-budget': 'curl --header "x-functions-key: <key>" "$SERVICE_RARECALL_URI/api/report?day=<day>"',
};

/** `''` where nothing is to be run. */
export const commandFor = (id: string): string => commands[id] ?? '';
