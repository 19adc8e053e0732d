/** The five providers, each with the words in which it refuses, so that one table of scenarios serves all of them. */
import { createAltatech } from '@rowsweep/altatech';
import { createExtruct } from '@rowsweep/extruct';
import { createGptbots } from '@rowsweep/gptbots';
import { createMinimal } from '@rowsweep/minimal';
import type { BulkDeleter, Clock } from '@rowsweep/runtime';
import type { Fate, Intercept, LoggedRequest, ProviderName, Sandbox, Store } from '@rowsweep/sandbox';
import { createSplendor } from '@rowsweep/splendor';

/** A server, as a scenario needs it. */
export interface Server {
  readonly store: Store;
  readonly requests: LoggedRequest[];
  intercept: Intercept | null;
}

/** What makes one provider differ from another, as far as the scenarios are concerned. */
export interface ProviderFacts {
  readonly name: ProviderName;
  /** What an id becomes that was there and was deleted at the first try, in a request whose ids were all there. */
  readonly clean: 'deleted' | 'absent';
  /** The same for ids that were never there, in a request of their own. */
  readonly missing: 'notFound' | 'absent';
  /** The most ids that one request is given in the scenarios about limits. */
  readonly limit: number;
  /** Ids that are well formed and that no row has. */
  readonly stranger: (index: number) => string;
  /** Not let in; not allowed; no such table; a fault inside; no credits left. */
  readonly refusals: Readonly<Record<'login' | 'permission' | 'target' | 'inside' | 'quota', Fate>>;
  /** Something is wrong, and nothing says what. */
  readonly vague: Fate;
  /** The ids at these positions are wrong: named where the provider can. */
  readonly badIds: (positions: readonly number[]) => Fate;
  readonly namesBadIds: boolean;
  /** Too many ids. */
  readonly tooLarge: Fate;
  readonly server: (sandbox: Sandbox) => Server;
  readonly deleter: (sandbox: Sandbox, clock: Clock, target?: object) => BulkDeleter;
}

const status = (code: number, body: unknown = {}): Fate => ({ status: code, body });
const framework = (code: number, detail: unknown): Fate => status(code, { detail });
const coded = (code: number): Fate => status(200, { code, message: 'refused' });

const frameworkRefusals = {
  login: framework(401, 'Not authenticated'),
  permission: framework(403, 'Forbidden'),
  target: framework(404, 'Not found'),
  inside: { status: 500 },
  quota: framework(402, { error: 'plan_required' }),
};

const codedRefusals = {
  login: coded(40127),
  permission: coded(403131),
  target: coded(403106),
  inside: coded(50000),
  quota: coded(40379),
};

function nameBadIds(list: string): ProviderFacts['badIds'] {
  return (positions) =>
    framework(
      422,
      positions.map((position) => ({ type: 'odd', loc: ['body', list, position], msg: 'Odd id' })),
    );
}

export const providers: readonly ProviderFacts[] = [
  {
    name: 'extruct',
    clean: 'deleted',
    missing: 'notFound',
    limit: 50,
    stranger: (index) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    refusals: frameworkRefusals,
    vague: status(400),
    badIds: nameBadIds('rows'),
    namesBadIds: true,
    tooLarge: { status: 413 },
    server: ({ extruct }) => extruct,
    deleter: ({ extruct }, clock, target) =>
      createExtruct({ ...extruct.options, clock }).rows({ ...extruct.target, ...target }),
  },
  {
    name: 'altatech',
    clean: 'absent',
    missing: 'absent',
    limit: 1000,
    stranger: (index) => `f${String(index).padStart(23, '0')}`,
    refusals: codedRefusals,
    vague: coded(40000),
    badIds: () => coded(40000),
    namesBadIds: false,
    tooLarge: { status: 413 },
    server: ({ altatech }) => altatech,
    deleter: ({ altatech }, clock, target) =>
      createAltatech({ ...altatech.options, clock }).records({ ...altatech.target, ...target }),
  },
  {
    name: 'gptbots',
    clean: 'absent',
    missing: 'absent',
    limit: 1000,
    stranger: (index) => `f${String(index).padStart(23, '0')}`,
    refusals: codedRefusals,
    vague: coded(40000),
    badIds: () => coded(40000),
    namesBadIds: false,
    tooLarge: { status: 413 },
    server: ({ gptbots }) => gptbots,
    deleter: ({ gptbots }, clock, target) =>
      createGptbots({ ...gptbots.options, clock }).records({ ...gptbots.target, ...target }),
  },
  {
    name: 'minimal',
    clean: 'deleted',
    missing: 'notFound',
    limit: 50,
    stranger: (index) => String(9_000_000 + index),
    refusals: {
      login: status(401, { status: 401, message: 'no' }),
      permission: status(403, { status: 403, message: 'no' }),
      target: status(404, { status: 404, message: 'no' }),
      inside: { status: 500 },
      quota: { status: 402 },
    },
    vague: status(417, { status: 417, message: 'no' }),
    badIds: () => status(400, { status: 400, message: 'no' }),
    namesBadIds: false,
    tooLarge: { status: 414 },
    server: ({ minimal }) => minimal,
    deleter: ({ minimal }, clock, target) =>
      createMinimal({ ...minimal.options, clock }).rows({ ...minimal.target, ...target }),
  },
  {
    name: 'splendor',
    clean: 'absent',
    missing: 'absent',
    limit: 1024,
    stranger: (index) => `rec_nobody_${index}`,
    refusals: frameworkRefusals,
    vague: status(400),
    badIds: nameBadIds('record_ids'),
    namesBadIds: true,
    tooLarge: { status: 413 },
    server: ({ splendor }) => splendor,
    deleter: ({ splendor }, clock, target) =>
      createSplendor({ ...splendor.options, clock }).records({ ...splendor.target, ...target }),
  },
];
