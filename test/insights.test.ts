import { expect, test } from 'vitest';
import { readConfig, settingProblems } from '../src/config.ts';
import { insightsIn, insightsProblem } from '../src/insights.ts';

const key = '00000000-0000-4000-8000-00000000abcd';
const of = (connection: string, authentication = '', more: Record<string, string> = {}) => ({
  APPLICATIONINSIGHTS_CONNECTION_STRING: connection,
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: authentication,
  ...more,
});

test('as Azure writes it, it says where telemetry goes, as whom, and what the app is called', () => {
  const written = `InstrumentationKey=${key};IngestionEndpoint=https://westeurope-5.in.applicationinsights.azure.com/;LiveEndpoint=https://westeurope.livediagnostics.monitor.azure.com/;ApplicationId=a`;
  expect(
    insightsIn(of(written, 'ClientId=id-of-ours;Authorization=AAD', { WEBSITE_SITE_NAME: 'func' })),
  ).toEqual({
    key,
    endpoint: 'https://westeurope-5.in.applicationinsights.azure.com',
    sender: { clientId: 'id-of-ours' },
    audience: 'https://monitor.azure.com',
    role: 'func',
  });
});

test.each([
  ['', null],
  ['  ', null],
  [`InstrumentationKey=${key}`, 'https://dc.services.visualstudio.com'],
  [`instrumentationkey=${key};EndpointSuffix=applicationinsights.us`, 'https://dc.applicationinsights.us'],
])('a connection string %s leads to %s', (connection, endpoint) => {
  expect(insightsIn(of(connection))?.endpoint ?? null).toBe(endpoint);
});

test('without an authentication string no token is sent; without a client id it is the app’s own identity', () => {
  expect(insightsIn(of(`InstrumentationKey=${key}`))?.sender).toBeNull();
  expect(insightsIn(of(`InstrumentationKey=${key}`, 'Authorization=AAD'))?.sender).toEqual({});
});

test.each([
  ['InstrumentationKey=none', '', 'APPLICATIONINSIGHTS_CONNECTION_STRING must hold an InstrumentationKey'],
  ['rubbish', '', 'APPLICATIONINSIGHTS_CONNECTION_STRING must hold an InstrumentationKey'],
  [
    `InstrumentationKey=${key};IngestionEndpoint=http://localhost`,
    '',
    'the IngestionEndpoint of APPLICATIONINSIGHTS_CONNECTION_STRING must begin with https://',
  ],
  [
    `InstrumentationKey=${key}`,
    'ClientId=x',
    'APPLICATIONINSIGHTS_AUTHENTICATION_STRING must be Authorization=AAD, with ClientId where the identity has one',
  ],
])(
  'what cannot be meant is said at start, and everything else works: %s %s',
  (connection, authentication, said) => {
    const env = of(connection, authentication);
    expect(insightsProblem(env)).toBe(said);
    expect(readConfig(env).insights).toBeNull();
    expect(settingProblems(env)).toContain(said);
  },
);
