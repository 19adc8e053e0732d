/** A team downstream: an empty folder, the packages from the registry, a program of its own, three compilers. */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ProgramError, run, runNpm } from '../release/run.js';
import { program } from './program.js';
import type { Registry } from './registry.js';

/** A compiler, by its file: a `tsc` on the path may be any of them. */
export interface Compiler {
  readonly version: string;
  readonly file: string;
}

/** The three that are supported. */
export function listCompilers(root: string, modules: string): Compiler[] {
  return [
    join(root, 'node_modules/typescript'),
    join(modules, 'typescript-6'),
    join(modules, 'typescript-7'),
  ].map((folder) => {
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
    return { version, file: join(folder, 'bin/tsc') };
  });
}

/** A folder of the team. */
export class Team {
  readonly folder: string;
  readonly #registry: Registry;

  constructor(folder: string, registry: Registry) {
    this.folder = folder;
    this.#registry = registry;
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "name": "team", "private": true, "type": "module" }\n');
    writeFileSync(join(folder, 'program.ts'), program);
  }

  /** `npm install`, with the ranges that npm writes by itself. */
  install(...packages: readonly string[]): void {
    this.#npm('install', ...packages);
  }

  /** `npm update`: the newest that the ranges take. */
  update(): void {
    this.#npm('update');
  }

  /** `npm ci` in another folder, with the files of this one. */
  cloneTo(folder: string): Team {
    const other = new Team(folder, this.#registry);
    for (const name of ['package.json', 'package-lock.json', 'program.ts']) {
      copyFileSync(join(this.folder, name), join(folder, name));
    }
    other.#npm('ci');
    return other;
  }

  /** The version that is installed. */
  versionOf(name: string): string {
    const file = join(this.folder, 'node_modules', name, 'package.json');
    return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
  }

  /** What the compiler finds wrong; none: it compiles, and is compiled. */
  compile({ file }: Compiler): string[] {
    const flags =
      '--strict --exactOptionalPropertyTypes --noUncheckedIndexedAccess --module nodenext --target es2022';
    const parameters = [...flags.split(' '), '--skipLibCheck', 'false', '--lib', 'es2023,dom,dom.iterable'];
    try {
      run(process.execPath, [file, ...parameters, '--pretty', 'false', 'program.ts'], { cwd: this.folder });
      return [];
    } catch (error) {
      if (!(error instanceof ProgramError)) throw error;
      return error.output.split('\n').filter((line) => line.trim() !== '');
    }
  }

  /** Runs the program, and gives what it prints. */
  run(): string {
    return run(process.execPath, ['program.js'], { cwd: this.folder, timeoutMs: 120_000 });
  }

  /** Changes the program as a person would. */
  edit(from: string, to: string): void {
    const file = join(this.folder, 'program.ts');
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(from, to));
  }

  #npm(...args: readonly string[]): void {
    const { url, env } = this.#registry;
    runNpm([...args, '--registry', url, '--no-audit', '--no-fund'], { cwd: this.folder, env });
  }
}
