import type { Diagnostics } from '../diagnostics.js';
import { suggest } from '../suggest.js';
import type { ClientConfig, RowsweepConfig } from './config.js';
import type { ConfigPath, ConfigSource } from './config-source.js';

/** What a setting may be, in words, and the check. */
interface Setting {
  readonly expected: string;
  readonly accepts: (value: unknown) => boolean;
}

const path: Setting = { expected: 'a path', accepts: isText };
const flag: Setting = { expected: 'true or false', accepts: (value) => typeof value === 'boolean' };

/** The rule of npm: https://docs.npmjs.com/cli/v11/configuring-npm/package-json#name */
const npmName: Setting = {
  expected: 'a name that npm allows, such as @acme/petstore',
  accepts: (value) => typeof value === 'string' && isPackageName(value),
};

const rootSettings: Readonly<Record<keyof RowsweepConfig, Setting>> = {
  $schema: { expected: 'a text', accepts: (value) => typeof value === 'string' },
  clients: {
    expected: 'a list of at least one client',
    accepts: (value) => Array.isArray(value) && value.length > 0,
  },
};

const clientSettings: Readonly<Record<keyof ClientConfig, Setting>> = {
  description: path,
  overlay: { expected: 'a path, or null for none', accepts: (value) => value === null || isText(value) },
  output: path,
  sourcesOnly: flag,
  prettier: flag,
  packageName: npmName,
};

/** Whether npm would take it as the name of a new package. */
export function isPackageName(text: string): boolean {
  return text.length <= 214 && /^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/.test(text);
}

/** The configuration, if it is one; else every problem is reported at its place, and the answer is null. */
export async function checkConfig(
  source: ConfigSource,
  diagnostics: Diagnostics,
): Promise<RowsweepConfig | null> {
  const { value } = source;
  const check = new Check(source, diagnostics);
  if (!isRecord(value)) {
    await check.report([], 'value', 'A configuration is an object.', 'Write `{ "clients": [ … ] }`.');
    return null;
  }
  await check.settings([], value, { known: rootSettings, required: ['clients'] });
  const clients: readonly unknown[] = Array.isArray(value['clients']) ? value['clients'] : [];
  for (const [index, client] of clients.entries()) {
    if (isRecord(client)) {
      await check.settings(['clients', index], client, {
        known: clientSettings,
        required: ['description', 'output'],
      });
    } else {
      const message = 'A client is an object with a description and an output.';
      await check.report(['clients', index], 'value', message);
    }
  }
  return check.failed ? null : { clients: clients as ClientConfig[] };
}

class Check {
  readonly #source: ConfigSource;
  readonly #diagnostics: Diagnostics;
  failed = false;

  constructor(source: ConfigSource, diagnostics: Diagnostics) {
    this.#source = source;
    this.#diagnostics = diagnostics;
  }

  async settings(
    at: ConfigPath,
    value: Readonly<Record<string, unknown>>,
    {
      known,
      required,
    }: { readonly known: Readonly<Record<string, Setting>>; readonly required: readonly string[] },
  ): Promise<void> {
    const names = Object.keys(known).filter((name) => name !== '$schema');
    for (const [name, given] of Object.entries(value)) {
      const setting = Object.hasOwn(known, name) ? known[name] : undefined;
      // In a TypeScript configuration, a setting that is undefined is one that is left out.
      if (given === undefined && setting !== undefined) continue;
      if (setting === undefined) {
        const meant = suggest(name, names);
        const help = meant === null ? `The settings here are ${names.join(', ')}.` : `Did you mean ${meant}?`;
        await this.report([...at, name], 'key', `There is no setting ${JSON.stringify(name)}.`, help);
      } else if (!setting.accepts(given)) {
        await this.report([...at, name], 'value', `\`${name}\` is ${setting.expected}.`);
      }
    }
    for (const name of required) {
      if (value[name] === undefined)
        await this.report(at, 'value', `\`${name}\` is missing.`, `Add \`${name}\`.`);
    }
  }

  async report(at: ConfigPath, of: 'key' | 'value', message: string, help?: string): Promise<void> {
    this.failed = true;
    this.#diagnostics.report('config-invalid', await this.#source.place(at, of), message, help);
  }
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
