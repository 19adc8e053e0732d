/** Servers with a fault plan and an observer, one a provider, each started anew as often as somebody asks. */
import { createSandbox, type ProviderName, type Sandbox, type SandboxOptions } from '../index.js';
import type { RowData } from '../stores/row-store.js';
import { carryOut } from './carry-out.js';
import { createChooser } from './choose.js';
import type { FaultPlan } from './plan.js';
import { observe, type Observer, type Truth } from './truth.js';

/** How a server is started. */
export interface BenchOptions {
  readonly provider: ProviderName;
  readonly plan?: FaultPlan;
  /** Picks ids and, with a plan, the requests that chance decides about. Default 1. */
  readonly seed?: number;
  /** So many rows, or these. Default 0. */
  readonly rows?: number | readonly RowData[];
  /** Settings of the provider, as `createSandbox` takes them; data only. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The server's clock stands at this moment until it is set again. Default: the clock of the machine. */
  readonly nowMs?: number;
}

/** How to reach a server, and what it holds. */
export interface Bench {
  readonly provider: ProviderName;
  readonly options: Readonly<Record<string, string>>;
  readonly target: Readonly<Record<string, unknown>>;
  /** The table that the target names. */
  readonly table: string;
  /** Its ids, in order. */
  readonly ids: readonly string[];
}

/** The servers and their truth. */
export interface Laboratory {
  /** Starts a server; one of the same provider that runs is stopped first. */
  start(options: BenchOptions): Promise<Bench>;
  /** Sets the clock of every server that was started with `nowMs`. */
  setClock(nowMs: number): void;
  /** Throws when the provider's server was not started. */
  tell(provider: ProviderName): Truth;
  close(): Promise<void>;
}

/** Starts nothing yet. */
export function createLaboratory(): Laboratory {
  const running = new Map<ProviderName, { readonly sandbox: Sandbox; readonly observer: Observer }>();
  let clockMs: number | null = null;

  return {
    async start(options) {
      const { provider, plan = {}, seed = 1, settings = {} } = options;
      const before = running.get(provider);
      running.delete(provider);
      await before?.sandbox.close();
      if (options.nowMs !== undefined) clockMs = options.nowMs;
      const now = options.nowMs === undefined ? Date.now : (): number => clockMs ?? Date.now();
      const chooser = createChooser(plan, seed);
      const endJob = (): object => ({ end: 'succeeded', ...chooser.chooseJob() });
      const given = { ...(plan.jobs === undefined ? {} : { endJob }), ...settings };
      const sandboxOptions: SandboxOptions = { providers: [provider], seed, now, [provider]: given };
      const sandbox = await createSandbox(sandboxOptions);
      const server = sandbox[provider];
      server.store.insert(options.rows ?? 0);
      const observer = observe(provider, server.store);
      server.intercept = (request) => {
        const fault = chooser.chooseFault(request);
        const around = {
          nowMs: now(),
          ids: () => server.store.ids(),
          insert: (rows: readonly RowData[]): void => {
            server.store.insert(rows);
            observer.lookAgain();
          },
        };
        return observer.note(request, fault, fault === undefined ? {} : carryOut(fault, request, around));
      };
      running.set(provider, { sandbox, observer });
      return {
        provider,
        options: { ...server.options },
        target: { ...server.target },
        table: server.store.name,
        ids: server.store.ids(),
      };
    },
    setClock(nowMs) {
      clockMs = nowMs;
    },
    tell(provider) {
      const found = running.get(provider);
      if (found === undefined) throw new Error(`The server of "${provider}" was not started.`);
      return found.observer.tell();
    },
    async close() {
      const all = [...running.values()];
      running.clear();
      await Promise.all(all.map(({ sandbox }) => sandbox.close()));
    },
  };
}
