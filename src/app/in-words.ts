/** What an app of promises throws, told in words. Refuses to know what it does. */
import { told } from '../failure.ts';

/** @returns the same, with errors of the stores in words: whoever logs them need not know what an SDK leaves out. */
export function inWords<T extends object>(app: T): T {
  return new Proxy(app, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]): unknown => {
        const result: unknown = Reflect.apply(member, target, args);
        if (!(result instanceof Promise)) return result;
        return result.catch((error: unknown) => {
          throw told(error);
        });
      };
    },
  });
}
