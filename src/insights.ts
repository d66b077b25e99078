/**
 * The two settings by which Azure says where telemetry goes: those of the Functions host. Knows how they are written;
 * refuses to know what is sent.
 * Source: Microsoft, "Connection strings in Application Insights" and "App settings reference for Azure Functions".
 */

type Env = Readonly<Record<string, string | undefined>>;

export interface Insights {
  /** Instrumentation key: which Application Insights it is. It is no secret. */
  readonly key: string;
  /** `https:`, without a slash at its end. */
  readonly endpoint: string;
  /** Who sends; `null`: anybody may, without a token. */
  readonly sender: { readonly clientId?: string } | null;
  /** Whom tokens are for. */
  readonly audience: string;
  /** What the app is called there. */
  readonly role: string;
}

const names = {
  connection: 'APPLICATIONINSIGHTS_CONNECTION_STRING',
  authentication: 'APPLICATIONINSIGHTS_AUTHENTICATION_STRING',
} as const;

const publicEndpoint = 'https://dc.services.visualstudio.com';
const publicAudience = 'https://monitor.azure.com';

/** `a=1;B=2` by names in lower case. */
const partsOf = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text.split(';').flatMap((part) => {
      const at = part.indexOf('=');
      return at < 1 ? [] : [[part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim()] as const];
    }),
  );

/**
 * @returns `null` where no telemetry is wanted
 * @throws Error with a sentence that names the setting
 */
export function insightsIn(env: Env): Insights | null {
  const text = env[names.connection]?.trim();
  if (!text) return null;
  const parts = partsOf(text);
  const key = parts.get('instrumentationkey') ?? '';
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(key))
    throw new Error(`${names.connection} must hold an InstrumentationKey`);
  const suffix = parts.get('endpointsuffix');
  const given = parts.get('ingestionendpoint') ?? (suffix ? `https://dc.${suffix}` : publicEndpoint);
  if (!URL.canParse(given) || new URL(given).protocol !== 'https:')
    throw new Error(`the IngestionEndpoint of ${names.connection} must begin with https://`);
  return {
    key,
    endpoint: given.replace(/\/+$/, ''),
    sender: senderIn(env[names.authentication]?.trim() ?? ''),
    audience: parts.get('aadaudience') ?? publicAudience,
    role: env.WEBSITE_SITE_NAME?.trim() || 'rarecall',
  };
}

function senderIn(text: string): Insights['sender'] {
  if (text === '') return null;
  const parts = partsOf(text);
  if (parts.get('authorization')?.toUpperCase() !== 'AAD')
    throw new Error(
      `${names.authentication} must be Authorization=AAD, with ClientId where the identity has one`,
    );
  const clientId = parts.get('clientid');
  return clientId ? { clientId } : {};
}

/** What is wrong with these settings; `null` where nothing is. The app works without telemetry. */
export function insightsProblem(env: Env): string | null {
  try {
    insightsIn(env);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
