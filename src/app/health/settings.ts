/** What is wrong with the settings, each fault by itself. Without them the app cannot even be asked the other questions. */
import { type Check, problem, type Said } from './check.ts';

const unresolved = /^(\S+) must be a Key Vault reference that was resolved/;

/** @param problems sentences that begin with the name of the setting */
export const settingsSaid = (problems: readonly string[]): Said[] =>
  problems.map((what) => {
    const name = unresolved.exec(what)?.[1];
    if (name === undefined)
      return problem('settings', what, 'set it, and deploy; a setting that was set by hand lasts until then');
    const todo = 'put the secret into the vault under its name, let the app read it, and restart the app';
    return problem('secret-unresolved', `${name} is a reference to Key Vault that was not resolved`, todo);
  });

export const setting: Check = {
  id: 'settings',
  asks: 'whether the settings are as they must be',
  ask: async (_ports, { doubts = [] }) => ({ said: settingsSaid(doubts) }),
};
